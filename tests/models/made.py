"""A small made-up problem: three features, one of them a category, and a chance that depends on each."""

from __future__ import annotations

import numpy as np

from models.learning.binning import Binning, fit_binning
from models.learning.problem import Feature, Problem
from models.learning.recipe import Recipe

PROBLEM = Problem(
    name="made", targets=("taken", "left"), recipe=Recipe(rounds=40, least=20),
    features={"kind": Feature(levels=("a", "b", "c"), topic="group"), "size": Feature(bins=8), "age": Feature(bins=16)},
)  # fmt: skip


def rows(count: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """(matrix, hits (targets, rows)); some sizes are not known."""
    rng = np.random.default_rng(seed)
    kind, size, age = rng.integers(0, 3, count), rng.normal(0, 1, count), rng.uniform(18, 80, count)
    odds = -2 + 0.8 * (kind == 1) + 1.2 * size - ((age - 45) / 20) ** 2
    hit = rng.random((2, count)) < 1 / (1 + np.exp(-np.stack([odds, -1 - odds])))
    matrix = np.column_stack([kind, np.where(rng.random(count) < 0.1, np.nan, size), age]).astype(np.float32)
    return matrix, hit


def binned(count: int, seed: int = 1) -> tuple[Binning, np.ndarray, np.ndarray]:
    """(binning, codes, hits)."""
    matrix, hit = rows(count, seed)
    binning = fit_binning(PROBLEM, matrix)
    return binning, binning.codes(matrix), hit
