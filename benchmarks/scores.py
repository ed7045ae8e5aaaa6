"""A full month of scores for 28,000 people × 24 and more indicators, against one scan of the facts it stands on.

Indicator values are generated at the size of the province, by arithmetic on the row number: what is measured is the
calculation, not the world.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date

import duckdb

from benchmarks.measure import Measure, seconds
from data.performance.calculation import calculate
from data.performance.fingerprint import month_sql, sign
from data.performance.indicators import indicators
from data.performance.library import schemes

PEOPLE, BRANCHES, ENTITIES = 28_000, 2_293, 85
MONTH, LAST = date(2026, 10, 1), date(2025, 10, 1)
POSTS = "['manager', 'manager', 'manager', 'teller', 'teller', 'branch_head', 'lobby', 'back_office']"
LIMIT_SECONDS = 20.0


def facts(con: duckdb.DuckDBPyConnection) -> int:
    """``indicator_value`` of the month and of the year before, ``performance_target``, and as many account rows as a
    month of the demo has (1.2 million holdings); returns the values of the month."""
    con.execute("create table indicator (indicator varchar, is_additive boolean)")
    con.executemany("insert into indicator values (?, ?)", [(i.id, i.additive) for i in indicators().values()])
    con.execute(f"""create table unit as
        select 'staff' as level, 'S' || n as unit_id, 'B' || n % {BRANCHES} as branch_id,
            'E' || n % {BRANCHES} % {ENTITIES} as entity_id, {POSTS}[n % 8 + 1] as post_code, 31 as days
        from range({PEOPLE}) as t(n)
        union all select 'branch', 'B' || n, 'B' || n, 'E' || n % {ENTITIES}, '', 31 from range({BRANCHES}) as t(n)
        union all select 'entity', 'E' || n, null, 'E' || n, '', 31 from range({ENTITIES}) as t(n)""")
    con.execute(f"""create table indicator_value as
        select month, month + 30 as as_of, level, unit_id, case when level = 'staff' then unit_id end as staff_id, branch_id,
            entity_id, post_code, days, 31 as month_days, indicator,
            cast(hash(unit_id, indicator, month) % 100000000 / 100 as decimal(24, 4)) as numerator,
            cast(case when is_additive then 1 else 1 + hash(indicator, unit_id) % 1000000 end as decimal(24, 4)) as denominator
        from unit, indicator, (select unnest([date '{MONTH}', date '{LAST}']) as month)""")
    con.execute("""create table performance_target as
        select level, unit_id, indicator, 2026 as year, cast(1 + hash(indicator, unit_id, 1) % 100000000 / 100 as decimal(24, 4))
            as target from unit, indicator where is_additive""")
    con.execute(f"""create table performance_unit as
        select month, month + 30 as as_of, level, unit_id, branch_id, entity_id, post_code, days
        from unit, (select unnest([date '{MONTH}', date '{LAST}']) as month)""")
    con.execute("""create table account as
        select 'C' || n // 4 as customer_id, 'P' || n % 16 as product_code, 'S' || n % 28000 as staff_id,
            'B' || n % 2293 as branch_id, cast(hash(n) % 10000000 / 100 as decimal(18, 2)) as balance_avg,
            cast(hash(n, 1) % 10000000 / 100 as decimal(18, 2)) as balance_eop from range(1200000) as t(n)""")
    return _one(con, f"select count(*) from indicator_value where month = date '{MONTH}'")


def _one(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchone()
    return int(row[0]) if row else 0


def scan(con: duckdb.DuckDBPyConnection) -> None:
    """One reading of the facts of the month: every account and every value, added up."""
    con.execute(
        "select staff_id, sum(balance_avg), sum(balance_eop), count(*) from account group by staff_id"
    ).fetchall()
    con.execute(
        "select indicator, sum(numerator), sum(denominator), count(*) from indicator_value group by 1"
    ).fetchall()


def measure() -> list[Measure]:
    """The month with fingerprints on two threads, by the clock and by the processor; the ratio to one scan of its facts."""
    con = duckdb.connect(config={"threads": 2})
    rows = facts(con)
    month = [_timed(lambda: _month(con)) for _ in range(3)]
    once = [_timed(lambda: scan(con)) for _ in range(3)]
    (wall, cpu), (_, base) = (sorted(times)[1] for times in (month, once))
    steps = _one(con, "select count(*) from score_step")
    size = f"{PEOPLE:,} people, {len(indicators())} indicators: {rows:,} values, {steps:,} steps, 2 threads"
    return [
        Measure("score_month_seconds", round(wall, 2), "s", "lower", LIMIT_SECONDS, size),
        Measure("score_month_cpu", round(cpu, 2), "s", "lower", 2 * LIMIT_SECONDS, f"two cores for the limit; {size}"),
        Measure(
            "performance_month_scan_ratio",
            round(cpu / base, 1),
            "×",
            "lower",
            round(2 * LIMIT_SECONDS / base, 1),
            f"processor time of one scan of its facts: {base:.2f} s; the limit is what {LIMIT_SECONDS:.0f} s on two cores would be",
        ),
    ]


def _month(con: duckdb.DuckDBPyConnection) -> None:
    calculate(con, [MONTH], schemes())
    sign(con)
    con.execute(month_sql("score_total")).fetchall()


def _timed(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    before = time.process_time()
    return seconds(work), time.process_time() - before


if __name__ == "__main__":
    sys.stdout.write(json.dumps([m.row() for m in measure()], ensure_ascii=False, indent=1) + "\n")
