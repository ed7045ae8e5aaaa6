"""First visits of a day, month and year, from the date of the visit before; and their sums at each level.

A row is the first of its month when the one before (same household, same unit) is none or lies before the month's start.
One window per kind of unit serves day, month and year at once.
"""

from __future__ import annotations

from typing import Any

from sqlglot import exp
from sqlmesh import macro

from macros.levels import ANCESTORS, LEVELS

PERIODS = ("day", "month", "year")
STARTS = {"day": "visit_date", "month": "month_start", "year": "year_start"}
NEW = {"day": "day", "month": "new_month", "year": "new_year"}
TEAM = ("visit_date", "staff_no", "branch_no", "place_no")
SUMS = {
    "visits": "count(visit_date)",
    "satisfaction_sum": "coalesce(sum(satisfaction), 0)",
    "satisfaction_count": "count(satisfaction)",
    "satisfied_count": "count(case when satisfaction >= 4 then 1 end)",
    "dwell_seconds": "coalesce(sum(dwell_seconds), 0)",
    "photos": "coalesce(sum(photo_count), 0)",
}
UNITS = ("place", "entity", "branch", "staff")
BEFORE = ("before_staff", "before_prefecture", "before_county", "before_entity", "before_branch")


@macro()
def measures(evaluator: Any) -> list[str]:
    """Additive measures of visits. Integers, so that further sums stay cheap and exact in any order."""
    return [f"cast({formula} as integer) as {name}" for name, formula in SUMS.items()]


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
def first_in_year(evaluator: Any, key: exp.Expression, unit: exp.Expression) -> str:
    """1 on the row by which the unit first reaches the village in the year, else 0."""
    keys = ", ".join(e.sql("duckdb") for e in (key.expressions or [key]))
    first = f"row_number() over (partition by {keys}, t.year order by t.visit_date, t.staff_no, t.branch_no) = 1"
    return f"case when {first} then 1 else 0 end as village_{unit.sql('duckdb')}"


@macro()
def village_sums(evaluator: Any) -> list[str]:
    """Villages first reached, by kind of unit."""
    return [f"cast(sum(village_{unit}) as integer) as village_{unit}" for unit in UNITS]


@macro()
def team_days(evaluator: Any, *parts: exp.Expression) -> str:
    """Rows per day, person, branch and place: measures, the person's row before, and firsts.

    A settled household is as new to its entity, branch and person as to its place.
    """
    managers, settled, moved, villages = (part.sql("duckdb") for part in parts)
    firsts = [
        f"coalesce(s.place_{period}, 0) + coalesce(h.{unit}_{period}, 0) as {unit}_{period}"
        for unit in UNITS
        for period in PERIODS
    ]
    columns = [f"m.{c}" for c in (*TEAM, *SUMS, *BEFORE, "is_moved")] + firsts + ["d.month_start", "d.year_start"]
    columns += [f"coalesce(v.village_{unit}, 0) as village_{unit}" for unit in UNITS]
    joins = {"s": settled, "h": moved, "v": villages}
    same = {alias: " and ".join(f"{alias}.{c} = m.{c}" for c in TEAM) for alias in joins}
    return (
        f"select {', '.join(columns)} from {managers} as m "
        + " ".join(f"left join {table} as {alias} on {same[alias]}" for alias, table in joins.items())
        + " inner join core.period as d on d.date = m.visit_date"
    )


@macro()
def visit_levels(
    evaluator: Any, days: exp.Expression, staff: exp.Expression, branch: exp.Expression, place: exp.Expression
) -> str:
    """All measures at all levels, from rows per day, person, branch and place; ids come to the grouped rows.

    A person of one branch and place has one row a day: nothing is to be added up.
    """
    source = f"{days.sql('duckdb')} as t"
    persons, branches, places = (
        f" inner join {table.sql('duckdb')} as {alias} on {alias}.{key} = {{}}.{key}"
        for table, alias, key in ((staff, "p", "staff_no"), (branch, "b", "branch_no"), (place, "r", "place_no"))
    )
    team, named = ("staff_no", "branch_no"), persons.format("g") + branches.format("g")
    return " union all ".join(
        [
            _level("province", _added(source, "province")),
            _level("prefecture", _added(source + places.format("t"), "prefecture", "prefecture_code")),
            _level("county", _added(source, "county", "place_no"), places.format("g")),
            _level("entity", _added(source + branches.format("t"), "entity", "entity_id")),
            _level("branch", _added(source, "branch", "branch_no"), branches.format("g")),
            _level("staff", _added(f"{source} where t.is_moved", "staff", *team), named),
            _level("staff", _as_is(f"{source} where not t.is_moved", "staff", *team), named),
        ]
    )


def _level(level: str, rows: str, joins: str = "") -> str:
    """Rows of a level under their names: level, unit, ancestors implied by it (others null), day, measures."""
    columns = LEVELS[level]
    unit = columns[0] if columns else "'province'"
    ancestors = ", ".join(a if a in columns else f"cast(null as varchar) as {a}" for a in ANCESTORS)
    where = f" where {columns[0]} is not null" if columns else ""
    return (
        f"select '{level}' as level, cast({unit} as varchar) as unit_id, {ancestors}, visit_date, "
        f"{', '.join(_values(level))} from ({rows}) as g{joins}{where}"
    )


def _added(source: str, level: str, *keys: str) -> str:
    """Team rows added up by day and ``keys``."""
    measures = [f"sum({value}) as {name}" for name, value in _values(level).items()]
    return f"select {', '.join((*keys, 'visit_date', *measures))} from {source} group by {', '.join((*keys, 'visit_date'))}"


def _as_is(source: str, level: str, *keys: str) -> str:
    """Team rows that are the level's rows already."""
    measures = [f"{value} as {name}" for name, value in _values(level).items()]
    return f"select {', '.join((*keys, 'visit_date', *measures))} from {source}"


def _values(level: str) -> dict[str, str]:
    """Name → what a team row gives to the level: its measures, and what is new to the level's units."""
    unit = level if level in UNITS else "place"
    before = "before_staff" if level in {"province", "staff"} else f"before_{level}"
    values = dict.fromkeys(SUMS, "") | {f"households_{new}": f"{unit}_{period}" for period, new in NEW.items()}
    values = {name: column or name for name, column in values.items()}
    values |= {
        f"managers_{NEW[period]}": f"case when {before} is null or {before} < {start} then 1 else 0 end"
        for period, start in STARTS.items()
    }
    return values | {"villages_new_year": f"village_{unit}"}
