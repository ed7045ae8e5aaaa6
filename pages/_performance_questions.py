"""What the performance pages ask: a question each, its answer ready to be drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from data.scope import LEVELS, Node
from pages._performance_seen import Seen

COURSE = 6  # months of a sparkline
WITHHELD, EXPECTED = "score_withheld", "score_expected"
SCORED = {"score": "total", EXPECTED: "expected", WITHHELD: "withheld"} | {
    f"score_{group}": f"points_{group}" for group in GROUPS
}  # metric → the column of a unit's own row of a month
PEERS = {"entity": "province", "branch": "entity", "staff": "entity"}  # among whom a place is told first


def peers(seen: Seen) -> list[tuple[Node, str]]:
    """(unit, score) of the others of the level and post under the same head, best first, as far as the asker may see them."""
    node = seen.choice.node
    if node.level == "province" or not seen.own:
        return []
    above = LEVELS[LEVELS.index(node.level) - 1]
    where = {"level": node.level, "month": f"{seen.month:%Y-%m}", above: node.parents.get(above), "post": seen.post}
    try:
        rows = records("score", where, columns=("unit_id", "total"), order="-total")
    except Forbidden:
        return []
    return [
        (Node(node.level, row["unit_id"]), human(row["total"], format="score"))
        for row in rows
        if row["unit_id"] != node.id
    ]


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
    """Of people of all posts also the post: places are fair inside it."""
    return (by, "post") if by == "staff" and not seen.choice.listed_post else (by,)


def listed(seen: Seen, by: str, where: Mapping[str, Any] | None = None) -> Listed | None:
    """The list of a level with what its rows are drawn from, by one question: a short one, out of the units' own rows."""
    if seen.alike is None:
        return None
    found = _by_month(seen, tuple(SCORED), by, where)
    before = part(found, found["month"] == seen.base) if seen.base else None
    return Listed(part(found, found["month"] == seen.month), before, _courses(seen, by, found))


def courses(seen: Seen, by: str, where: Mapping[str, Any]) -> dict[str, list[float]]:
    """Unit → its scores of the last six months."""
    return _courses(seen, by, _by_month(seen, ("score",), by, where))


def _by_month(seen: Seen, metrics: Sequence[str], by: str, where: Mapping[str, Any] | None) -> Columns:
    """By unit and month, oldest first: the last six months and the one compared with."""
    months = {months_before(seen.month, back) for back in range(COURSE)} | ({seen.base} if seen.base else set())
    months &= set(seen.months)
    asked = {**seen.list_where(seen.month), **(where or {}), "month": [f"{month:%Y-%m}" for month in sorted(months)]}
    columns = ("month", f"{by}_id", "post_code", *(SCORED[name] for name in metrics))
    rows = records("score", {**asked, "level": by}, columns=columns, order=("month", f"{by}_id"))
    keys = {by: f"{by}_id", f"{by}_name": f"{by}_name"} | ({"post": "post_code"} if "post" in _within(seen, by) else {})
    told = {
        name: np.array([row[column] for row in rows], object) for name, column in {**keys, "month": "month"}.items()
    }
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
    asked = {**seen.choice.node.where(), **(where or {})}
    if by == "staff" and "branch" in asked:  # all of one outlet
        posts = listed["post"] if "post" in listed else [""] * len(listed[by])
        return {str(key): code_label("post", post) for key, post in zip(listed[by], posts, strict=True)}
    if by == "staff":
        wanted = {**asked, "level": "staff", "month": f"{seen.month:%Y-%m}"}
        rows = records("score", wanted, columns=("unit_id", "post_code", "branch_id"))
        return {row["unit_id"]: _beside(seen, row) for row in rows}
    return _managers(by, seen.as_of)


def _managers(by: str, as_of: date) -> dict[str, str]:
    """Unit → managers on the books, of all the asker may see: one question for every list of the level."""
    found = ask("managers", by=by, as_of=as_of).table.columns
    return {str(key): human(count, _("p.")) for key, count in zip(found[by], found["managers"], strict=True)}


def _beside(seen: Seen, row: Mapping[str, Any]) -> str:
    """Customer manager · Nanguan Br.; what the whole list shares is left out."""
    post = "" if seen.choice.listed_post else code_label("post", row["post_code"])
    outlet = short_name(str(row["branch_name"] or ""), seen.choice.node.name)
    return " · ".join(part for part in (post, outlet) if part)


def steps_below(seen: Seen) -> list[dict[str, Any]]:
    """Steps of the weakest units listed, for the heat map."""
    by = seen.choice.by
    if seen.alike is None:
        return []
    listed = records("score", {**seen.list_where(seen.month), "level": by}, columns=("unit_id",), order="-total")
    weakest = [row["unit_id"] for row in listed[-MOST:]]
    columns = ("unit_id", f"{by}_id", "scheme", "item", "indicator", "points", "weight", "days")
    return (
        records("score_item", {**seen.of(seen.month), "level": by, "unit": weakest}, columns=columns) if weakest else []
    )
