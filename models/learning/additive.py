"""A model that is a sum of one part per feature: scores of many targets at once, and exactly what each feature adds.

Learned by boosted trees that look at one feature each (``learner``), then read off as a table per feature and bin, so that
scoring is looking up and adding, in NumPy alone. Parts are centred: they tell how a row differs from the average one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.learning.binning import Binning
from models.learning.calibration import Calibration
from models.learning.learner_kind import Learned

AT_ONCE = 65_536


@dataclass(frozen=True)
class Additive:
    """``tables``: (targets, features, bins) log-odds; ``base``: of the average row; ``calibrations``: per target."""

    targets: tuple[str, ...]
    names: tuple[str, ...]
    binning: Binning
    tables: np.ndarray
    base: np.ndarray
    calibrations: tuple[Calibration, ...]

    def log_odds(self, codes: np.ndarray) -> np.ndarray:
        """Shape (targets, rows), float32, not calibrated."""
        out = np.empty((len(self.targets), codes.shape[1]), np.float32)
        for begin in range(0, codes.shape[1], AT_ONCE):
            part = codes[:, begin : begin + AT_ONCE]
            block = np.repeat(self.base[:, None], part.shape[1], axis=1)
            for feature in range(len(self.names)):
                if self._says[feature]:
                    block += self.tables[:, feature].take(part[feature], axis=1)
            out[:, begin : begin + AT_ONCE] = block
        return out

    def probability(self, codes: np.ndarray) -> np.ndarray:
        """Shape (targets, rows), calibrated."""
        odds = self.log_odds(codes)
        return np.stack([one.probability(odds[place]) for place, one in enumerate(self.calibrations)])

    def parts(self, target: str, codes: np.ndarray) -> np.ndarray:
        """What each feature adds to the target's log-odds, shape (features, rows); with the base they sum to the whole."""
        table = self.tables[self.targets.index(target)]
        return np.stack([table[feature].take(codes[feature]) for feature in range(len(self.names))])

    @property
    def _says(self) -> np.ndarray:
        return np.abs(self.tables).max(axis=(0, 2)) > 0


def tabled(model: Learned, binning: Binning, codes: np.ndarray) -> tuple[np.ndarray, float]:
    """(table (features, bins), base) of a model of one-feature trees: asked for one feature's bins, all others at their first.

    ``codes``: the rows over which parts are centred.
    """
    features, widest = len(binning.sizes), binning.widest
    feature, code = np.nonzero(np.arange(widest) <= binning.sizes[:, None])
    asked = np.zeros((features, len(feature) + 1), np.uint8)
    asked[feature, np.arange(len(feature))] = code
    odds = model.log_odds(asked)
    table = np.zeros((features, widest), np.float32)
    table[feature, code] = odds[:-1] - odds[-1]
    means = np.array([table[place].take(codes[place]).mean() for place in range(features)], np.float32)
    filled = np.arange(widest) <= binning.sizes[:, None]
    return np.where(filled, table - means[:, None], 0).astype(np.float32), float(odds[-1] + means.sum())
