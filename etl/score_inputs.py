"""What a month is calculated from, as temporary tables of the connection, named as the calculation reads them.

A closed month reads what was kept of it, an open one the marts; either reads the year before as it was kept at its closing.
What was recorded later – corrections of balances, adjustments – is known *as of the closing of a month*: the fifth day after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

import duckdb
from sqlalchemy import Engine, inspect, select

from data.ops.engine import reading
from data.ops.schema import score_adjustments
from data.performance.calculation_given import Given
from data.performance.exact import literal, relation
from data.performance.indicators import indicators
from etl.score_tables import ADJUSTMENT, TARGET, UNIT, VALUE
from etl.sqlmesh.macros.closing_rule import CLOSES_AFTER

KEPT = Given(adjustments="score_adjustment")
NAMES = {"performance_unit": "input_unit", "indicator_value": "input_value", "performance_target": "input_target",
         "score_adjustment": "input_adjustment"}  # fmt: skip
COLUMNS = {
    name: ", ".join(part.split()[0] for part in columns.replace("(24, 4)", "").split(","))
    for name, columns in (("performance_unit", UNIT), ("indicator_value", VALUE), ("performance_target", TARGET),
                          ("score_adjustment", ADJUSTMENT))
}  # fmt: skip


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month + timedelta(days=31)).replace(day=1)


def closes_at(month: date) -> datetime:
    """The moment from which what is recorded about the month comes too late for it."""
    return datetime.combine(next_month(month), datetime.min.time()) + CLOSES_AFTER


@dataclass(frozen=True)
class Adjustment:
    """An approved adjustment; ``amount`` in ten thousandths."""

    month: date
    level: str
    unit_id: str
    indicator: str
    amount: int
    approved_at: datetime


def approved(engine: Engine) -> list[Adjustment]:
    """Every approved adjustment, oldest first."""
    if not inspect(engine).has_table("score_adjustments"):
        return []
    c = score_adjustments.c
    wanted = (c.month, c.level, c.unit_id, c.indicator, c.amount, c.approved_at)
    with reading(engine) as connection:
        rows = connection.execute(
            select(*wanted).where(c.approved_at.is_not(None)).order_by(c.approved_at, c.adjustment_id)
        ).all()
    return [Adjustment(*row) for row in rows]


def from_marts(con: duckdb.DuckDBPyConnection, month: date, changes: list[Adjustment], known: datetime | None) -> None:
    """An open month, or a closed one as it would be now. ``known``: only what was approved before."""
    _tables(con, month, "lake.mart.performance_unit", "lake.mart.indicator_value")
    con.execute(f"""create or replace temp table performance_target as
        select date '{month}' as month, level, unit_id, indicator, year, target from lake.mart.performance_target
        where year = {month.year}""")
    _adjustments(con, month, changes, known)


def from_kept(con: duckdb.DuckDBPyConnection, month: date) -> None:
    """A closed month as it was."""
    _tables(con, month, "lake.score.input_unit", "lake.score.input_value")
    for name in ("performance_target", "score_adjustment"):
        con.execute(
            f"create or replace temp table {name} as select * from lake.score.{NAMES[name]} where month = date '{month}'"
        )


def keep(con: duckdb.DuckDBPyConnection, month: date) -> None:
    """Keep what the month was calculated from."""
    for name, table in NAMES.items():
        con.execute(f"insert into lake.score.{table} select {COLUMNS[name]} from {name} where month = date '{month}'")


def with_late(con: duckdb.DuckDBPyConnection, month: date, changes: list[Adjustment], known: datetime | None) -> None:
    """A closed month as it would be with what was known at a moment (None: now): marts, what came later, adjustments."""
    from_marts(con, month, changes, known)
    con.execute(
        f"create or replace temp table performance_target as select * from lake.score.input_target where month = date '{month}'"
    )
    con.execute(
        f"create or replace temp table late_value as {_late_sql(con, month, known)} union all {_refuted_sql(month, known)}"
    )
    columns = COLUMNS["indicator_value"]
    ratios = literal([one.id for one in indicators().values() if one.denominator])
    con.execute(f"""create or replace temp table indicator_value as
        select month, level, unit_id, branch_id, post_code, indicator, cast(sum(numerator) as decimal(24, 4)) as numerator,
            cast(case when list_contains({ratios}, indicator) then sum(denominator) else 1 end as decimal(24, 4))
                as denominator
        from (select {columns} from indicator_value union all select {columns} from late_value)
        group by month, level, unit_id, branch_id, post_code, indicator""")


def late_corrections(con: duckdb.DuckDBPyConnection) -> list[tuple[date, date]]:
    """(month corrected, month in which that was recorded) of corrections, and of visits refuted, that came after the closing."""
    after = f"interval {CLOSES_AFTER.days} day"
    return con.execute(f"""select distinct month, cast(date_trunc('month', recorded_at - {after}) as date) as recorded from (
            select cast(date_trunc('month', balance_date) as date) as month, recorded_at from lake.raw.correction
            union all select month, known_at as recorded_at from lake.core.visit_refuted)
        where recorded_at - {after} >= month + interval 1 month order by 1, 2""").fetchall()


def digest(con: duckdb.DuckDBPyConnection, table: str, month: date, *, so_far: bool = False) -> str:
    """A checksum of the month's values in a table (``so_far``: of those before too), whatever their order."""
    row = con.execute(
        f"""select count(*), coalesce(sum(hash({COLUMNS["indicator_value"]})::hugeint), 0) from {table}
        where month {"<=" if so_far else "="} ?""",
        [month],
    ).fetchone()
    assert row is not None
    return f"{row[0]}-{row[1]}"


