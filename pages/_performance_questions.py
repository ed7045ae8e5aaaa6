"""What the performance pages ask: a question each, its answer ready to be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd

from components.performance_choice import METRICS, MONTHS_BACK, Choice, months_before
from components.performance_spread import Spread
from components.period import last_day
from data.errors import SchemeInvalid
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, human, month_name
from data.listing import Listing, listing
from data.performance.forecast import Landing
from data.performance.indicators import GROUPS
from data.performance.library import in_force, scheme
from data.performance.scheme import Scheme
from data.query import ask
from data.query.stock import stock_days
from data.scope import current_asker
from data.scores import landing_of
from data.serving import reading

COURSE = 6  # months of a sparkline
ALL = 100_000
SOURCE = "total_entity"
PEERS = {"entity": "province", "branch": "entity", "staff": "entity"}  # among whom a place is told first


def held() -> dict[date, date]:
    """First day of each month with scores → the last day counted, oldest first."""
    return {day.replace(day=1): day for day in stock_days(SOURCE)}


class Seen:
    """What the page shows of one choice, each part asked when it is drawn."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.months = held()

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
        """Its name: October."""
        return month_name(self.base) if self.base else ""

    def of(self, month: date) -> dict[str, Any]:
        """The filter of the unit in a month."""
        return self.choice.node.where() | {"month": f"{month:%Y-%m}"}

    # -- the unit's own ---------------------------------------------------------------------------------

    @cached_property
    def scores(self) -> dict[date, dict[str, Any]]:
        """Month → the unit's row of the listing ``score``; nothing for the province."""
        if self.choice.node.level == "province":
            return {}
        where = self.choice.node.where() | {"level": self.choice.level}
        frame = listing("score", where, limit=ALL).frame
        return {_day(row["month"]): row for row in frame.to_dict("records")}

    @property
    def own(self) -> dict[str, Any]:
        """The unit's row of the month; empty where it has none."""
        return self.scores.get(self.month, {})

    def points(self, month: date | None) -> dict[str, float | None]:
        """score and score_<group> of the unit; of the province the means of its entities."""
        if month is None:
            return dict.fromkeys(METRICS)
        row = ask(METRICS, where=self.of(month)).frame.iloc[0]
        return {name: as_number(row[name]) for name in METRICS}

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

    def place(self, within: str) -> tuple[int, int, int | None] | None:
        """(place, peers, places gained since the month compared with) inside the branch, entity or province."""
        row, before = self.own, self.scores.get(self.base) if self.base else None
        if not row:
            return None
        now = int(row[f"rank_{within}"])
        then = int(before[f"rank_{within}"]) if before else None
        return now, int(row[f"peers_{within}"]), None if then is None else then - now

    @cached_property
    def landing(self) -> Landing | None:
        """Where an open month's score is expected to end."""
        if not self.is_running or not self.own:
            return None
        return landing_of(self.choice.node, self.month)

    # -- steps ----------------------------------------------------------------------------------------------

    def steps(self, month: date | None) -> pd.DataFrame:
        """The steps of the unit's score, a row per item and segment, in the order of the scheme."""
        if month is None or self.choice.node.level == "province":
            return pd.DataFrame(columns=["indicator", "points", "item", "grp", "weight", "completion", "value"])
        where = self.of(month) | {"level": self.choice.level}
        return listing("score_item", where, order="item", limit=ALL).frame

    @cached_property
    def now_steps(self) -> pd.DataFrame:
        """Those of the month shown."""
        return self.steps(self.month)

    @cached_property
    def base_steps(self) -> pd.DataFrame:
        """Those of the month compared with; no rows where they are not kept any more."""
        return self.steps(self.base)

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
        return self.of(month) | ({"post": self.choice.post} if self.choice.post and self.choice.by == "staff" else {})


def _day(value: Any) -> date:
    return pd.Timestamp(value).date()


def spreads(level: str, post: str, as_of: date) -> Mapping[str, Spread]:
    """Spread of the total and of each group among the peers of the whole province, kept by snapshot."""
    with reading() as state:
        return _spreads(state.number, level, post, as_of)


@lru_cache(maxsize=64)
def _spreads(_snapshot: int, level: str, post: str, as_of: date) -> Mapping[str, Spread]:
    where = {"level": level, "month": f"{as_of:%Y-%m}"} | ({"post": post} if post else {})
    frame = listing("score_spread", where, limit=ALL).frame
    return {part: Spread.of(frame, part) for part in ("total", *GROUPS)}


def list_frame(seen: Seen, by: str, month: date | None, where: Mapping[str, Any] | None = None) -> pd.DataFrame | None:
    """Score and groups by unit of a level."""
    if month is None:
        return None
    asked = {**seen.list_where(month), **(where or {})}
    return ask(METRICS, by=by, where=asked).frame


def courses(seen: Seen, by: str, where: Mapping[str, Any] | None = None) -> dict[str, list[float]]:
    """Unit → its scores of the last six months."""
    first = months_before(seen.month, COURSE - 1)
    span = {"month": {"from": f"{first:%Y-%m}", "to": f"{seen.month:%Y-%m}"}}
    asked = {**seen.list_where(seen.month), **(where or {}), **span}
    frame = ask("score", by=[by, "month"], where=asked, order="month").frame.dropna(subset=["score"])
    return {str(key): list(part["score"]) for key, part in frame.groupby(by)}


def asides(seen: Seen, by: str, where: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Unit → what stands beside its name: managers on the books, or the post of a person."""
    asked = {**seen.choice.node.where(), **(where or {})}
    if by == "staff":
        rows = listing("score", {**asked, "level": "staff", "month": f"{seen.month:%Y-%m}"}, limit=ALL).frame
        return {
            str(key): code_label("post", post) for key, post in zip(rows["unit_id"], rows["post_code"], strict=True)
        }
    frame = ask("managers", by=by, where=asked, as_of=seen.as_of).frame
    return {str(key): human(count, _("p.")) for key, count in zip(frame[by], frame["managers"], strict=True)}


def vetoed(seen: Seen) -> list[dict[str, Any]]:
    """Units of the list whose total a veto caps, in the month."""
    asked = {**seen.of(seen.month), "level": seen.choice.by}
    frame = listing("score", asked, limit=ALL).frame
    return frame[frame["withheld"].astype(float) > 0].to_dict("records")


def steps_below(seen: Seen) -> pd.DataFrame:
    """Steps of all units listed, for the heat map."""
    return listing("score_item", {**seen.of(seen.month), "level": seen.choice.by}, order="item", limit=ALL).frame


def flags(seen: Seen) -> Listing | None:
    """The largest suspicious patterns of the month; None for those who do not study them."""
    if "page:explore" not in current_asker().rights:
        return None
    return listing("indicator_flag", seen.of(seen.month), limit=4)
