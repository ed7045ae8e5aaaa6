"""What shades the map of China: one metric by destination → seven steps, breaks and words for the tip. Pure.

This is all that a change of measure sends: no geometry, no figure.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from components.visit_shade import class_breaks, class_of
from data.i18n import _
from data.i18n.numbers import as_number, human
from data.metrics.registry import Metric, metric

BESIDE = ("migrant_workers", "migrants_reached", "migrant_coverage")  # said in every tip


def values(
    frame: pd.DataFrame, name: str, *, cities: pd.DataFrame | None = None, home: str = "", month: str = ""
) -> str:
    """JSON for ``data-values``. ``frame``: ``destination_province``, the metric and ``BESIDE``, a row each.

    A province without workers has no step and is hatched;
    ``home`` is where they come from. ``cities``: the same by ``destination_city``, as dots. ``month``: the one chosen, so
    that shades and words change together.
    """
    meant = metric(name)
    known = {str(row["destination_province"]): row for row in frame.to_dict("records")}
    numbers = {code: as_number(row[name]) for code, row in known.items() if as_number(row.get("migrant_workers"))}
    breaks = breaks_of([number for number in numbers.values() if number is not None], meant)
    steps = [class_of(edge, breaks) for edge in [float("-inf"), *breaks]]
    shown = {code: [class_of(number, breaks), _tip(known[code], meant)] for code, number in numbers.items()}
    told: dict[str, Any] = {"title": _title(meant), "breaks": ticks(breaks, meant), "steps": steps, "values": shown}
    told |= {"home": home, "month": month}
    if cities is not None and len(cities):
        told["dots"] = _dots(cities, meant)
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def breaks_of(numbers: list[float], meant: Metric) -> list[float]:
    """Where the shades change: of counts at whole numbers, as there is no half person."""
    breaks = class_breaks(numbers)
    return sorted({float(math.ceil(one)) for one in breaks}) if meant.format == "count" else breaks


def ticks(breaks: list[float], meant: Metric) -> list[str]:
    """Labels of the breaks: as short as they can be said, the unit stands in the title."""
    scale = 100 if meant.format == "percent" else 1
    return [_tick(value * scale) for value in breaks]


def _tick(value: float) -> str:
    """380万, 1.9M: no zero that says nothing."""
    text = human(value).replace(" ", "") if abs(value) >= 1e4 else f"{value:,.4g}"
    return re.sub(r"\.0+(?!\d)|(?<=\.\d)0+(?!\d)", "", text)


def _title(meant: Metric) -> str:
    unit = "%" if meant.format in {"percent", "percentage"} else meant.unit.text()
    return _("%(what)s (%(unit)s)", what=meant.label.text(), unit=unit)


def _tip(row: Mapping[str, Any], meant: Metric) -> str:
    """The metric first, then workers, reached, coverage, a line each."""
    names = dict.fromkeys([meant.name, *BESIDE])
    return "\n".join(said_line(row, metric(name)) for name in names if name in row)


def said_line(row: Mapping[str, Any], meant: Metric) -> str:
    """已服务 3.2 万人."""
    text = human(row.get(meant.name), meant.unit.text(), meant.format, decimals=meant.decimals)
    return _("%(what)s %(value)s", what=meant.short.text(), value=text)


def _dots(cities: pd.DataFrame, meant: Metric) -> dict[str, dict[str, Any]]:
    most = max((as_number(value) or 0.0 for value in cities[meant.name]), default=0.0) or 1.0
    return {
        str(row["destination_city"]): {
            "share": round((as_number(row[meant.name]) or 0.0) / most, 4),
            "value": human(row[meant.name], "", meant.format, decimals=meant.decimals),
            "tip": _tip(row, meant),
        }
        for row in cities.to_dict("records")
    }
