"""First visits of a day, month and year, from the date of the visit before; and their sums at each level.

A row is the first of its month when the one before (same household, same unit) is none or lies before the month's start.
One window per kind of unit serves day, month and year at once.
"""

from __future__ import annotations

from typing import Any

from sqlglot import exp
from sqlmesh import macro

from macros.levels import ANCESTORS, LEVELS

STARTS = {"day": "visit_date", "month": "month_start", "year": "year_start"}
NEW = {"day": "day", "month": "new_month", "year": "new_year"}
TEAM = "visit_date, staff_id, branch_id, entity_id, county_code, prefecture_code"
SUMS = ("visits", "satisfaction_sum", "satisfaction_count", "satisfied_count", "dwell_seconds", "photos")
UNITS = ("place", "entity", "branch", "staff")
BEFORE = ("before_staff", "before_prefecture", "before_county", "before_entity", "before_branch")
HOUSEHOLDS = tuple(f"{unit}_{period}" for unit in UNITS for period in STARTS)
VILLAGES = tuple(f"village_{unit}" for unit in UNITS)


@macro()
def measures(evaluator: Any) -> list[str]:
    """Additive measures of visits ``s``. Integers, so that further sums stay cheap and exact in any order."""
    formulas = {
        "visits": "count(s.visit_date)",
        "satisfaction_sum": "coalesce(sum(s.satisfaction), 0)",
        "satisfaction_count": "count(s.satisfaction)",
        "satisfied_count": "count(case when s.satisfaction >= 4 then 1 end)",
        "dwell_seconds": "coalesce(sum(s.dwell_seconds), 0)",
        "photos": "coalesce(sum(s.photo_count), 0)",
    }
    return [f"cast({formula} as integer) as {name}" for name, formula in formulas.items()]


@macro()
def first_visits(evaluator: Any, before: exp.Expression, unit: exp.Expression) -> list[str]:
    """Counts of first rows: ``<unit>_day``, ``<unit>_month``, ``<unit>_year``; a period's start comes from ``core.period``."""
    column, name = before.sql("duckdb"), unit.sql("duckdb")
    starts = {"day": "s.visit_date", "month": "d.month_start", "year": "d.year_start"}
    return [
        f"cast(count(case when {column} is null or {column} < {start} then 1 end) as integer) as {name}_{period}"
        for period, start in starts.items()
    ]


@macro()
def settled_as_moved(evaluator: Any, source: exp.Expression) -> str:
    """Team rows with all columns: a settled household is as new to its entity, branch and person as to its place."""
    table = source.sql("duckdb")
    names = HOUSEHOLDS
    if table.startswith("settled"):
        names = tuple(f"place_{name.split('_')[1]} as {name}" for name in HOUSEHOLDS)
    return f"select visit_date, staff_id, branch_id, place_code, {', '.join((*SUMS, *names))} from {table}"


@macro()
def first_in_year(evaluator: Any, key: exp.Expression, unit: exp.Expression) -> str:
    """1 on the row by which the unit first reaches the village in the year, else 0."""
    keys = ", ".join(e.sql("duckdb") for e in (key.expressions or [key]))
    first = f"row_number() over (partition by {keys}, year order by visit_date, staff_id, branch_id) = 1"
    return f"case when {first} then 1 else 0 end as village_{unit.sql('duckdb')}"


@macro()
def with_villages(evaluator: Any, days: exp.Expression, villages: exp.Expression) -> str:
    """Team rows with their periods' starts, and below them the rows that only count villages."""
    columns = (*TEAM.split(", "), *SUMS, *HOUSEHOLDS)
    teams = f"select {', '.join(f't.{c}' for c in (*columns, *BEFORE))}, d.month_start, d.year_start"
    none = ", ".join(f"0 as {name}" for name in VILLAGES)
    zeros = ", ".join(f"0 as {name}" for name in (*SUMS, *HOUSEHOLDS))
    same_day = ", ".join(f"visit_date as {name}" for name in (*BEFORE, "month_start", "year_start"))
    return (
        f"{teams}, {none} from {days.sql('duckdb')} as t inner join core.period as d on d.date = t.visit_date "
        f"union all select {TEAM}, {zeros}, {same_day}, {', '.join(VILLAGES)} from {villages.sql('duckdb')}"
    )


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
