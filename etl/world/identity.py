"""Identifiers as the bank writes them, from row numbers. Identity-card and phone numbers cannot belong to anybody."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from etl.world.columns import digits, text

STAFF_FROM, HOUSEHOLD_FROM, CUSTOMER_FROM = 10_010_001, 1, 1
CHECK_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
CHECK_DIGITS = np.frombuffer(b"10X98765432", np.uint8)


def staff_ids(index: np.ndarray) -> pa.Array:
    """Eight digits."""
    return text(len(index), digits(index + STAFF_FROM, 8))


def household_ids(index: np.ndarray) -> pa.Array:
    """H and nine digits."""
    return text(len(index), "H", digits(index + HOUSEHOLD_FROM, 9))


def customer_ids(index: np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    """C and nine digits; null where ``missing``."""
    return text(len(index), "C", digits(np.maximum(index, 0) + CUSTOMER_FROM, 9), missing=missing)


def phones(numbers: np.ndarray) -> pa.Array:
    """Mobile numbers of the prefix 100, which no operator gives out."""
    return text(len(numbers), "100", digits(numbers % 10**8, 8))


def id_numbers(rng: np.random.Generator, county: np.ndarray, birth: np.ndarray, is_female: np.ndarray) -> pa.Array:
    """Eighteen characters that look right and are not: the check digit is always a wrong one."""
    date = birth.astype("datetime64[D]")
    year = date.astype("datetime64[Y]").astype(np.int64) + 1970
    month = date.astype("datetime64[M]").astype(np.int64) % 12 + 1
    day = (date - date.astype("datetime64[M]")).astype(np.int64) + 1
    serial = rng.integers(0, 500, len(birth)) * 2 + ~is_female
    body = np.concatenate([digits(county, 6), digits(year * 10_000 + month * 100 + day, 8), digits(serial, 3)], axis=1)
    right = ((body - ord("0")) * CHECK_WEIGHTS).sum(axis=1) % 11
    wrong = CHECK_DIGITS[(right + rng.integers(1, 11, len(right))) % 11]
    return text(len(birth), body, wrong[:, None])
