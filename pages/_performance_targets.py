"""Targets beside the scores of a list: the unit's own, or where it has none the sum of its people's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from components.performance_target import Goals, leading
from data.i18n.numbers import as_number
from data.listing import records
from data.performance.indicators import indicators
from data.performance.library import in_force
from data.performance.scheme import Item
from data.query.cache import AnswerCache
from data.scope import current_asker
from data.serving import reading
from pages._performance_seen import Seen

_whole = AnswerCache(most=12, cells=120_000)  # units of whole lists

COLUMNS = ("unit_id", "value", "target", "completion")


def goals(seen: Seen, by: str, units: Sequence[str]) -> Goals | None:
    """Of the weightiest indicator of the scheme the units listed are scored by; none where several schemes are listed."""
    kind = seen.choice.listed_post if by == "staff" else by
    item = leading(in_force(seen.month).get(kind)) if kind else None
    if item is None:
        return None
    if not units:  # a grid, whose rows are asked for later
        return Goals(indicators()[item.indicator], {})
    return Goals(indicators()[item.indicator], _rows(seen, by, item, units, {"unit": list(units)}))


def goals_of_all(seen: Seen, by: str, units: Sequence[Any]) -> Goals | None:
    """The same for a whole list, which a grid asks for block by block: read once, without asking for each unit."""
    with reading() as state:
        wanted = json.dumps([seen.list_where(seen.month), seen.choice.listed_post, by], sort_keys=True)
        key = (state.number, current_asker().scope, wanted)
    return next(iter(_whole.get(key, lambda: (_of_all(seen, by, units),), lambda _made: len(units))))


def _of_all(seen: Seen, by: str, units: Sequence[Any]) -> Goals | None:
    empty = goals(seen, by, [])
    item = leading(in_force(seen.month).get(seen.choice.listed_post if by == "staff" else by))
    return Goals(empty.known, _rows(seen, by, item, [str(key) for key in units], {})) if empty and item else None


def _rows(seen: Seen, by: str, item: Item, units: Sequence[str], narrowed: dict[str, Any]) -> dict[str, Any]:
    where = {"month": f"{seen.month:%Y-%m}", "indicator": item.indicator}
    rows = records("score_item", {**where, "level": by, **narrowed}, columns=(*COLUMNS, "item", "days"))
    rows = sorted(rows, key=lambda row: row["days"])  # of who moved, the longest stay
    found = {str(row["unit_id"]): row | {"is_sum": False} for row in rows if row["item"] == item.number}
    if by != "staff":
        without = [unit for unit in units if as_number(found.get(unit, {}).get("target")) is None]
        found |= _sums(where, by, found, without, {by: without} if narrowed else {})
    return found


def _sums(
    where: dict[str, Any], by: str, found: dict[str, Any], units: list[str], narrowed: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Unit → the sum of its people's targets against its own value."""
    if not units:
        return {}
    asked, wanted = {**where, "level": "staff", "post": "manager", **(narrowed or {})}, set(units)
    sums: dict[str, float] = {}
    for row in records("score_item", asked, columns=(f"{by}_id", "target")):
        if (target := as_number(row["target"])) is not None and str(row[f"{by}_id"]) in wanted:
            sums[str(row[f"{by}_id"])] = sums.get(str(row[f"{by}_id"]), 0.0) + target
    value = {unit: as_number(found.get(unit, {}).get("value")) for unit in sums}
    return {
        unit: {"value": value[unit], "target": whole, "completion": _share(value[unit], whole), "is_sum": True}
        for unit, whole in sums.items()
    }


def _share(value: float | None, whole: float) -> float | None:
    return value / whole if value is not None and whole > 0 else None
