"""Freed memory given back to the system. Many threads and large short-lived tables leave glibc holding hundreds of MB."""

from __future__ import annotations

import ctypes
import ctypes.util

M_ARENA_MAX = -8  # malloc.h


def _libc() -> ctypes.CDLL | None:
    name = ctypes.util.find_library("c")
    found = ctypes.CDLL(name) if name else None
    return found if found is not None and hasattr(found, "malloc_trim") else None


def few_arenas(count: int = 2) -> None:
    """Let threads share arenas. To be called before the threads begin; does nothing without glibc."""
    if libc := _libc():
        libc.mallopt(M_ARENA_MAX, count)


def give_back() -> None:
    """Return free pages to the system; does nothing without glibc."""
    if libc := _libc():
        libc.malloc_trim(0)
