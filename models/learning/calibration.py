"""From log-odds to probabilities that come true as often as they say (fitted by ``calibrate``)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


def expit(log_odds: np.ndarray) -> np.ndarray:
    """Log-odds to probabilities."""
    return 1 / (1 + np.exp(-np.clip(log_odds, -40, 40)))


@dataclass(frozen=True)
class Calibration:
    """``p = expit(slope · log-odds + intercept)``, then along the curve (``at``, ``to``) where there is one.

    Above the last point, where few rows were seen, the odds of the line and of the curve keep the proportion they have there.
    """

    slope: float = 1.0
    intercept: float = 0.0
    at: tuple[float, ...] = ()
    to: tuple[float, ...] = ()

    def probability(self, log_odds: np.ndarray) -> np.ndarray:
        """Calibrated probabilities, float32, never 0 or 1."""
        raw = expit(self.slope * log_odds + self.intercept)
        return np.clip(self._along(raw) if self.at else raw, 1e-5, 1 - 1e-5).astype(np.float32)

    def _along(self, raw: np.ndarray) -> np.ndarray:
        said, above = np.interp(raw, self.at, self.to), raw > self.at[-1]
        if np.any(above):
            beyond = raw[above] / (1 - raw[above]) * (_odds(self.to[-1]) / _odds(self.at[-1]))
            said[above] = beyond / (1 + beyond)
        return said


def _odds(share: float) -> float:
    share = min(max(share, 1e-9), 1 - 1e-9)
    return share / (1 - share)
