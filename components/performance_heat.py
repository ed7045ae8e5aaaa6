"""The heat map: units by indicator, each the percent of its weight reached; drawn by ``assets/performance_heat.js``. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from components.performance_choice import Choice
from components.performance_ranking import UNIT
from components.short_names import short_name
from data.i18n import _
from data.performance.indicators import GROUPS, indicators

STEPS = (0.2, 0.4, 0.6, 0.8, 0.95, 1.0001)  # shares of the weight at which a colour begins
MOST = 120
_PART = "_part_"  # in a link, in the place of an indicator
Cells = dict[str, dict[str, tuple[float, float]]]  # unit → indicator → points and weight, segments by their days


def told(steps: Sequence[Mapping[str, Any]], choice: Choice) -> str:
    """JSON for ``data-heat``: indicators with their group, a row a unit, the weakest first. ``steps``: rows of score_step."""
    cells, titles = _cells(steps), {str(row["unit_id"]): str(row[f"{choice.by}_name"]) for row in steps}
    known = indicators()
    names = sorted(
        {name for unit in cells.values() for name in unit},
        key=lambda name: (GROUPS.index(known[name].group), list(known).index(name)),
    )
    link = choice.to(choice.by, UNIT, view="steps" if choice.by != "staff" else None, indicator=_PART)
    rows = [_row(unit, titles[unit], names, cells[unit], choice, link) for unit in sorted(cells, key=_whole(cells))]
    items = _items(steps)
    heads = [[known[name].label.text(), known[name].group, items[name], _together(items[name])] for name in names]
    return json.dumps({"heads": heads, "rows": rows}, ensure_ascii=False, separators=(",", ":"))


def _cells(steps: Sequence[Mapping[str, Any]]) -> Cells:
    cells: Cells = {}
    for row in steps:
        days, unit = float(row["days"]), cells.setdefault(str(row["unit_id"]), {})
        points, weight = unit.get(str(row["indicator"]), (0.0, 0.0))
        more = float(row["weight"]) * days
        if more > 0:
            unit[str(row["indicator"])] = points + float(row["points"]) * days, weight + more
    return {unit: found for unit, found in cells.items() if found}


def _items(steps: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Indicator → how many items of one scheme with a weight count it."""
    numbers: dict[tuple[str, str], set[int]] = {}
    for row in steps:
        if float(row["weight"]) > 0:
            numbers.setdefault((str(row["indicator"]), str(row["scheme"])), set()).add(int(row["item"]))
    found: dict[str, int] = {}
    for (name, _scheme), held in numbers.items():
        found[name] = max(found.get(name, 0), len(held))
    return found


def _together(items: int) -> str:
    """What a column of several items says."""
    return _("%(n)s items of the scheme together", n=items) if items > 1 else ""


def _whole(cells: Cells) -> Any:
    """Unit → its points over its weight."""
    return lambda unit: sum(p for p, _w in cells[unit].values()) / sum(w for _p, w in cells[unit].values())


def _row(
    unit: str, title: str, names: Sequence[str], found: Mapping[str, tuple[float, float]], choice: Choice, link: str
) -> dict[str, Any]:
    cells: list[list[Any] | None] = []
    for name in names:
        points, weight = found.get(name, (0.0, 0.0))
        share = points / weight if weight else 0.0
        step = sum(1 for edge in STEPS if share >= edge)
        href = link.replace(UNIT, unit).replace(_PART, name)
        cells.append([f"{share * 100:.0f}", step, href] if weight else None)
    return {"name": short_name(title, choice.node.name), "href": choice.to(choice.by, unit), "cells": cells}
