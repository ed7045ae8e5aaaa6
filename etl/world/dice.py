"""Random numbers that depend on the seed and on what they are for, never on what was drawn before."""

from __future__ import annotations

import zlib

import numpy as np


def dice(seed: int, *what: str | int) -> np.random.Generator:
    """A generator for one purpose: the same seed and words give the same numbers in every run."""
    words = [part if isinstance(part, int) else zlib.crc32(part.encode()) for part in what]
    return np.random.default_rng([seed, *words])


def share_out(total: int, weights: np.ndarray, *, least: int = 0) -> np.ndarray:
    """Whole numbers summing to ``total``, each ``least`` or more, by weight (largest remainder)."""
    spare = total - least * len(weights)
    if spare < 0:
        raise ValueError(f"{total} cannot give {least} to each of {len(weights)}")
    exact = weights / weights.sum() * spare
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(whole - exact, kind="stable")
    whole[order[: spare - int(whole.sum())]] += 1
    return whole + least


def pick(rng: np.random.Generator, chances: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """For each entry of ``rows`` a column of the chance table (rows sum to 1), drawn by that row's chances."""
    edges = np.cumsum(chances, axis=1)
    edges[:, -1] = 1.0
    drawn = rng.random(len(rows), dtype=np.float32)
    return (drawn[:, None] >= edges.astype(np.float32)[rows]).sum(axis=1).astype(np.int8)
