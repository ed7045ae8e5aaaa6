"""Learn how log-odds become probabilities, from rows later than the model's own.

Two shapes: a line (slope and intercept) for few hits, and steps that never fall on top of it for many.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize
from sklearn.isotonic import IsotonicRegression

from models.learning.calibration import Calibration, expit

ENOUGH_HITS = 400  # from here on steps are better than a line
PRIOR = 20.0  # how strongly a line is held to be straight: slope 1, intercept 0


def fit_calibration(log_odds: np.ndarray, hit: np.ndarray) -> Calibration:
    """From rows the model did not learn from."""
    line = _line(log_odds, hit)
    if hit.sum() < ENOUGH_HITS:
        return line
    raw = line.probability(log_odds)
    steps = IsotonicRegression(out_of_bounds="clip").fit(raw, hit)
    at, to = _few(steps.X_thresholds_, steps.y_thresholds_, raw)
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


def _few(
    at: np.ndarray, to: np.ndarray, raw: np.ndarray, bins: int = 20
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Means of the steps over equally filled bins: a smooth, strictly readable curve of at most ``bins`` points."""
    parts = np.array_split(np.sort(raw), bins)
    x = np.array([part.mean() for part in parts])
    y = np.array([np.interp(part, at, to).mean() for part in parts])
    kept = np.r_[True, np.diff(x) > 1e-9]
    x, y = x[kept], np.maximum.accumulate(y[kept])
    top = max(float(raw.max()), float(x[-1]) + 1e-9)
    highest = max(float(np.interp(top, at, to)), float(y[-1]))
    return (0.0, *map(float, x), top), (0.0, *map(float, y), highest)
