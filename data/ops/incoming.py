"""Storing what phones send, exactly once: each row under the UUID its phone gave it.

The same content again is a duplicate, other content under the same UUID a conflict that changes nothing. All of it runs
in the caller's write transaction, one a batch, which is on disk before anybody is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, cast

from pydantic_core import to_json
from sqlalchemy import JSON, Connection, DateTime, Select, Table, bindparam, select, text
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.types import TypeEngine

Row = dict[str, Any]
ROWS_A_STATEMENT = 50  # of some twenty cells; SQLite takes 32,766 at most, and the driver keeps 128 statements ready
OURS = frozenset({"id", "tx", "visit_no", "received_at"})  # columns we fill in: no part of what the phone said


def standing(connection: Connection, table: Table, uuids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """Rows of ``table`` that are there already, by UUID."""
    key = uuid_column(table)
    if connection.dialect.name == "sqlite" and not _any_sqlite(connection, table, uuids):
        return {}
    return {row[key]: row for row in connection.execute(_by_uuid(table), {"uuids": list(uuids)}).mappings()}  # type: ignore[misc]


@cache
def _by_uuid(table: Table) -> Select[Any]:
    """Built once: building a query costs more than running it."""
    return select(table).where(table.columns[uuid_column(table)].in_(bindparam("uuids", expanding=True)))


def _any_sqlite(connection: Connection, table: Table, uuids: Sequence[str]) -> bool:
    """Whether one is there: usually none, which the driver alone says ten times sooner."""
    sql = f"select 1 from {table.name} where {uuid_column(table)} in (select value from json_each(?)) limit 1"
    return _driver(connection).execute(sql, [to_json(list(uuids)).decode()]).fetchone() is not None


def _driver(connection: Connection) -> Any:
    """The driver's own connection, in the caller's transaction."""
    return cast("Any", connection.connection.driver_connection)


def uuid_column(table: Table) -> str:
    """The column that holds the phone's UUID."""
    return "photo_uuid" if table.name == "photos" else "client_uuid"


def is_same(row: Row, kept: Mapping[str, Any]) -> bool:
    """Whether ``kept`` says what ``row`` says."""
    return all(kept[name] == value for name, value in row.items() if name not in OURS)


def next_ids(connection: Connection, table: Table, count: int) -> Sequence[int]:
    """Ids for ``count`` new rows. On SQLite nobody else can take them: the write lock is ours."""
    if connection.dialect.name == "sqlite":
        counter = "select coalesce((select seq from sqlite_sequence where name = ?), 0)"
        first = int(_driver(connection).execute(counter, [table.name]).fetchone()[0]) + 1
        return range(first, first + count)
    asked = text("select nextval(pg_get_serial_sequence(:table, 'id')) from generate_series(1, :count)")
    return [int(n) for n in connection.execute(asked, {"table": table.name, "count": count}).scalars()]


def add_new(connection: Connection, table: Table, rows: Sequence[Row]) -> dict[str, Mapping[str, Any]]:
    """Insert ``rows``. → what another process stored under one of their UUIDs in this very moment: usually nothing."""
    if not rows:
        return {}
    if connection.dialect.name == "sqlite":
        _add_sqlite(connection, table, rows)
        return {}
    key = uuid_column(table)
    in_order = sorted(rows, key=lambda row: row[key])  # two batches never wait for each other in a circle
    done = connection.execute(insert_postgresql(table).on_conflict_do_nothing(), in_order)
    if done.rowcount == len(rows):
        return {}
    ids = {row["id"] for row in rows}
    return {
        uuid: row for uuid, row in standing(connection, table, [r[key] for r in rows]).items() if row["id"] not in ids
    }


def _add_sqlite(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Rows straight to the driver, in the form SQLAlchemy reads, many in one statement.

    SQLAlchemy's own handling of values takes thrice as long, and with each statement a busy process waits its turn anew.
    """
    names = tuple(rows[0])
    ways = _sqlite_ways(table, names)
    driver = _driver(connection)
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        some = rows[start : start + ROWS_A_STATEMENT]
        cells = [form(row[name]) if form else row[name] for row in some for name, form in ways]
        driver.execute(_insert_sqlite(table.name, names, len(some)), cells)


@cache
def _insert_sqlite(table: str, names: tuple[str, ...], count: int) -> str:
    marks = f"({', '.join('?' * len(names))})"
    return f"insert into {table} ({', '.join(names)}) values {', '.join([marks] * count)}"


@cache
def _sqlite_ways(table: Table, names: tuple[str, ...]) -> list[tuple[str, Callable[[Any], str | None] | None]]:
    return [(name, _sqlite_form(table.columns[name].type)) for name in names]


def _sqlite_form(kind: TypeEngine[Any]) -> Callable[[Any], str | None] | None:
    """How a value of this type is written in SQLite; None when as it is."""
    if isinstance(kind, DateTime):
        return lambda moment: moment and moment.isoformat(" ", "microseconds")
    if isinstance(kind, JSON):
        return lambda value: None if value is None else to_json(value).decode()
    return None
