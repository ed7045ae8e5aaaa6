"""From log-odds to probabilities that come true as often as they say (fitted by ``calibrate``)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


def expit(log_odds: np.ndarray) -> np.ndarray:
    """Log-odds to probabilities."""
    return 1 / (1 + np.exp(-np.clip(log_odds, -40, 40)))


@dataclass(frozen=True)
class Calibration:
    """``p = expit(slope · log-odds + intercept)``, then between the steps (``at``, ``to``) where there are any."""

    slope: float = 1.0
    intercept: float = 0.0
    at: tuple[float, ...] = ()
    to: tuple[float, ...] = ()

    def probability(self, log_odds: np.ndarray) -> np.ndarray:
        """Calibrated probabilities, float32, never 0 or 1."""
        raw = expit(self.slope * log_odds + self.intercept)
        return np.clip(np.interp(raw, self.at, self.to) if self.at else raw, 1e-5, 1 - 1e-5).astype(np.float32)
