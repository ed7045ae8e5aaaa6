"""What the performance pages ask: a question each, its answer ready to be drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from components.performance_choice import METRICS, months_before
from components.performance_heat import MOST
from components.performance_ranking import Columns, part
from components.short_names import short_name
from data.errors import Forbidden
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import human
from data.listing import records
from data.performance.indicators import GROUPS
from data.query import ask
from data.scope import LEVELS
from pages._performance_seen import Seen

COURSE = 6  # months of a sparkline
WITHHELD, EXPECTED = "score_withheld", "score_expected"
SCORED = {"score": "total", EXPECTED: "expected", WITHHELD: "withheld"} | {
    f"score_{group}": f"points_{group}" for group in GROUPS
}  # metric → the column of a unit's own row of a month
PEERS = {"entity": "province", "branch": "entity", "staff": "entity"}  # among whom a place is told first


def peers(seen: Seen) -> list[tuple[str, str, str]]:
    """(key, name, score) of the others of the level and post under the same head, best first, as far as the asker may see them."""
    node = seen.choice.node
    if node.level == "province" or not seen.own:
        return []
    above = LEVELS[LEVELS.index(node.level) - 1]
    where = {"level": node.level, "month": f"{seen.month:%Y-%m}", above: node.parents.get(above), "post": seen.post}
    try:
        rows = records("score", where, columns=(f"{node.level}_id", "total"), order="-total")
    except Forbidden:
        return []
    key, name = f"{node.level}_id", f"{node.level}_name"
    return [(row[key], row[name], human(row["total"], format="score")) for row in rows if row[key] != node.id]


@dataclass(frozen=True)
class Listed:
    """A list: score, groups and what vetoes withhold ``now`` by unit; scores ``before``, None where nothing is compared
    with; ``courses``: unit → its scores of the last six months."""

    now: Columns
    before: Columns | None
    courses: dict[str, list[float]]


def list_frame(seen: Seen, by: str, month: date | None) -> pd.DataFrame | None:
    """Score and groups by unit of a level in one month."""
    if month is None or seen.alike is None:
        return None
    return ask((*METRICS, EXPECTED), by=_within(seen, by), where=seen.list_where(month), order="-score").frame


def _within(seen: Seen, by: str) -> tuple[str, ...]:
    """Of people also the outlet, and of all posts the post: places are fair inside it."""
    if by != "staff":
        return (by,)
    return (by, "branch") if seen.choice.listed_post else (by, "branch", "post")


def listed(seen: Seen, by: str, where: Mapping[str, Any] | None = None) -> Listed | None:
    """The list of a level with what its rows are drawn from, by one question: a short one, out of the units' own rows."""
    if seen.alike is None:
        return None
    found = _by_month(seen, tuple(SCORED), by, where)
    before = part(found, found["month"] == seen.base) if seen.base else None
    return Listed(part(found, found["month"] == seen.month), before, _courses(seen, by, found))


def courses_of_all(seen: Seen, by: str) -> dict[str, list[float]]:
    """Unit → its scores of the last six months, of a whole list: month by month, as columns."""
    found: dict[str, list[float]] = {}
    for month in sorted({months_before(seen.month, back) for back in range(COURSE)} & set(seen.months)):
        scored = ask("score", by=by, where=seen.list_where(month)).table.columns
        for unit, score in zip(scored[by], scored["score"], strict=True):
            if score is not None:
                found.setdefault(str(unit), []).append(score)
    return found


def _by_month(seen: Seen, metrics: Sequence[str], by: str, where: Mapping[str, Any] | None) -> Columns:
    """By unit and month, oldest first: the last six months and the one compared with."""
    months = {months_before(seen.month, back) for back in range(COURSE)} | ({seen.base} if seen.base else set())
    months &= set(seen.months)
    asked = {**seen.list_where(seen.month), **(where or {}), "month": [f"{month:%Y-%m}" for month in sorted(months)]}
    columns = tuple(dict.fromkeys(("month", f"{by}_id", "post_code", "branch_id", *(SCORED[one] for one in metrics))))
    rows = records("score", {**asked, "level": by}, columns=columns, order=("month", f"{by}_id"))
    keys = {by: f"{by}_id"} | {name: name for name in (f"{by}_name", "month", "branch_name")}
    keys |= {"post": "post_code"} if "post" in _within(seen, by) else {}
    told = {name: np.array([row[column] for row in rows], object) for name, column in keys.items()}
    return told | {name: np.array([row[SCORED[name]] for row in rows], float) for name in metrics}


def _courses(seen: Seen, by: str, columns: Columns) -> dict[str, list[float]]:
    first, found = months_before(seen.month, COURSE - 1), dict[str, list[float]]()
    for key, month, score in zip(columns[by], columns["month"], columns["score"].tolist(), strict=True):
        if month >= first:
            found.setdefault(str(key), []).append(score)
    return found


def asides(seen: Seen, by: str, listed: Columns, where: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Unit ``listed`` → what stands beside its name: managers on the books; of a person the post where all
    are listed, and the outlet."""
    if by != "staff":
        return _managers(by, seen.as_of, listed[by])
    posts = listed["post"] if "post" in listed else [""] * len(listed[by])
    rows = zip(listed[by], posts, listed["branch_name"], strict=True)
    is_one_outlet = "branch" in {**seen.choice.node.where(), **(where or {})}
    return {str(key): _beside(seen, post, "" if is_one_outlet else branch) for key, post, branch in rows}


def _managers(by: str, as_of: date, units: Iterable[Any]) -> dict[str, str]:
    """Unit → managers on the books: one question for every list of the level."""
    found = ask("managers", by=by, as_of=as_of).table.columns
    count = dict(zip(found[by], found["managers"], strict=True))
    return {str(key): human(count[key], _("p.")) for key in units if key in count}


def _beside(seen: Seen, post: str, branch: str | None) -> str:
    """Customer manager · Nanguan Br.; what the whole list shares is left out."""
    outlet = short_name(str(branch or ""), seen.choice.node.name)
    return " · ".join(part for part in (code_label("post", post) if post else "", outlet) if part)


def steps_below(seen: Seen) -> list[dict[str, Any]]:
    """Steps of the units listed, for the heat map: of all where they are few, else of the weakest."""
    if seen.alike is None:
        return []
    if seen.choice.node.level == "branch" and not seen.choice.listed_post:
        found = _steps_of(seen, {})
        if len({row["unit_id"] for row in found}) <= MOST:
            return found
    listed = records(
        "score", {**seen.list_where(seen.month), "level": seen.choice.by}, columns=("unit_id",), order="-total"
    )
    weakest = [row["unit_id"] for row in listed[-MOST:]]
    return _steps_of(seen, {"unit": weakest}) if weakest else []


def _steps_of(seen: Seen, some: Mapping[str, Any]) -> list[dict[str, Any]]:
    columns = ("unit_id", f"{seen.choice.by}_id", "scheme", "item", "indicator", "points", "weight", "days")
    return records("score_item", {**seen.of(seen.month), "level": seen.choice.by, **some}, columns=columns)
