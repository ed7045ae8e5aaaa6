"""The calculation: schemes and values to scores, as SQL run on any DuckDB connection. Same inputs, same bytes.

``steps_sql`` gives a row per unit, segment and item with every step (``score_step``); ``groups_sql`` and ``totals_sql`` add
them up. Points are rounded half up to the hundredth once an item; the segments of a person are weighed by days, and that is
rounded once a group. Everything between is whole numbers, so neither the order of rows nor the number of threads matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import duckdb

from data.performance.calculation_given import Given, given_sql
from data.performance.calculation_items import items_sql
from data.performance.calculation_items import steps_sql as tiers_sql
from data.performance.calculation_points import points_sql
from data.performance.exact import as_decimal, half_up, scaled
from data.performance.scheme import Scheme

AS_NAMED = Given()
UNIT = "month, level, unit_id"
NO_BALANCE = "(select null::date as month, '' as level, '' as unit_id, 0::decimal(9, 2) as amount where false)"


def steps_sql(months: Sequence[date], schemes: Iterable[Scheme], given: Given = AS_NAMED) -> str:
    """SQL of ``score_step`` for the months (first days)."""
    listed = tuple(schemes)
    return f"""with item as (
    {items_sql(listed)}
),
step as (
    {tiers_sql(listed)}
),{given_sql(months, given)},{points_sql()}
select * from scored"""


def groups_sql(steps: str = "score_step") -> str:
    """SQL of ``score_group``: a row per unit and group. A person's segments are weighed by their days."""
    points, weight = (half_up(f"{name}_top", "days") for name in ("points", "weight"))
    return f"""with placed as ({_first(steps)}),
summed as (
    select {UNIT}, grp, sum(days * {scaled("points", 2)}) as points_top, sum(days * {scaled("weight", 2)}) as weight_top
    from {steps} group by {UNIT}, grp
)
select {UNIT}, entity_id, branch_id, post_code, grp, {as_decimal(points, 2, 9)} as points,
    {as_decimal(weight, 2, 5)} as weight
from summed join placed using ({UNIT})"""


def _first(steps: str) -> str:
    """Where a unit is counted: its longest segment (every scheme has an item 1); the days of all its segments."""
    return f"""select {UNIT}, as_of, entity_id, branch_id, post_code, scheme, version, month_days,
        cast(sum(days) over (partition by {UNIT}) as hugeint) as days, count(*) over (partition by {UNIT}) as segments
    from {steps} where item = 1
    qualify row_number() over (partition by {UNIT} order by {steps}.days desc, branch_id, post_code) = 1"""


def totals_sql(steps: str = "score_step", groups: str = "score_group", balances: str | None = None) -> str:
    """SQL of ``score_total``: ``total`` = ``points`` (the groups) − ``withheld`` (a veto, or below zero) + ``balance``.

    ``balances``: a relation (month, level, unit_id, amount). Ranks are among units of the same level and post.
    """
    return f"""with placed as ({_first(steps)}),
summed as (select {UNIT}, sum(points) as points from {groups} group by {UNIT}),
capped as (select {UNIT}, min(total_cap) as total_cap from {steps} where total_cap is not null group by {UNIT}),
owed as (select {UNIT}, sum(amount) as balance from {balances or NO_BALANCE} group by {UNIT}),
counted as (
    select placed.*, cast(summed.points as decimal(9, 2)) as points, total_cap,
        cast(greatest(0, least(summed.points, coalesce(total_cap, summed.points))) as decimal(9, 2)) as allowed,
        cast(coalesce(balance, 0) as decimal(9, 2)) as balance
    from placed join summed using ({UNIT}) left join capped using ({UNIT}) left join owed using ({UNIT})
),
added as (
    select *, cast(allowed + balance as decimal(9, 2)) as total, cast(points - allowed as decimal(9, 2)) as withheld
    from counted
)
select month, as_of, level, unit_id, entity_id, branch_id, post_code, scheme, version, cast(days as integer) as days,
    month_days, cast(segments as integer) as segments, points, withheld, total_cap, balance, total,
    {_rank("branch_id", "entity_id")}, {_rank("entity_id")}, {_rank()}
from added"""


def _rank(*within: str) -> str:
    name = {0: "province", 1: "entity", 2: "branch"}[len(within)]
    peers = f"partition by {', '.join(('month', 'level', 'post_code', *within))}"
    return (
        f"cast(rank() over ({peers} order by total desc) as integer) as rank_{name}, "
        f"cast(count(*) over ({peers}) as integer) as peers_{name}"
    )


def calculate(
    con: duckdb.DuckDBPyConnection, months: Sequence[date], schemes: Iterable[Scheme], given: Given = AS_NAMED,
    balances: str | None = None,
) -> None:  # fmt: skip
    """Leave ``score_step``, ``score_group`` and ``score_total`` of the months as temporary tables of ``con``."""
    con.execute(f"create or replace temp table score_step as {steps_sql(months, schemes, given)}")
    add_up(con, balances)


def add_up(
    con: duckdb.DuckDBPyConnection, balances: str | None = None, *, steps: str = "score_step", into: str = "score"
) -> None:
    """Leave ``<into>_group`` and ``<into>_total`` of the temporary table of steps."""
    con.execute(f"create or replace temp table {into}_group as {groups_sql(steps)}")
    con.execute(f"create or replace temp table {into}_total as {totals_sql(steps, f'{into}_group', balances)}")
