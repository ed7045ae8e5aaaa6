"""Learn how log-odds become probabilities, from rows later than the model's own.

Two shapes: a line (slope and intercept) for few hits, and for many a curve above it: centred isotonic regression (A. P. Oron,
N. Flournoy, "Centered isotonic regression", Statistics in Biopharmaceutical Research 9, 2017) over bins. Rows pooled
into a step stand at its centre and the curve runs straight from centre to centre, so that unlike forecasts never tie.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from models.learning.calibration import Calibration, expit

ENOUGH_HITS = 400  # from here on a curve is better than a line
PRIOR = 20.0  # how strongly a line is held to be straight: slope 1, intercept 0
BINS = 20
ONE_HIT = 1.0  # how many hits a bin's evidence is joined by that says what the line says: no bin is at zero


def fit_calibration(log_odds: np.ndarray, hit: np.ndarray) -> Calibration:
    """From rows the model did not learn from."""
    line = _line(log_odds, hit)
    if hit.sum() < ENOUGH_HITS:
        return line
    at, to = _curve(line.probability(log_odds).astype(np.float64), hit)
    return Calibration(line.slope, line.intercept, at, to)


def _line(log_odds: np.ndarray, hit: np.ndarray) -> Calibration:
    def loss(given: np.ndarray) -> tuple[float, np.ndarray]:
        z = given[0] * log_odds + given[1]
        miss = expit(z) - hit
        pull = PRIOR * (given - np.array([1.0, 0.0]))
        value = float(np.logaddexp(0, z).sum() - (hit * z).sum() + pull @ (given - np.array([1.0, 0.0])) / 2)
        return value, np.array([miss @ log_odds, miss.sum()]) + pull

    found = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B")
    return Calibration(float(found.x[0]), float(found.x[1]))


@dataclass
class _Step:
    """Rows of about the same forecast: how many (with those of ONE_HIT), the sum of what was said, the hits."""

    rows: float
    said: float
    hits: float

    @property
    def share(self) -> float:
        return self.hits / self.rows

    def joined(self, other: _Step) -> _Step:
        return _Step(self.rows + other.rows, self.said + other.said, self.hits + other.hits)


def _curve(said: np.ndarray, hit: np.ndarray) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """(said, happened) at the centres of steps that rise, from the origin on."""
    order = np.argsort(said, kind="stable")
    steps: list[_Step] = []
    for rows in np.split(order, _limits(said[order])):
        if not len(rows):
            continue
        more = ONE_HIT / max(float(said[rows].mean()), 1e-9)
        step = _Step(len(rows) + more, float(said[rows].sum()) + ONE_HIT, float(hit[rows].sum()) + ONE_HIT)
        while steps and steps[-1].share >= step.share:
            step = steps.pop().joined(step)
        steps.append(step)
    return (0.0, *(one.said / one.rows for one in steps)), (0.0, *(one.share for one in steps))


def _limits(said: np.ndarray) -> np.ndarray:
    """Where sorted rows are cut: each bin holds as much of the rows as of the hits expected, halved and added. Few forecasts
    are high, and most of the hits are there."""
    held = (np.arange(1, len(said) + 1) / len(said) + np.cumsum(said) / said.sum()) / 2
    return np.unique(np.searchsorted(held, np.arange(1, BINS) / BINS))
