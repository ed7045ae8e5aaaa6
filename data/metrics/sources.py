"""Where metrics are read from: tables of the serving schema, and which dimension is which of their columns.

Only names in this file become identifiers of a query.

* leveled: a row per (level, unit, …); a question reads the rows of one level. ``LEVELS`` says which columns each fills.
* rows: a row per thing counted; answers every combination, at the price of a scan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LEVELS: dict[str, tuple[str, ...]] = {
    "province": (),
    "prefecture": ("prefecture",),
    "county": ("prefecture", "county"),
    "entity": ("entity",),
    "branch": ("entity", "branch"),
    "staff": ("entity", "branch", "staff"),
}

TIME = ("day", "month", "year")
ORG = ("entity", "branch", "staff")

_UNITS = {
    "prefecture": "prefecture_code",
    "county": "county_code",
    "entity": "entity_id",
    "branch": "branch_id",
    "staff": "staff_id",
}
_PLACES = _UNITS | {"township": "township_code", "village": "village_code"}


@dataclass(frozen=True)
class Source:
    """``columns``: dimension → column. ``time``: how a period applies: to ``date`` by row, at its last day, or not."""

    name: str
    columns: dict[str, str]
    time: Literal["rows", "instant", "now", "none"]
    leveled: bool = False
    date: str | None = None
    moment: str | None = None


def _all(*sources: Source) -> dict[str, Source]:
    return {source.name: source for source in sources}


SOURCES = _all(
    Source("visit_level_day", _UNITS, "rows", leveled=True, date="visit_date"),
    Source(
        "fct_visit",
        _PLACES
        | {"customer_group": "customer_group", "purpose": "purpose", "result": "result", "household": "household_id"},
        "rows",
        date="visit_date",
        moment="started_at",
    ),
    Source("post", _UNITS | {"township": "township_code"}, "instant"),
    Source("household_level", _UNITS, "none", leveled=True),
    Source("dim_household", _PLACES | {"customer_group": "customer_group"}, "none"),
    Source("position", _UNITS | {"township": "township_code"}, "now", moment="seen_at"),
)

# Lists of all units of a dimension: an answer asked to be complete has a row for each, with zero where nothing was.
UNITS = {
    "entity": Source(
        "dim_entity", {"entity": "entity_id", "county": "county_code", "prefecture": "prefecture_code"}, "none"
    ),
    "branch": Source(
        "dim_branch",
        {k: _PLACES[k] for k in ("entity", "branch", "township", "county", "prefecture")},
        "none",
    ),
    "staff": Source("manager", {k: _UNITS[k] for k in ORG}, "none"),
    "county": Source("county", {k: _UNITS[k] for k in ("county", "prefecture")}, "none"),
    "prefecture": Source("prefecture", {"prefecture": "prefecture_code"}, "none"),
}
ALL_SOURCES = SOURCES | {source.name: source for source in UNITS.values()}
