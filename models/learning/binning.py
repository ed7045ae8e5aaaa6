"""Numbers into bins, the same for every learner: a row becomes a few small codes.

A feature's bins are about equally filled by the rows it was fitted on; categories keep their code; the last bin of a feature is
"not known". Codes are kept feature by feature, so that a table per feature is read in one sweep.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.learning.problem import Problem

SAMPLE = 100_000


@dataclass(frozen=True)
class Binning:
    """``edges``: per feature the inner limits of its bins; empty for categories, whose number of levels is ``sizes``.

    ``sizes``: bins of each feature without the one for unknown.
    """

    edges: tuple[np.ndarray, ...]
    sizes: np.ndarray
    is_category: np.ndarray

    @property
    def widest(self) -> int:
        """Bins of the feature that has most, with that for unknown."""
        return int(self.sizes.max()) + 1

    def codes(self, matrix: np.ndarray) -> np.ndarray:
        """Shape (features, rows), uint8."""
        out = np.empty((len(self.sizes), len(matrix)), np.uint8)
        for index, edges in enumerate(self.edges):
            column = matrix[:, index]
            code = column if self.is_category[index] else np.searchsorted(edges, column, side="right")
            out[index] = np.where(np.isnan(column), self.sizes[index], code)
        return out


def fit_binning(problem: Problem, matrix: np.ndarray) -> Binning:
    """Bins from the rows; a feature with few values has a bin for each."""
    step = max(1, len(matrix) // SAMPLE)
    edges, sizes = [], []
    for index, feature in enumerate(problem.features.values()):
        limits = np.empty(0, np.float32) if feature.levels else _limits(matrix[::step, index], feature.bins)
        edges.append(limits)
        sizes.append(len(feature.levels) or len(limits) + 1)
    return Binning(tuple(edges), np.array(sizes, np.int64), problem.is_category)


def _limits(column: np.ndarray, bins: int) -> np.ndarray:
    """Inner limits. A value's weight is the root of how often it occurs, so that a few rare values beside a common one count."""
    values, counts = np.unique(column[~np.isnan(column)], return_counts=True)
    if len(values) <= 1:
        return np.empty(0, np.float32)
    between = (values[1:] + values[:-1]) / 2
    if len(values) <= bins:
        return between
    passed = np.cumsum(np.sqrt(counts))[:-1]
    return between[np.unique(np.searchsorted(passed, np.linspace(0, passed[-1], bins + 1)[1:-1]))]
