"""Judging the rows of ``batch``: what a contract forbids goes into ``bad`` with its reasons, the good ones stay.

Each check looks at the whole batch at once. The first of two rows with one key wins, within a delivery and against
earlier ones; a row that is bad by itself takes no key.
"""

from __future__ import annotations

import duckdb

from etl.contract import Column, Contract
from etl.reading import TEXT, is_text
from etl.sql import literal, quoted


def judge(con: duckdb.DuckDBPyConnection, headers: list[str], contract: Contract, day: str) -> None:
    """Move bad rows from ``batch`` to ``bad`` (row, source_file, reason, raw)."""
    con.execute("create or replace temp table bad (row bigint, source_file varchar, reason varchar, raw varchar)")
    con.execute("create or replace temp table fault (row bigint, reason varchar)")
    _own_faults(con, headers, contract, day)
    _unknown_parents(con, contract)
    _set_aside(con, headers, contract)
    _duplicates(con, contract)
    _set_aside(con, headers, contract)


def faults(column: Column, headers: list[str]) -> list[tuple[str, str]]:
    """(reason, SQL that is true when the row has that fault) of one column."""
    name, found = quoted(column.name), []
    kept = is_text(column) and column.header in headers
    if column.required:
        found.append(
            (
                f"{column.name}: missing",
                f"{name} is null" + (f" and {quoted(TEXT + column.name)} is null" if kept else ""),
            )
        )
    if kept:
        found.append(
            (f"{column.name}: not a {column.type}", f"{name} is null and {quoted(TEXT + column.name)} is not null")
        )
    if column.codes:
        found.append((f"{column.name}: unknown code", f"{name} not in ({', '.join(map(literal, column.codes))})"))
    if column.range:
        low, high = (f"cast({literal(v)} as {column.type})" for v in column.range)
        found.append((f"{column.name}: out of range", f"{name} not between {low} and {high}"))
    return found


def _own_faults(con: duckdb.DuckDBPyConnection, headers: list[str], contract: Contract, day: str) -> None:
    found = [fault for c in contract.columns for fault in faults(c, headers)]
    found += [(check["reason"], f"not ({check['sql']})") for check in contract.checks]
    if not found:
        return
    reasons = ", ".join(f"case when {sql} then {literal(reason)} end" for reason, sql in found)
    con.execute(
        f"insert into fault select row, concat_ws('; ', {reasons}) from "
        f"(select *, rowid as row, date {literal(day)} as business_date from batch) "
        f"where {' or '.join(f'({sql})' for _, sql in found)}"
    )


def _unknown_parents(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    for column in contract.columns:
        if column.references:
            parent, parent_column = column.references.split(".", 1)
            con.execute(
                f"insert into fault select batch.rowid, {literal(f'{column.name}: unknown {parent}')} from batch "
                f"where {quoted(column.name)} is not null "
                f"and {quoted(column.name)} not in (select {quoted(parent_column)} from lake.raw.{parent})"
            )


def _duplicates(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    key = ", ".join(quoted(k) for k in contract.key)
    con.execute(f"""
        insert into fault
        with twice as (select {key} from batch group by {key} having count(*) > 1)
        select row, 'duplicate key in this delivery'
        from (select batch.rowid as row, row_number() over (partition by {key} order by batch.rowid) as nth
              from batch semi join twice using ({key}))
        where nth > 1""")
    con.execute(f"""
        insert into fault
        select batch.rowid, 'duplicate key: delivered earlier' from batch semi join lake.raw.{contract.feed} using ({key})
        where batch.rowid not in (select row from fault)""")


def _set_aside(con: duckdb.DuckDBPyConnection, headers: list[str], contract: Contract) -> None:
    """Rows with faults leave the batch; their cells are kept as text under the file's own headings."""
    if not con.execute("select count(*) from fault").fetchone()[0]:  # type: ignore[index]
        return
    cells = {c.header: TEXT + c.name if is_text(c) else c.name for c in contract.columns if c.header in headers}
    pack = ", ".join(f"{quoted(h)} := cast({quoted(name)} as varchar)" for h, name in cells.items())
    con.execute(f"""
        insert into bad
        select why.row, batch.source_file, why.reason, cast(to_json(struct_pack({pack})) as varchar)
        from (select row, string_agg(reason, '; ') as reason from fault group by row) as why
        join batch on batch.rowid = why.row""")
    con.execute("delete from batch where rowid in (select row from fault)")
    con.execute("delete from fault")
