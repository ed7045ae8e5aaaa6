"""Fingerprints of scores: SHA-256 over the canonical text of every step, in order, a unit first and then the month.

A line is the step's columns as text, joined by ``|``; nothing in it depends on the machine. A unit's fingerprint is over its
lines and its total; the month's over the units' – so one person's score can be proved alone.
"""

from __future__ import annotations

import duckdb

STEP = (
    "month", "as_of", "level", "unit_id", "entity_id", "branch_id", "post_code", "scheme", "version", "item",
    "indicator", "grp", "rule", '"of"', "numerator", "denominator", "adjustment", "value", "target", "completion",
    "position", "peers", "raw", "floor", "cap", "points", "weight", "days", "month_days", "basis", "total_cap",
)  # fmt: skip
TOTAL = ("points", "withheld", "balance", "total", "rank_branch", "rank_entity", "rank_province")


def line(columns: tuple[str, ...]) -> str:
    """SQL of a row's canonical text."""
    return " || '|' || ".join(f"coalesce(cast({column} as varchar), '')" for column in columns)


def fingerprints_sql(steps: str = "score_step", totals: str = "score_total") -> str:
    """SQL: month, level, unit_id, fingerprint."""
    return f"""with said as (
    select month, level, unit_id,
        string_agg({line(STEP)}, chr(10) order by scheme, version, item, branch_id, post_code) as lines
    from {steps} group by month, level, unit_id
)
select month, level, unit_id, sha256(lines || chr(10) || {line(TOTAL)}) as fingerprint
from said join {totals} using (month, level, unit_id)"""


def month_sql(totals: str) -> str:
    """SQL: month, rows (units), fingerprint; ``totals`` has each unit's fingerprint."""
    return f"""select month, count(*) as units,
    sha256(string_agg(level || '|' || unit_id || '|' || fingerprint, chr(10) order by level, unit_id)) as fingerprint
from {totals} group by month"""


def sign(con: duckdb.DuckDBPyConnection) -> None:
    """Give the temporary ``score_total`` of ``con`` its column ``fingerprint``."""
    con.execute(f"create or replace temp table score_fingerprint as {fingerprints_sql()}")
    con.execute("""create or replace temp table score_total as
        select * from score_total join score_fingerprint using (month, level, unit_id)""")
    con.execute("drop table score_fingerprint")
