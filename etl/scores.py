"""The pass's scores: months that are over are closed once and kept, the others are calculated anew when their inputs changed.

A month closes with the first pass that holds all that was recorded by the fifth of the next one. From then on it is read,
never written. What comes later is worth a *balance*: the total as it would be with what is known now, less the total as it
was closed, less balances given before. It belongs to the month in which it became known (``docs/adr/0014-exact-scores.md``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

import duckdb
from sqlalchemy import Engine

from data.log import logger
from data.performance.calculation import calculate
from data.performance.fingerprint import month_sql, sign
from data.performance.library import in_force
from etl import score_inputs as inputs
from etl import score_tables as tables
from etl.load import now

log = logger(__name__)
Told = Callable[[str], None]
Late = list[tuple[date, date]]
UNIT = "level, unit_id"


def settle(
    con: duckdb.DuckDBPyConnection, engine: Engine, as_of_date: date, told: Told = lambda what: None
) -> list[date]:
    """Close what is over, calculate what is open; the months written. ``con`` has the lake attached for writing."""
    tables.create(con)
    known = datetime.combine(as_of_date + timedelta(days=1), time())
    changes = inputs.approved(engine)
    closed = {row[0] for row in con.execute("select month from lake.score.closing").fetchall()}
    late = inputs.late_corrections(con)
    written = []
    for (month,) in con.execute("select distinct month from lake.mart.performance_unit order by month").fetchall():
        if month in closed:
            continue
        is_over = known >= inputs.closes_at(month)
        seen = _seen(con, month, changes)
        if is_over or seen != _seen_before(con, month):
            told(f"{month:%Y-%m}")
            _month(con, month, changes, late, is_over)
            _remember(con, month, seen)
            written.append(month)
    return written


def is_due(con: duckdb.DuckDBPyConnection, engine: Engine) -> bool:
    """Whether an adjustment was approved since, or a scheme changed, though no feed brought anything new."""
    if not tables.known(con):
        return False
    changes = inputs.approved(engine)
    rows = con.execute(
        "select month, digest from lake.score.seen where month not in (select month from lake.score.closing)"
    )
    return any(_said(month, changes) != digest.rsplit("/", 1)[-1] for month, digest in rows.fetchall())


def _month(
    con: duckdb.DuckDBPyConnection,
    month: date,
    changes: list[inputs.Adjustment],
    late: Late,
    is_over: bool,
) -> None:
    known = inputs.closes_at(month) if is_over else None
    _balances(con, month, changes, late, known)
    inputs.from_marts(con, month, changes, known)
    schemes = in_force(month).values()
    calculate(con, [month], schemes, inputs.KEPT, "score_balance")
    sign(con)
    con.execute("begin")
    for table in tables.OF_A_MONTH:
        con.execute(f"delete from lake.score.{table} where month = ?", [month])
    _insert(con, "step", "score_step", "level, entity_id, branch_id, unit_id, scheme, version, item")
    _insert(con, "grp", "score_group", "level, entity_id, branch_id, unit_id, grp")
    _insert(con, "total", "score_total", "level, entity_id, branch_id, unit_id")
    _insert(con, "balance", "score_balance", "level, unit_id, origin_month")
    if is_over:
        _close(con, month, [scheme.text for scheme in schemes])
    _progress(con, month)
    con.execute("commit")


def _insert(con: duckdb.DuckDBPyConnection, table: str, source: str, order: str) -> None:
    con.execute(f"insert into lake.score.{table} by name select * from {source} order by {order}")


def _close(con: duckdb.DuckDBPyConnection, month: date, documents: list[str]) -> None:
    inputs.keep(con, month)
    con.execute(
        f"""insert into lake.score.closing
        select month, (select max(as_of) from score_total), ?, ?, ?, units, (select count(*) from score_step), fingerprint
        from ({month_sql("score_total")})""",
        [now(), json.dumps(documents, ensure_ascii=False), inputs.digest(con, "indicator_value", month)],
    )
    log.info("month closed", month=f"{month:%Y-%m}")


def _progress(con: duckdb.DuckDBPyConnection, month: date) -> None:
    """The total by day counted, for comparing with the same days of other months."""
    con.execute(
        "delete from lake.score.progress where month = ? and as_of = (select max(as_of) from score_total)", [month]
    )
    con.execute(
        f"insert into lake.score.progress select month, as_of, {UNIT}, points - withheld from score_total order by {UNIT}"
    )


def _balances(
    con: duckdb.DuckDBPyConnection,
    month: date,
    changes: list[inputs.Adjustment],
    late: Late,
    known: datetime | None,
) -> None:
    """``score_balance``: what became known in ``month`` about months closed before it."""
    con.execute(f"create or replace temp table score_balance ({tables.BALANCE})")
    before = con.execute("select month, digest from lake.score.closing where month < ? order by 1", [month]).fetchall()
    for origin, digest in before:
        if _is_changed(con, origin, digest, month, changes, late, known):
            inputs.with_late(con, origin, changes, known)
            calculate(con, [origin], in_force(origin).values(), inputs.KEPT)
            con.execute(f"insert into score_balance {_owed_sql(month, origin)}")


def _owed_sql(month: date, origin: date) -> str:
    """What each unit's total of ``origin`` would be now, less what it was given so far."""
    return f"""select * from (
        select date '{month}' as month, level, unit_id, date '{origin}' as origin_month,
            coalesce(n.total, 0) - coalesce(c.total, 0) - coalesce(b.amount, 0) as amount
        from score_total as n
        full join (
            select {UNIT}, total - balance as total from lake.score.total where month = date '{origin}'
        ) as c using ({UNIT})
        left join (
            select {UNIT}, sum(amount) as amount from lake.score.balance
            where origin_month = date '{origin}' and month < date '{month}' group by all
        ) as b using ({UNIT})
    ) where amount <> 0"""


