"""What a delivery changes: assignment history kept, and the dates whose rows must be built anew.

A full feed replaces its table, so what it replaces is remembered first (``remember``), then compared (``changes``).
"""

from __future__ import annotations

from datetime import date

import duckdb

from etl.contract import Contract
from etl.sql import quoted

Range = tuple[date | None, date | None]


def remember(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Keep, for the transaction, columns whose change restates visits (full), spells, or the dates held (dated delta)."""
    con.execute("drop table if exists temp.before")
    if contract.restates:
        columns = ", ".join(quoted(c) for c in contract.restates["columns"])
        con.execute(f"create temp table before as select {columns} from lake.raw.{contract.feed}")
    elif contract.spells:
        con.execute(f"create temp table before as select {_spell(contract)}, valid_to from lake.raw.{contract.feed}")
    elif contract.dated_by:
        con.execute(
            f"create temp table before as select business_date, min({contract.dated_by}) as low, max({contract.dated_by}) as high "
            f"from lake.raw.{contract.feed} group by all"
        )


def changes(con: duckdb.DuckDBPyConnection, contract: Contract, day: date) -> Range:
    """The dates this load may have changed, first and last; (None, None) when none. Extends kept histories."""
    if contract.history:
        _extend_history(con, contract, day)
    if contract.dated_by:
        return _range(
            con,
            f"""select min(low), max(high) from (
            select low, high from temp.before where business_date = date '{day}'
            union all select min({contract.dated_by}), max({contract.dated_by}) from lake.raw.{contract.feed}
            where business_date = date '{day}')""",
        )
    if contract.spells:
        return _changed_time(con, contract, day)
    return _restated(con, contract) if contract.restates else (None, None)


def _extend_history(con: duckdb.DuckDBPyConnection, contract: Contract, day: date) -> None:
    """Add assignments not seen before; those first seen in this same delivery are taken anew."""
    kept = contract.history or {}
    names = ", ".join(quoted(n) for n in (kept["key"], *kept["columns"]))
    table, since = f"lake.raw.{kept['table']}", quoted(kept["from"])
    con.execute(f"delete from {table} where business_date = ?", [day])
    con.execute(f"""
        insert into {table}
        with delivered as (select {names}, coalesce({since}, date '{day}') as valid_from from lake.raw.{contract.feed}),
        undated as (select {names} from lake.raw.{contract.feed} where {since} is null),
        fresh as (select * from delivered except select {names}, valid_from from {table}),
        same as (select * from undated intersect select {names} from {table})
        select fresh.*, date '{day}' from fresh anti join same using ({names})""")


def _spell(contract: Contract) -> str:
    return ", ".join(quoted(name) for name in contract.names if name not in {"valid_to", "kind"})


def _changed_time(con: duckdb.DuckDBPyConnection, contract: Contract, day: date) -> Range:
    """From the first day on which other spells hold than before: one began, or one ended sooner or later."""
    spell = _spell(contract)
    return _range(
        con,
        f"""select min(case when b.valid_to is null or n.valid_to is null then valid_from
            else least(b.valid_to, n.valid_to) end), date '{day}'
        from temp.before as b full join lake.raw.{contract.feed} as n using ({spell})
        where b.valid_to is distinct from n.valid_to""",
    )


def _restated(con: duckdb.DuckDBPyConnection, contract: Contract) -> Range:
    rule = contract.restates or {}
    columns = ", ".join(quoted(c) for c in rule["columns"])
    now = f"select {columns} from lake.raw.{contract.feed}"
    changed = f"((from temp.before except {now}) union all ({now} except from temp.before))"
    first_time = not con.execute("select count(*) from temp.before").fetchone()[0]  # type: ignore[index]
    if first_time:
        return None, None
    visits = f"select {rule.get('by', 'household_id')} as unit, started_at from lake.raw.visit union all " \
             f"select {rule.get('by', 'household_id')}, started_at from lake.raw.ops_visit"  # fmt: skip
    where = f"where unit in (select {rule['by']} from {changed})" if "by" in rule else f"where exists (from {changed})"
    return _range(con, f"select min(started_at), max(started_at) from ({visits}) {where}")


def _range(con: duckdb.DuckDBPyConnection, sql: str) -> Range:
    days = con.execute(f"select cast(low as date), cast(high as date) from ({sql}) as found(low, high)")
    low, high = days.fetchone() or (None, None)
    return low, high