def _tables(con: duckdb.DuckDBPyConnection, month: date, units: str, values: str) -> None:
    before = month.replace(year=month.year - 1)
    for name, source in (("performance_unit", units), ("indicator_value", values)):
        con.execute(f"""create or replace temp table {name} as
            select {COLUMNS[name]} from {source} where month = date '{month}'
            union all select {COLUMNS[name]} from lake.score.{NAMES[name]} where month = date '{before}'""")


def _adjustments(
    con: duckdb.DuckDBPyConnection, month: date, changes: list[Adjustment], known: datetime | None
) -> None:
    rows = [
        (c.month, c.level, c.unit_id, c.indicator, str(Decimal(c.amount).scaleb(-4)))
        for c in changes
        if c.month == month and (known is None or c.approved_at < known)
    ]
    columns = {
        "month": "date",
        "level": "varchar",
        "unit_id": "varchar",
        "indicator": "varchar",
        "amount": "decimal(24, 4)",
    }
    con.execute(f"create or replace temp table score_adjustment as {relation(columns, rows)}")


def _late_sql(con: duckdb.DuckDBPyConnection, month: date, known: datetime | None) -> str:
    """What corrections recorded between the closing and ``known`` add to the values of the month."""
    until = f"and recorded_at < timestamp '{known}'" if known else ""
    parts = _parts()
    measured = " union all ".join(
        f"select {literal(name)} as measure, * from part where {where}" for name, where in MEASURES.items()
    )
    levels = {
        "staff": ("staff_id", "branch_id", "post_code"),
        "branch": ("branch_id", "branch_id", "''"),
        "entity": ("entity_id", "null", "''"),
    }
    by_level = " union all ".join(
        f"""select date '{month}' as month, '{level}' as level, {unit} as unit_id, {branch} as branch_id, {post} as post_code,
            indicator, cast(sum(case when is_top then amount else 0 end) as decimal(24, 4)) as numerator,
            cast(sum(case when is_top then 0 else amount end) as decimal(24, 4)) as denominator
        from changed where {unit} is not null group by all"""
        for level, (unit, branch, post) in levels.items()
    )
    return f"""with late as (
        select customer_id, product_code, field, sum(amount) as amount from lake.raw.correction
        where balance_date = (select max(as_of) from lake.mart.performance_unit where month = date '{month}')
            and recorded_at >= timestamp '{closes_at(month)}' {until} group by all
    ),
    part as (
        select a.*, field, cast(late.amount * share as decimal(24, 4)) as amount from late
        join lake.core.account_month as a on a.month = date '{month}' and a.customer_id = late.customer_id
            and a.product_code = late.product_code
    ),
    measured as ({measured}),
    changed as (select measured.*, indicator, is_top from measured join ({parts}) using (measure))
    {by_level}"""


def _refuted_sql(month: date, known: datetime | None) -> str:
    """What visits confirmed between the closing and ``known`` as not having taken place take off the values of the month."""
    until = f"and known_at < timestamp '{known}'" if known else ""
    return f"""select month, level,
            case level when 'staff' then staff_id when 'branch' then branch_id else entity_id end as unit_id,
            branch_id, post_code, indicator,
            cast(-sum(case when is_top then value else 0 end) as decimal(24, 4)) as numerator,
            cast(-sum(case when is_top then 0 else value end) as decimal(24, 4)) as denominator
        from lake.core.visit_refuted join ({_parts()}) using (measure)
        where month = date '{month}' and known_at >= timestamp '{closes_at(month)}' {until} group by all"""


def _parts() -> str:
    """Which measure is the numerator or the denominator of which indicator."""
    library = indicators().values()
    return relation(
        {"indicator": "varchar", "measure": "varchar", "is_top": "boolean"},
        [(i.id, i.numerator, True) for i in library] + [(i.id, i.denominator, False) for i in library if i.denominator],
    )


AVERAGE, AT_END = "field = 'balance_avg'", "field = 'balance_eop'"
MEASURES = {
    "deposit_avg": f"{AVERAGE} and product_group = 'deposit'",
    "deposit_growth": f"{AVERAGE} and product_group = 'deposit'",
    "demand_avg": f"{AVERAGE} and product_code = 'demand'",
    "time_deposit_avg": f"{AVERAGE} and product_group = 'deposit' and product_code <> 'demand'",
    "loan_avg": f"{AVERAGE} and product_group = 'loan'",
    "loan_growth": f"{AVERAGE} and product_group = 'loan'",
    "deposit_eop": f"{AT_END} and product_group = 'deposit'",
    "loan_eop": f"{AT_END} and product_group = 'loan'",
    "npl_eop": f"{AT_END} and loan_class in ('substandard', 'doubtful', 'loss')",
    "overdue_eop": f"{AT_END} and product_group = 'loan' and days_past_due > 0",
    "eloan_amount": f"{AT_END} and product_code = 'e_loan'",
}