def _is_changed(
    con: duckdb.DuckDBPyConnection, origin: date, digest: str, month: date, changes: Iterable[inputs.Adjustment],
    late: Late, known: datetime | None,
) -> bool:  # fmt: skip
    """Whether anything about a closed month became known in this one."""
    if (origin, month) in late or any(
        c.month == origin and c.approved_at >= inputs.closes_at(origin) and (known is None or c.approved_at < known)
        for c in changes
    ):
        return True
    return known is None and inputs.digest(con, "lake.mart.indicator_value", origin) != digest


def _seen(con: duckdb.DuckDBPyConnection, month: date, changes: list[inputs.Adjustment]) -> str:
    """What an open month, and the balances in it, would be calculated from, in short."""
    rest = con.execute(
        """select (select coalesce(sum(hash(level, unit_id, indicator, year, target)::hugeint), 0)
            from lake.mart.performance_target),
        (select coalesce(sum(hash(correction_id, amount, recorded_at)::hugeint), 0) from lake.raw.correction),
        (select coalesce(sum(hash(month, level, staff_id, branch_id, measure, known_at, value)::hugeint), 0)
            from lake.core.visit_refuted),
        (select coalesce(sum(hash(as_of, level, unit_id, branch_id, post_code, days)::hugeint), 0)
            from lake.mart.performance_unit where month = ?)""",
        [month],
    ).fetchone()
    values = inputs.digest(con, "lake.mart.indicator_value", month, so_far=True)
    return f"{values}-{rest}/{_said(month, changes)}"


def _said(month: date, changes: list[inputs.Adjustment]) -> str:
    """The documents in force and the adjustments, in short."""
    texts = [scheme.text for scheme in in_force(month).values()]
    return hashlib.sha256(repr((texts, changes)).encode()).hexdigest()


def _seen_before(con: duckdb.DuckDBPyConnection, month: date) -> str | None:
    row = con.execute("select digest from lake.score.seen where month = ?", [month]).fetchone()
    return row[0] if row else None


def _remember(con: duckdb.DuckDBPyConnection, month: date, seen: str) -> None:
    con.execute("begin")
    con.execute("delete from lake.score.seen where month = ?", [month])
    con.execute("insert into lake.score.seen values (?, ?)", [month, seen])
    con.execute("commit")
