"""Memory kept small: equal texts are one object, and what was freed goes back to the system.

Many threads and large short-lived tables leave glibc holding hundreds of MB.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Iterator
from typing import Any

import duckdb

M_ARENA_MAX = -8  # malloc.h
PIECE = 5_000  # rows


def _libc() -> ctypes.CDLL | None:
    name = ctypes.util.find_library("c")
    found = ctypes.CDLL(name) if name else None
    return found if found is not None and hasattr(found, "malloc_trim") else None


def few_arenas(count: int = 2) -> None:
    """Let threads share arenas. To be called before the threads begin; does nothing without glibc."""
    if libc := _libc():
        libc.mallopt(M_ARENA_MAX, count)


def shared_rows(result: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    """The rows of a result; of equal values one object is kept, not one a row. Columns of one type: 1 and 1.0 are equal."""
    one = dict[Any, Any]().setdefault
    while rows := result.fetchmany(PIECE):
        for row in rows:
            yield tuple(map(one, row, row))


def give_back() -> None:
    """Return free pages to the system; does nothing without glibc."""
    if libc := _libc():
        libc.malloc_trim(0)
