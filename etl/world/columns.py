"""Columns for CSV files: NumPy in, Arrow out, without a Python object per row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

THREE_DIGITS = np.array([list(f"{number:03d}".encode()) for number in range(1000)], np.uint8)


def digits(values: np.ndarray, width: int) -> np.ndarray:
    """Whole numbers as ASCII digits with leading zeros: shape (rows, width), uint8."""
    groups = -(-width // 3)
    powers = 1000 ** np.arange(groups - 1, -1, -1, dtype=np.int64)
    parts = [THREE_DIGITS[values.astype(np.int64) // power % 1000] for power in powers]
    return np.concatenate(parts, axis=1)[:, groups * 3 - width :]


def text(count: int, *parts: str | np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    """Strings of one width from constant text and digit blocks side by side; null where ``missing``."""
    blocks = [
        np.broadcast_to(np.frombuffer(part.encode("ascii"), np.uint8), (count, len(part)))
        if isinstance(part, str)
        else part
        for part in parts
    ]
    block = np.ascontiguousarray(np.concatenate(blocks, axis=1))
    offsets = np.arange(count + 1, dtype=np.int64) * block.shape[1]
    strings = pa.LargeStringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(block))
    if missing is None:
        return strings
    return pa.compute.if_else(pa.array(missing), pa.scalar(None, pa.large_string()), strings)


def coded(labels: Sequence[str], codes: np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    """The label of each code; null where ``missing``."""
    return pa.array(list(labels), pa.string()).take(pa.array(codes, mask=missing))


def numbers(values: np.ndarray, missing: np.ndarray | None = None, places: int | None = None) -> pa.Array:
    """Numbers, rounded when ``places`` is given; null where ``missing``."""
    return pa.array(values if places is None else np.round(values, places), mask=missing)


def seconds(values: np.ndarray) -> pa.Array:
    """Timestamps without zone from whole seconds since 1970 (local wall clock)."""
    return pa.array(values.astype("datetime64[s]"))


def days(values: np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    """Dates from days since 1970."""
    return pa.array(values.astype("datetime64[D]"), mask=missing)
