"""Where the scores of the month that runs will land, of every unit: worked out once a publication, then a column of the score."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

import duckdb
import pyarrow as pa

from data.performance.forecast import DAYS_OFF, Landing, Whole, landing

POINTS = pa.decimal128(9, 2)
COLUMNS = pa.schema([("month", pa.date32()), ("level", pa.string()), ("unit_id", pa.string()),
                     ("expected", POINTS), ("expected_low", POINTS), ("expected_high", POINTS)])  # fmt: skip
Unit = tuple[str, str]  # level and unit_id


def leave(con: duckdb.DuckDBPyConnection) -> None:
    """``score_landing`` as a temporary table of ``con``, which has the lake attached; empty where no month runs."""
    found = list(_landings(con))
    table = pa.Table.from_pylist(found, schema=COLUMNS)
    con.register("landed", table)
    con.execute("create or replace temp table score_landing as select * from landed")
    con.unregister("landed")


def _landings(con: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    row = con.execute(
        "select month, max(as_of) from lake.score.total group by month order by month desc limit 1"
    ).fetchone()
    if row is None or row[1].day == calendar.monthrange(row[1].year, row[1].month)[1]:
        return
    month, as_of = row
    kept = {unit: [one[2:] for one in rows] for unit, rows in _by_unit(con, _kept_sql(as_of))}
    for unit, rows in _by_unit(con, MONTHS):
        found = landing([Whole(*one[2:]) for one in rows], kept.get(unit, []), month)
        if found is not None and found.method != "none":
            yield _row(month, unit, found)


MONTHS = "select level, unit_id, month, as_of, points - withheld, balance from lake.score.total order by level, unit_id, month"


def _kept_sql(as_of: date) -> str:
    """What was earned by about this day of each month."""
    return f"""select level, unit_id, month, as_of, total from lake.score.progress
        where abs(day(as_of) - {as_of.day}) <= {DAYS_OFF} order by level, unit_id"""


def _by_unit(con: duckdb.DuckDBPyConnection, sql: str) -> Iterator[tuple[Unit, list[tuple[Any, ...]]]]:
    for unit, rows in groupby(con.execute(sql).fetchall(), key=lambda row: row[:2]):
        yield unit, list(rows)


def _row(month: date, unit: Unit, found: Landing) -> dict[str, date | str | Decimal]:
    return {"month": month, "level": unit[0], "unit_id": unit[1], "expected": found.expected,
            "expected_low": found.low, "expected_high": found.high}  # fmt: skip
