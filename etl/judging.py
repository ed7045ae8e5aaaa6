"""Judging the rows of ``batch``: what a contract forbids goes into ``bad`` with its reasons.

Each check looks at the whole batch at once. The first of two rows with one key wins, within a delivery and against
earlier ones; a row that is bad by itself takes no key.
"""

from __future__ import annotations

import duckdb

from etl.contract import Contract
from etl.rules import TEXT, is_text
from etl.sql import literal, quoted


def judge(con: duckdb.DuckDBPyConnection, headers: list[str], contract: Contract) -> int:
    """Fill ``bad`` (row, source_file, reason, raw) from ``batch``; how many rows are bad."""
    con.execute("create or replace temp table found as select row, fault as reason from batch where fault is not null")
    _unknown_parents(con, contract)
    _duplicates(con, contract)
    _set_aside(con, headers, contract)
    return int(con.execute("select count(*) from bad").fetchone()[0])  # type: ignore[index]


def _unknown_parents(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    for column in contract.columns:
        if column.references:
            parent, parent_column = column.references.split(".", 1)
            con.execute(
                f"insert into found select row, {literal(f'{column.name}: unknown {parent}')} from batch "
                f"where {quoted(column.name)} is not null "
                f"and {quoted(column.name)} not in (select {quoted(parent_column)} from lake.raw.{parent})"
            )


def _duplicates(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    key = ", ".join(quoted(k) for k in contract.key)
    con.execute(f"""
        insert into found
        with twice as (select {key} from batch group by {key} having count(*) > 1)
        select row, 'duplicate key in this delivery'
        from (
            select row, row_number() over (partition by {key} order by row) as nth
            from (select {key}, row from batch semi join twice using ({key})) anti join found using (row)
        )
        where nth > 1""")
    con.execute(f"""
        insert into found
        select row, 'duplicate key: delivered earlier'
        from (select {key}, row from batch anti join found using (row)) semi join lake.raw.{contract.feed} using ({key})""")


def _set_aside(con: duckdb.DuckDBPyConnection, headers: list[str], contract: Contract) -> None:
    """Rows with faults, their cells as text under the file's own headings."""
    cells = {c.header: TEXT + c.name if is_text(c) else c.name for c in contract.columns if c.header in headers}
    pack = ", ".join(f"{quoted(h)} := cast(batch.{quoted(name)} as varchar)" for h, name in cells.items())
    con.execute(f"""
        create or replace temp table bad as
        select row, batch.source_file, why.reason, cast(to_json(struct_pack({pack})) as varchar) as raw
        from batch join (select row, string_agg(reason, '; ') as reason from found group by row) as why using (row)""")
