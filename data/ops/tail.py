"""Reading new rows of visits, positions and photos in the order of their commits, each exactly once.

A bound is a number: every row with a key below it is committed and visible, and none will ever appear there again.

* SQLite: one writer, so ids are committed in order. The key is ``id``, the bound is one past the highest ever given.
* PostgreSQL: transactions commit out of order, so a cursor over ids loses rows. The key is ``tx``, the transaction's
  id; the bound is the oldest transaction still running (``pg_snapshot_xmin``).

Half open, lo <= key < hi: ``hi = safe_bound(engine, table); rows = rows_since(engine, table, lo, hi); lo = hi``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Boolean, Column, Date, DateTime, Engine, Float, Integer, Table, text
from sqlalchemy.types import TypeEngine

from data.ops.driver import rows
from data.ops.engine import is_sqlite
from data.ops.schema import photos, positions, visits

TAILED: dict[str, Table] = {table.name: table for table in (visits, positions, photos)}

_ARROW: tuple[tuple[type[TypeEngine[Any]], pa.DataType], ...] = (
    (Boolean, pa.bool_()),
    (Integer, pa.int64()),
    (Float, pa.float64()),
    (DateTime, pa.timestamp("us")),
    (Date, pa.date32()),
)


def safe_bound(engine: Engine, table: str = "visits") -> int:
    """The bound up to which ``table`` can be read without missing a row that commits later."""
    if not is_sqlite(engine):
        return _scalar(engine, "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    # the counter of AUTOINCREMENT, not max(id): rows that were pruned must not move the bound back
    return _scalar(engine, "select coalesce((select seq from sqlite_sequence where name = :table), 0) + 1", table=table)


def safe_bounds(engine: Engine) -> dict[str, int]:
    """``safe_bound`` of every tailed table: what a publication stores as ``ops_bound``."""
    return {table: safe_bound(engine, table) for table in TAILED}


def rows_since(engine: Engine, table: str, lo: int, hi: int) -> pa.Table:
    """Rows of ``table`` with lo <= key < hi, in order of id; all columns, typed; ``tx`` equals ``id`` on SQLite."""
    read = _read_sqlite if is_sqlite(engine) else _read_postgresql
    columns = list(TAILED[table].columns)
    return _arrow(columns, read(engine, table, columns, lo, hi))


def schema_of(table: str) -> pa.Schema:
    """The Arrow schema of ``rows_since``."""
    return pa.schema([(column.name, _type(column)) for column in TAILED[table].columns])


def _scalar(engine: Engine, sql: str, **params: Any) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text(sql), params).scalar_one())


def _read_sqlite(engine: Engine, table: str, columns: list[Column[Any]], lo: int, hi: int) -> Sequence[Sequence[Any]]:
    names = ", ".join("id as tx" if column.name == "tx" else f'"{column.name}"' for column in columns)
    sql = f"select {names} from {table} where id >= ? and id < ? order by id"
    return rows(sql, (lo, hi), engine)


def _read_postgresql(
    engine: Engine, table: str, columns: list[Column[Any]], lo: int, hi: int
) -> Sequence[Sequence[Any]]:
    names = ", ".join("tx::text::bigint" if column.name == "tx" else f'"{column.name}"' for column in columns)
    sql = f"select {names} from {table} where tx >= ?::text::xid8 and tx < ?::text::xid8 order by id"
    return rows(sql, (str(lo), str(hi)), engine)


def _arrow(columns: list[Column[Any]], rows: Sequence[Sequence[Any]]) -> pa.Table:
    values: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else [()] * len(columns)
    return pa.table({column.name: _array(column, cells) for column, cells in zip(columns, values, strict=True)})


def _array(column: Column[Any], cells: Sequence[Any]) -> pa.Array:
    """Cells as the driver gives them: SQLite has text for moments and JSON, 0/1 for booleans."""
    wanted = _type(column)
    if wanted == pa.string():
        return pa.array([c if c is None or isinstance(c, str) else json.dumps(c) for c in cells], pa.string())
    if pa.types.is_boolean(wanted):
        return pa.array([None if c is None else bool(c) for c in cells], wanted)
    if pa.types.is_timestamp(wanted) and any(isinstance(c, str) for c in cells):
        return pc.cast(pa.array(cells, pa.string()), wanted)
    return pa.array(cells, wanted)


def _type(column: Column[Any]) -> pa.DataType:
    if column.name == "tx":
        return pa.int64()
    return next((arrow for kind, arrow in _ARROW if isinstance(column.type, kind)), pa.string())
