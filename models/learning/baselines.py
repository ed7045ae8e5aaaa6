"""Simple models that a better one must beat: how popular it is in the group, and a logistic regression on everything known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from models.learning.binning import Binning
from models.learning.calibration import expit

PRIOR_ROWS = 200.0


@dataclass(frozen=True)
class Popularity:
    """The part of a group that took it, drawn towards that of all where the group is small."""

    rates: np.ndarray

    def probability(self, group: np.ndarray) -> np.ndarray:
        """By the group's code."""
        return self.rates[group]


def popularity(group: np.ndarray, hit: np.ndarray, groups: int) -> Popularity:
    """From rows of training."""
    rows, hits = np.bincount(group, minlength=groups), np.bincount(group, hit, minlength=groups)
    return Popularity((hits + PRIOR_ROWS * hit.mean()) / (rows + PRIOR_ROWS))


class Linear:
    """Logistic regressions of several targets on the same columns: numbers by bin, standardised, and categories apart."""

    def __init__(self, binning: Binning, codes: np.ndarray) -> None:
        self.binning = binning
        numbers = codes[~binning.is_category].astype(np.float32)
        self.mean, self.spread = numbers.mean(axis=1), np.maximum(numbers.std(axis=1), 1e-6)
        self.weights = np.empty((0, 0), np.float32)

    def design(self, codes: np.ndarray) -> np.ndarray:
        """A row each, float32, the last column 1."""
        numbers = (codes[~self.binning.is_category].T - self.mean) / self.spread
        columns = [
            codes[place] == level
            for place in np.flatnonzero(self.binning.is_category)
            for level in range(self.binning.sizes[place])
        ]
        categories = np.stack(columns, axis=1) if columns else np.empty((codes.shape[1], 0))
        return np.concatenate([numbers, categories, np.ones((codes.shape[1], 1))], axis=1).astype(np.float32)

    def learned(self, codes: np.ndarray, hit: np.ndarray, weight: np.ndarray) -> np.ndarray:
        """The weights of one target."""
        model = LogisticRegression(C=0.3, max_iter=60, tol=1e-3)
        design = self.design(codes)
        model.fit(design[:, :-1], hit, sample_weight=weight)
        return np.r_[model.coef_[0], model.intercept_[0]].astype(np.float32)

    def holding(self, weights: Sequence[np.ndarray]) -> Linear:
        """With the weights of every target."""
        self.weights = np.stack(weights)
        return self

    def probability(self, design: np.ndarray) -> np.ndarray:
        """Shape (targets, rows)."""
        return expit(self.weights @ design.T)
