"""What the performance pages show of one choice: the unit, the month, what it is compared with; each part asked when drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from components.performance_alike import alike
from components.performance_choice import METRICS, MONTHS_BACK, Choice, held, month_beside, months_before
from components.performance_spread import Spread
from components.performance_steps import Steps
from components.period import last_day
from data.errors import SchemeInvalid
from data.i18n import _
from data.i18n.numbers import as_number
from data.listing import records
from data.performance.earlier import Earlier
from data.performance.indicators import GROUPS
from data.performance.library import in_force, scheme
from data.performance.scheme import Scheme
from data.query import ask
from data.scope import Node
from data.scores import by_version_of
from pages._performance_peers import spreads

SCORE = (
    "month", "as_of", "branch_id", "entity_id", "post_code", "scheme", "version", "points", "withheld", "balance", "total",
    *(f"points_{group}" for group in GROUPS), "expected_low", "expected", "expected_high", "rank_branch", "peers_branch",
    "rank_entity", "peers_entity", "rank_province", "peers_province",
)  # fmt: skip
STEP = (
    "as_of", "level", "unit_id", "branch_id", "post_code", "scheme", "version", "item", "indicator", "grp", "rule", "of",
    "numerator", "denominator", "adjustment", "value", "target", "completion", "position", "peers", "raw", "floor", "cap",
    "points", "weight", "days", "month_days", "basis", "total_cap",
)  # fmt: skip
BRIEF = (
    "branch_id", "post_code", "indicator", "grp", "of", "numerator", "value", "completion", "points", "weight", "days"
)  # fmt: skip


class Seen:
    """What the page shows of one choice, each part asked when it is drawn.

    ``waits``: what the version before would have given is asked for later, since it is a calculation.
    """

    def __init__(self, choice: Choice, *, waits: bool = False) -> None:
        self.choice = choice
        self.months = held()
        self.waits = waits and self.by_former

    @property
    def is_empty(self) -> bool:
        """No month has scores yet."""
        return not self.months

    @property
    def month(self) -> date:
        """The month shown."""
        wanted = self.choice.month
        return wanted if wanted in self.months else max(self.months)

    @property
    def as_of(self) -> date:
        """The last day counted."""
        return self.months[self.month]

    @property
    def is_running(self) -> bool:
        """Whether the month goes on."""
        return self.as_of < last_day(self.month)

    @property
    def base(self) -> date | None:
        """The month compared with, when it is held."""
        month = months_before(self.month, MONTHS_BACK.get(self.choice.compare, 1))
        return month if month in self.months else None

    @property
    def comparator(self) -> str:
        """What the unit is compared with in words: October, with its year where that is another, or the peer's name."""
        if self.peer:
            return self.peer.choice.node.name
        if self.by_former and self.former_scheme:
            return _("v%(version)s", version=self.former_scheme.version)
        return self.since

    @property
    def since(self) -> str:
        """The earlier month in words, with its year where that is another; empty when it is not held."""
        return month_beside(self.base, self.month) if self.base else ""

    @cached_property
    def peer(self) -> Seen | None:
        """The unit compared with, in the same month."""
        return Seen(replace(self.choice, node=self.choice.peer, peer=None)) if self.choice.peer else None

    @property
    def former_scheme(self) -> Scheme | None:
        """The version before the one the unit is scored by."""
        now = self.scheme if self.own else None
        return scheme(now.name, now.version - 1) if now and now.version > 1 else None

    @property
    def by_former(self) -> bool:
        """Whether it is compared with."""
        return self.choice.compare == "version" and not self.choice.peer and self.former_scheme is not None

    @cached_property
    def former(self) -> Earlier | None:
        """What the unit would have got by it, where that is asked."""
        if not self.by_former or self.waits or not self.former_scheme:
            return None
        return by_version_of(self.choice.node, self.month, self.former_scheme)

    @property
    def before(self) -> dict[str, Any]:
        """The row compared with: the peer's, the total by the version before, or the unit's own of the earlier month."""
        if self.peer:
            return self.peer.own
        if self.by_former:
            return {"total": self.former.total} if self.former else {}
        return self.scores.get(self.base, {}) if self.base else {}

    @property
    def points_before(self) -> dict[str, float | None]:
        """Those of what is compared with."""
        if self.by_former:
            found = self.former
            groups = {f"score_{name}": found.groups.get(name) if found else None for name in GROUPS}
            return {"score": found.total if found else None} | groups
        return self.peer.points(self.month) if self.peer else self.points(self.base)

    def of(self, month: date) -> dict[str, Any]:
        """The filter of the unit in a month."""
        return self.choice.node.where() | {"month": f"{month:%Y-%m}"}

    @property
    def unit(self) -> dict[str, Any]:
        """The filter of its own rows: by the column they are sorted by."""
        return {"level": self.choice.level, "unit": self.choice.node.id}

    # -- the unit's own ---------------------------------------------------------------------------------

    @cached_property
    def scores(self) -> dict[date, dict[str, Any]]:
        """Month → the unit's row of the listing ``score``; nothing for the province."""
        if self.choice.node.level == "province":
            return {}
        more = ("fingerprint",) if self.choice.view == "steps" else ()
        return {row["month"]: row for row in records("score", self.unit, columns=(*SCORE, *more))}

    @property
    def own(self) -> dict[str, Any]:
        """The unit's row of the month; empty where it has none."""
        return self.scores.get(self.month, {})

    def points(self, month: date | None) -> dict[str, float | None]:
        """score and score_<group> of the unit; of the province the means of its entities."""
        if month is None:
            return dict.fromkeys(METRICS)
        if self.choice.node.level == "province":
            row = ask(METRICS, where=self.of(month)).frame.iloc[0]
            return {name: as_number(row[name]) for name in METRICS}
        row = self.scores.get(month, {})
        return {"score": as_number(row.get("total"))} | {
            f"score_{name}": as_number(row.get(f"points_{name}")) for name in GROUPS
        }

    @cached_property
    def scheme(self) -> Scheme | None:
        """The version of the scheme the unit is scored by."""
        row = self.own
        if not row:
            return in_force(self.month).get(self.choice.level)
        try:
            return scheme(str(row["scheme"]), int(row["version"]))
        except SchemeInvalid:
            return None

    @property
    def weights(self) -> dict[str, float]:
        """Weight by group."""
        return {group: float(weight) for group, weight in (self.scheme.weights if self.scheme else {}).items()}

    def weights_by(self, level: str) -> dict[str, float]:
        """Weight by group of the scheme all units listed of a level go by; nothing for people of several posts."""
        found = in_force(self.month).get(self.choice.listed_post if level == "staff" else level)
        return {group: float(weight) for group, weight in found.weights.items()} if found else {}

    def place(self, within: str) -> tuple[int, int, int | None] | None:
        """(place, peers, places gained since the month compared with) inside the branch, entity or province."""
        row, before = self.own, self.scores.get(self.base) if self.base and not (self.peer or self.by_former) else None
        if not row:
            return None
        now = int(row[f"rank_{within}"])
        then = int(before[f"rank_{within}"]) if before else None
        return now, int(row[f"peers_{within}"]), None if then is None else then - now

    @property
    def landing(self) -> tuple[float, float, float] | None:
        """(low, expected, high): where the score of the month that runs will end; None where that cannot be known."""
        found = [as_number(self.own.get(name)) for name in ("expected_low", "expected", "expected_high")]
        low, middle, high = found
        return None if low is None or middle is None or high is None else (low, middle, high)

    # -- steps ----------------------------------------------------------------------------------------------

    @cached_property
    def now_steps(self) -> Steps:
        """The steps of the month's score whole, a row per item and segment, in the order of the scheme."""
        return self._steps(self.month, STEP)

    @cached_property
    def now_brief(self) -> Steps:
        """The same in short, for what reads only a few columns of them: each costs."""
        return self._steps(self.month, BRIEF)

    @cached_property
    def _earlier_steps(self) -> Steps:
        """Those of the earlier month in short: what each indicator came to."""
        return self._steps(self.base, BRIEF) if self.base else []

    def _steps(self, month: date, columns: tuple[str, ...]) -> Steps:
        if self.choice.node.level == "province":
            return []
        return records("score_item", self.unit | {"month": f"{month:%Y-%m}"}, columns=columns, order="item")

    @cached_property
    def base_steps(self) -> Steps:
        """Those of what is compared with, in short; no rows where they are not kept any more."""
        if self.by_former:
            return self.former.steps if self.former else []
        return self.peer.now_steps if self.peer else self._earlier_steps

    @cached_property
    def late(self) -> list[tuple[date, float]]:
        """(closed month, points): what became known about it since, counted in the month shown."""
        if not as_number(self.own.get("balance")):
            return []
        rows = records("score_late", self.unit | {"first_day": self.month}, columns=("origin_month", "amount"))
        return [(row["origin_month"], float(row["amount"])) for row in rows]

    # -- peers ------------------------------------------------------------------------------------------------

    @property
    def post(self) -> str:
        """The post of a person; empty above."""
        return str(self.own.get("post_code") or "") if self.choice.level == "staff" else ""

    def spread(self, part: str = "total") -> Spread:
        """How the points of all peers in the province spread."""
        return spreads(self.choice.level, self.post, self.as_of)[part]

    # -- the list -----------------------------------------------------------------------------------------------

    def list_where(self, month: date) -> dict[str, Any]:
        """The filter of the units listed."""
        post = {"post": self.choice.listed_post} if self.choice.listed_post else {}
        return self.of(month) | post | (self.alike or {})

    @property
    def narrowed(self) -> str:
        """The level kind and size are told of, of people their outlet's; at the top of what one may see only: a list below
        it is short, and the size wished for is another level's."""
        level = "branch" if self.choice.by == "staff" else self.choice.by
        return "" if level in self.choice.node.where() or self.choice.node != Node.top() else level

    @cached_property
    def alike(self) -> dict[str, Any] | None:
        """The filter by kind of county and size, empty where neither was chosen; None when no unit is of both."""
        level = self.narrowed
        return alike(level, self.choice.kind, self.choice.size, self.as_of) if level else {}
