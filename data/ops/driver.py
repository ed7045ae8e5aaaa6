"""Straight from the driver: what every request asks, and what is read by the thousand.

SQLAlchemy takes five times as long as SQLite to answer such questions. Values come as the driver gives them: on SQLite
moments are text, truths 0 or 1. ``?`` stands for each of ``values``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from data.ops.engine import engine, is_sqlite


def rows(sql: str, values: Sequence[Any], chosen: Engine | None = None) -> Sequence[Sequence[Any]]:
    """All rows of a query."""
    with _answer(sql, values, chosen or engine()) as cursor:
        return cursor.fetchall()


def first(sql: str, values: Sequence[Any], chosen: Engine | None = None) -> dict[str, Any] | None:
    """The first row by name of column; None when there is none."""
    with _answer(sql, values, chosen or engine()) as cursor:
        found = cursor.fetchone()
        return dict(zip([column[0] for column in cursor.description], found, strict=True)) if found else None


@contextmanager
def _answer(sql: str, values: Sequence[Any], target: Engine) -> Iterator[Any]:
    """A cursor with the answer; a store that is away is told as SQLAlchemy tells it."""
    try:
        pooled = target.raw_connection()
        try:
            cursor = pooled.cursor()
            cursor.execute(sql if is_sqlite(target) else sql.replace("?", "%s"), tuple(values))
            yield cursor
        finally:
            pooled.close()  # back to the pool, which rolls the read back
    except target.dialect.loaded_dbapi.OperationalError as error:
        raise OperationalError(sql, None, error) from error
