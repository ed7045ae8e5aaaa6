"""What the performance pages ask: a question each, its answer ready to be drawn."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from components.performance_choice import METRICS, months_before
from data.errors import Forbidden
from data.i18n import _, current_language
from data.i18n.codes import code_label
from data.i18n.numbers import human
from data.listing import listing, records
from data.query import ask
from data.query.cache import AnswerCache
from data.scope import LEVELS, Node, current_asker
from data.serving import reading
from pages._performance_seen import Seen

COURSE = 6  # months of a sparkline
ALL = 100_000
_vetoed = AnswerCache()
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


def list_frame(seen: Seen, by: str, month: date | None, where: Mapping[str, Any] | None = None) -> pd.DataFrame | None:
    """Score and groups by unit of a level."""
    if month is None or seen.alike is None:
        return None
    asked = {**seen.list_where(month), **(where or {})}
    return ask(METRICS, by=by, where=asked, order="-score").frame


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
        wanted = {**asked, "level": "staff", "month": f"{seen.month:%Y-%m}"}
        rows = records("score", wanted, columns=("unit_id", "post_code"))
        return {row["unit_id"]: code_label("post", row["post_code"]) for row in rows}
    frame = ask("managers", by=by, where=asked, as_of=seen.as_of).frame
    return {str(key): human(count, _("p.")) for key, count in zip(frame[by], frame["managers"], strict=True)}


def vetoed(seen: Seen) -> list[dict[str, Any]]:
    """Units of the list whose total a veto caps, in the month."""
    asked = {**seen.list_where(seen.month), "level": seen.choice.by}
    columns = ("unit_id", f"{seen.choice.by}_id", "withheld")
    with reading() as state:
        key = (state.number, current_asker().scope, current_language(), json.dumps(asked, sort_keys=True))

    def found() -> list[dict[str, Any]]:
        return [row for row in records("score", asked, columns=columns) if row["withheld"] > 0]

    return _vetoed.get(key, found, len)


def steps_below(seen: Seen) -> pd.DataFrame:
    """Steps of all units listed, for the heat map."""
    return listing("score_item", {**seen.of(seen.month), "level": seen.choice.by}, order="item", limit=ALL).frame


def flags(seen: Seen) -> list[dict[str, Any]]:
    """Suspicious patterns of the month, the largest first; none for those who do not study them."""
    if "page:explore" not in current_asker().rights:
        return []
    columns = ("kind", "branch_id", "staff_id", "amount", "times")
    return records("indicator_flag", seen.of(seen.month), columns=columns)
