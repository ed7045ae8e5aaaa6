"""``python -m etl scores --verify 2026-10``: a closed month calculated anew from what was kept of it, compared byte for byte."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

import duckdb

from data.errors import NotFound
from data.performance.calculation import calculate
from data.performance.document import parse
from data.performance.fingerprint import fingerprints_sql, month_sql, sign
from etl import score_inputs as inputs
from etl import score_tables as tables


@dataclass(frozen=True)
class Replay:
    """``closed``: the fingerprint given at closing; ``kept``: of the rows kept; ``again``: of those calculated anew."""

    month: date
    units: int
    closed: str
    kept: str
    again: str
    differing: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether all three agree."""
        return self.closed == self.kept == self.again


def closed_months(con: duckdb.DuckDBPyConnection) -> list[date]:
    """The months that are closed, oldest first."""
    tables.create(con)
    return [row[0] for row in con.execute("select month from lake.score.closing order by month").fetchall()]


def verify(con: duckdb.DuckDBPyConnection, month: date) -> Replay:
    """Calculate a closed month anew. Raises NotFound when it is not closed. Nothing is written to the lake."""
    row = con.execute(
        "select documents, units, fingerprint from lake.score.closing where month = ?", [month]
    ).fetchone()
    if row is None:
        raise NotFound("The scores of %(month)s are not closed", month=f"{month:%Y-%m}")
    documents, units, closed = row
    for table in ("step", "total"):
        con.execute(
            f"create or replace temp table kept_{table} as select * from lake.score.{table} where month = date '{month}'"
        )
    con.execute(f"create or replace temp table kept_print as {fingerprints_sql('kept_step', 'kept_total')}")
    inputs.from_kept(con, month)
    con.execute(
        f"create or replace temp table score_balance as select * from lake.score.balance where month = date '{month}'"
    )
    calculate(con, [month], [parse(text) for text in json.loads(documents)], inputs.KEPT, "score_balance")
    sign(con)
    differing = con.execute("""select level || ' ' || unit_id from kept_print as kept full join score_total as again
        using (level, unit_id) where kept.fingerprint is distinct from again.fingerprint order by 1 limit 5""").fetchall()
    return Replay(
        month, units, closed, _print(con, "kept_print"), _print(con, "score_total"), tuple(r[0] for r in differing)
    )


def _print(con: duckdb.DuckDBPyConnection, table: str) -> str:
    found = con.execute(month_sql(table)).fetchone()
    return str(found[2]) if found else ""
