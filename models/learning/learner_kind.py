"""What every fitted model can do."""

from __future__ import annotations

from typing import Protocol

import numpy as np


class Learned(Protocol):
    """Foretells rows by their codes (features, rows)."""

    def log_odds(self, codes: np.ndarray) -> np.ndarray:
        """The log-odds of each row, not calibrated."""
