"""What a process keeps of freed memory, seen in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from data.memory import _libc

# Blocks mapped by themselves when 1 MB is asked for after 20 MB were freed: they go back to the system when freed.
MAPPED = """
import ctypes
from data.memory import frugal_heap

class Info(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in "arena free small mapped bytes a b c d e".split()]

libc = ctypes.CDLL(None)
libc.mallinfo2.restype, libc.malloc.restype, libc.free.argtypes = Info, ctypes.c_void_p, [ctypes.c_void_p]
{first}
libc.free(libc.malloc(20 << 20))
before = libc.mallinfo2().mapped
libc.malloc(1 << 20)
print(libc.mallinfo2().mapped - before)
"""


@pytest.mark.skipif(not hasattr(_libc(), "mallinfo2"), reason="another C library")
@pytest.mark.parametrize(("first", "mapped"), [("", "0"), ("frugal_heap()", "1")])
def test_a_large_block_goes_back_whatever_was_freed_before(first, mapped):
    done = subprocess.run(
        [sys.executable, "-c", MAPPED.format(first=first)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [mapped]
