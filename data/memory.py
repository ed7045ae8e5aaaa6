"""Memory kept small: equal texts are one object, and what was freed goes back to the system.

Many threads and large short-lived tables leave glibc holding hundreds of MB.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Iterator
from typing import Any

import duckdb

M_ARENA_MAX, M_MMAP_THRESHOLD = -8, -3  # malloc.h
LARGE = 128 * 1024  # bytes: what glibc begins with
PIECE = 5_000  # rows


def _libc() -> ctypes.CDLL | None:
    name = ctypes.util.find_library("c")
    found = ctypes.CDLL(name) if name else None
    return found if found is not None and hasattr(found, "malloc_trim") else None


def frugal_heap(arenas: int = 2) -> None:
    """Let threads share arenas, and map each large block by itself. To be called before the threads begin.

    Left alone, glibc takes the size of the largest block freed (up to 32 MB) as the new limit of what it maps: answers of
    some MB then lie in the arenas, and the small things that outlive them hold the pages. A limit that is set stays.
    Does nothing without glibc.
    """
    if libc := _libc():
        libc.mallopt(M_ARENA_MAX, arenas)
        libc.mallopt(M_MMAP_THRESHOLD, LARGE)


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
