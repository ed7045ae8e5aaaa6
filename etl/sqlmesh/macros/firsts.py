"""First visits of a day, month and year, from the date of the visit before; and their sums at each level.

A row is the first of its month when the one before (same household, same unit) is none or lies before the month's start.
One window per kind of unit serves day, month and year at once.
"""

from __future__ import annotations

from typing import Any

from macros.levels import ANCESTORS, LEVELS
from sqlglot import exp
from sqlmesh import macro

STARTS = {"day": "visit_date", "month": "month_start", "year": "year_start"}
NEW = {"day": "day", "month": "new_month", "year": "new_year"}
TEAM = "visit_date, staff_id, branch_id, entity_id, county_code, prefecture_code"
SUMS = ("visits", "satisfaction_sum", "satisfaction_count", "satisfied_count", "dwell_seconds", "photos")
UNITS = ("place", "entity", "branch", "staff")
HOUSEHOLDS = tuple(f"{unit}_{period}" for unit in UNITS for period in STARTS)
VILLAGES = tuple(f"village_{unit}" for unit in UNITS)
PARTS = {"measured": SUMS, "settled": HOUSEHOLDS, "moved": HOUSEHOLDS, "village": VILLAGES}


@macro()
def first_visits(evaluator: Any, before: exp.Expression, unit: exp.Expression) -> list[str]:
    """Counts of first rows: ``<unit>_day``, ``<unit>_month``, ``<unit>_year``; the period's start comes from ``core.period``."""
    column, name = before.sql("duckdb"), unit.sql("duckdb")
    starts = {"day": "s.visit_date", "month": "d.month_start", "year": "d.year_start"}
    return [
        f"count(case when {column} is null or {column} < {start} then 1 end) as {name}_{period}"
        for period, start in starts.items()
    ]


@macro()
def first_in_year(evaluator: Any, key: exp.Expression, unit: exp.Expression) -> str:
    """1 on the row by which the unit first reaches the village in the year, else 0."""
    keys = ", ".join(e.sql("duckdb") for e in (key.expressions or [key]))
    order = "visit_date, staff_id, branch_id"
    return f"case when row_number() over (partition by {keys}, year order by {order}) = 1 then 1 else 0 end as village_{unit.sql('duckdb')}"


@macro()
def sum_parts(evaluator: Any) -> list[str]:
    """Sums of every measure of the parts."""
    return [f"sum({name}) as {name}" for name in (*SUMS, *HOUSEHOLDS, *VILLAGES)]


@macro()
def team_parts(evaluator: Any, *parts: exp.Expression) -> str:
    """The parts one below the other, zero where a part has no such measure."""
    selects = []
    for part in parts:
        table = part.sql("duckdb")
        kind = table.split("_")[0]
        columns = [_part_column(name, kind) for name in (*SUMS, *HOUSEHOLDS, *VILLAGES)]
        selects.append(f"select {TEAM}, {', '.join(columns)} from {table}")
    return " union all ".join(selects)


def _part_column(name: str, kind: str) -> str:
    """A measure of a part. A settled household is as new to its branch as to its place."""
    if name not in PARTS[kind]:
        return f"0 as {name}"
    return f"place_{name.split('_')[1]} as {name}" if kind == "settled" else name


@macro()
def visit_levels(evaluator: Any, days: exp.Expression) -> str:
    """All measures at all levels, from rows per day, person, branch and county."""
    return " union all ".join(_level(level, days.sql("duckdb")) for level in LEVELS)


def _level(level: str, source: str) -> str:
    columns = LEVELS[level]
    unit = columns[0] if columns else "'province'"
    households = level if level in UNITS else "place"
    before = "before_staff" if level in {"province", "staff"} else f"before_{level}"
    measures = [f"sum({s}) as {s}" for s in SUMS]
    measures += [f"sum({households}_{p}) as households_{n}" for p, n in NEW.items()]
    measures += [
        f"count(case when {before} is null or {before} < {STARTS[p]} then 1 end) as managers_{n}"
        for p, n in NEW.items()
    ]
    measures += [f"sum(village_{households}) as villages_new_year"]
    ancestors = ", ".join(a if a in columns else f"cast(null as varchar) as {a}" for a in ANCESTORS)
    where = f"where {columns[0]} is not null " if columns else ""
    return (
        f"select '{level}' as level, cast({unit} as varchar) as unit_id, {ancestors}, visit_date, {', '.join(measures)} "
        f"from {source} {where}group by {', '.join([*columns, 'visit_date'])}"
    )
