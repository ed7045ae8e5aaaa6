"""Targets beside the scores of a list: the unit's own, or where it has none the sum of its people's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
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

COLUMNS = ("unit_id", "item", "days", "value", "target", "completion")
_whole = AnswerCache(most=12, cells=120_000)  # units of whole levels


def goals(seen: Seen, by: str) -> Goals | None:
    """Of the weightiest indicator of the scheme the units listed are scored by; none where several schemes are listed.

    Of every unit of the level the asker may see, read once a snapshot: another list is no other question.
    """
    kind = seen.choice.listed_post if by == "staff" else by
    item = leading(in_force(seen.month).get(kind)) if kind else None
    if item is None:
        return None
    with reading() as state:
        key = (state.number, current_asker().scope, by, kind, seen.month)
    rows = _whole.get(key, lambda: _rows(seen.month, by, item, kind if by == "staff" else ""), len)
    return Goals(indicators()[item.indicator], rows)


def _rows(month: date, by: str, item: Item, post: str) -> dict[str, Any]:
    """Unit → value, target, completion; of outlets and entities without a target the sum of their people's."""
    where = {"month": f"{month:%Y-%m}", "indicator": item.indicator}
    rows = records("score_item", {**where, "level": by, "post": post}, columns=COLUMNS)
    rows = sorted(rows, key=lambda row: row["days"])  # of who moved, the longest stay
    found = {str(row["unit_id"]): row | {"is_sum": False} for row in rows if row["item"] == item.number}
    return found if by == "staff" else found | _sums(where, by, found)


def _sums(where: Mapping[str, str], by: str, found: Mapping[str, Any]) -> dict[str, Any]:
    """Unit → the sum of its people's targets against its own value, where it has no target."""
    sums: dict[str, float] = {}
    asked = {**where, "level": "staff", "post": "manager"}
    for row in records("score_item", asked, columns=(f"{by}_id", "target")):
        unit, target = str(row[f"{by}_id"]), as_number(row["target"])
        if target is not None and as_number(found.get(unit, {}).get("target")) is None:
            sums[unit] = sums.get(unit, 0.0) + target
    value = {unit: as_number(found.get(unit, {}).get("value")) for unit in sums}
    return {
        unit: {"value": value[unit], "target": whole, "completion": _share(value[unit], whole), "is_sum": True}
        for unit, whole in sums.items()
    }


def _share(value: float | None, whole: float) -> float | None:
    return value / whole if value is not None and whole > 0 else None
