"""What the performance pages ask: a question each, its answer ready to be drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from components.performance_choice import METRICS, months_before
from components.performance_heat import MOST
from components.short_names import short_name
from data.errors import Forbidden
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import human
from data.listing import records
from data.query import ask
from data.scope import LEVELS, Node
from pages._performance_seen import Seen

COURSE = 6  # months of a sparkline
WITHHELD, EXPECTED = "score_withheld", "score_expected"
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

    now: pd.DataFrame
    before: pd.DataFrame | None
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
    """The list of a level with what its rows are drawn from, by one question."""
    if seen.alike is None:
        return None
    frame = _by_month(seen, (*METRICS, EXPECTED, WITHHELD), by, where)
    before = frame[frame["month"] == f"{seen.base:%Y-%m}"] if seen.base else None
    return Listed(frame[frame["month"] == f"{seen.month:%Y-%m}"], before, _courses(seen, by, frame))


def courses(seen: Seen, by: str, where: Mapping[str, Any]) -> dict[str, list[float]]:
    """Unit → its scores of the last six months."""
    return _courses(seen, by, _by_month(seen, ("score",), by, where))


def _by_month(seen: Seen, metrics: Sequence[str], by: str, where: Mapping[str, Any] | None) -> pd.DataFrame:
    """By unit and month: the last six months and the one compared with."""
    months = {months_before(seen.month, back) for back in range(COURSE)} | ({seen.base} if seen.base else set())
    asked = {**seen.list_where(seen.month), **(where or {}), "month": [f"{month:%Y-%m}" for month in sorted(months)]}
    frame = ask(metrics, by=(*_within(seen, by), "month"), where=asked, order="month").frame
    return frame[frame["score"].notna()]


def _courses(seen: Seen, by: str, frame: pd.DataFrame) -> dict[str, list[float]]:
    first, found = f"{months_before(seen.month, COURSE - 1):%Y-%m}", dict[str, list[float]]()
    for key, month, score in zip(frame[by], frame["month"], frame["score"], strict=True):
        if month >= first:
            found.setdefault(str(key), []).append(score)
    return found


def asides(seen: Seen, by: str, where: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Unit → what stands beside its name: managers on the books; of a person the post where all are listed, and the outlet."""
    asked = {**seen.choice.node.where(), **(where or {})}
    if by == "staff":
        wanted = {**asked, "level": "staff", "month": f"{seen.month:%Y-%m}"}
        rows = records("score", wanted, columns=("unit_id", "post_code", "branch_id"))
        is_inside = "branch" in asked
        return {row["unit_id"]: _beside(seen, row, is_inside) for row in rows}
    frame = ask("managers", by=by, where=asked, as_of=seen.as_of).frame
    return {str(key): human(count, _("p.")) for key, count in zip(frame[by], frame["managers"], strict=True)}


def _beside(seen: Seen, row: Mapping[str, Any], is_inside: bool) -> str:
    """Customer manager · Nanguan Br.; what the whole list shares is left out."""
    post = "" if seen.choice.listed_post else code_label("post", row["post_code"])
    outlet = "" if is_inside else short_name(str(row["branch_name"] or ""), seen.choice.node.name)
    return " · ".join(part for part in (post, outlet) if part)


def steps_below(seen: Seen) -> list[dict[str, Any]]:
    """Steps of the weakest units listed, for the heat map."""
    frame = list_frame(seen, seen.choice.by, seen.month)
    if frame is None or frame.empty:
        return []
    weakest = [str(key) for key in frame[frame["score"].notna()][seen.choice.by].tail(MOST)]
    columns = ("unit_id", f"{seen.choice.by}_id", "indicator", "points", "weight", "days")
    asked = {**seen.of(seen.month), "level": seen.choice.by}
    return records("score_item", {**asked, "unit": weakest}, columns=columns, order="item")
