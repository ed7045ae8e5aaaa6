"""First visits of a day, month and year, from the date of the visit before; and their sums at each level.

A row is the first of its month when the one before (same household, same unit) is none or of another month. One window per kind
of unit serves day, month and year at once.
"""

from __future__ import annotations

from typing import Any

from sqlglot import exp
from sqlmesh import macro

from macros.levels import ANCESTORS, LEVELS

PERIODS = {
    "day": "{before} <> visit_date",
    "month": "date_trunc('month', {before}) <> date_trunc('month', visit_date)",
    "year": "year({before}) <> year(visit_date)",
}
SUMS = ("visits", "satisfaction_sum", "satisfaction_count", "satisfied_count", "dwell_minutes", "photos")


def is_first(before: str, period: str) -> str:
    """SQL: whether a row is the first of its period."""
    return f"({before} is null or {PERIODS[period].format(before=before)})"


@macro()
def first_visits(evaluator: Any, before: exp.Expression, unit: exp.Expression) -> list[str]:
    """Counts of first rows: ``<unit>_day``, ``<unit>_month``, ``<unit>_year``."""
    column, name = before.sql("duckdb"), unit.sql("duckdb")
    return [f"count(case when {is_first(column, p)} then 1 end) as {name}_{p}" for p in PERIODS]


def _select(level: str, source: str) -> str:
    columns = LEVELS[level]
    unit = columns[0] if columns else "'province'"
    households = level if level in {"entity", "branch", "staff"} else "place"
    before = "before_staff" if level in {"province", "staff"} else f"before_{level}"
    names = {"day": "day", "month": "new_month", "year": "new_year"}
    measures = [f"sum({s}) as {s}" for s in SUMS]
    measures += [f"sum({households}_{p}) as households_{n}" for p, n in names.items()]
    measures += [f"count(case when {is_first(before, p)} then 1 end) as managers_{n}" for p, n in names.items()]
    ancestors = ", ".join(a if a in columns else f"cast(null as varchar) as {a}" for a in ANCESTORS)
    where = f"where {columns[0]} is not null " if columns else ""
    return (
        f"select '{level}' as level, cast({unit} as varchar) as unit_id, {ancestors}, visit_date, {', '.join(measures)} "
        f"from {source} {where}group by {', '.join([*columns, 'visit_date'])}"
    )


def _villages(level: str, source: str) -> str:
    """Villages a unit reaches for the first time in a year; a village of a member of staff counts once, at its first branch."""
    columns = LEVELS[level]
    unit = columns[0] if columns else "'province'"
    where = f"where {columns[0]} is not null " if columns else ""
    firsts = (
        f"select {unit if columns else chr(39) + 'province' + chr(39)} as unit_id, min(visit_date) as visit_date "
        f"from {source} {where}group by village_code, year(visit_date){', ' + columns[0] if columns else ''}"
    )
    return (
        f"select '{level}' as level, unit_id, visit_date, count(*) as villages_new_year from ({firsts}) as first_{level} "
        "group by unit_id, visit_date"
    )


@macro()
def visit_levels(evaluator: Any, days: exp.Expression, villages: exp.Expression) -> str:
    """All measures at all levels; villages join a unit's row of the day (for staff, the first branch of that day)."""
    rows = " union all ".join(_select(level, days.sql("duckdb")) for level in LEVELS)
    firsts = " union all ".join(_villages(level, villages.sql("duckdb")) for level in LEVELS)
    return (
        "select r.*, case when r.nth = 1 then coalesce(f.villages_new_year, 0) else 0 end as villages_new_year from ("
        "select u.*, row_number() over (partition by level, unit_id, visit_date order by branch_id) as nth "
        f"from ({rows}) as u) as r left join ({firsts}) as f "
        "on f.level = r.level and f.unit_id = r.unit_id and f.visit_date = r.visit_date"
    )
