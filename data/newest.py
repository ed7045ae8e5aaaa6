"""Newest rows without reading years of them: how many rows each day holds, and since which day there are enough.

Sorting all visits of a manager to show ten would take a second. How many there are on each day is known from
``visit_level_day``, if nothing but units is filtered by; the metric that counts a listing's rows stands in its yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from data.errors import BadRequest
from data.metrics.sources import ORG, TIME
from data.period import AsOf
from data.query.ask import ask

LEVELED = frozenset({*TIME, *ORG, "prefecture", "county"})


def rows_by_day(counted_by: str | None, filters: Mapping[str, Any], as_of: AsOf) -> dict[date, int] | None:
    """Day → how many rows it holds, newest day first; None when that cannot be known without reading them."""
    units = [value for name, value in filters.items() if name not in TIME]
    if counted_by is None or as_of.moment or not LEVELED.issuperset(filters) or not all(map(_is_one, units)):
        return None
    try:
        columns = ask(counted_by, by="day", where=filters, as_of=as_of.day, order="-day").table.columns
    except BadRequest:  # days without data hold no rows
        return None
    return dict(zip(columns["day"], columns[counted_by], strict=True))


def first_day_of(counts: Mapping[date, int], wanted: int) -> date | None:
    """The day since which there are ``wanted`` rows; None when there are not so many."""
    for day, count in counts.items():
        wanted -= count
        if wanted <= 0:
            return day
    return None


def _is_one(value: Any) -> bool:
    return isinstance(value, str)
