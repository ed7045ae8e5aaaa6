"""Why a product is recommended: what the model's parts say, turned into codes of a reviewed catalogue (``reasons.yaml``).

A code is a topic and a side: ``deposit_growth.high``. What is not in the catalogue is never said. The effect of a reason is in
percentage points: the probability less what it would be, were the customer average in that topic alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict

from data.metrics.text import Text
from models.learning.additive import Additive
from models.learning.calibration import Calibration
from models.learning.problem import Problem

FILE = Path(__file__).parent / "reasons.yaml"
MOST = 3
LEAST = 0.0005  # a reason adds at least this to the probability
RECENT = "days_since_"  # features that count days back: few are "high"


class Sides(BaseModel):
    """The sentence for each side of a topic."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    high: Text | None = None
    low: Text | None = None


@lru_cache
def sentences() -> dict[str, Sides]:
    """The catalogue: topic → sentences."""
    return {topic: Sides(**said) for topic, said in yaml.safe_load(FILE.read_text("utf-8")).items()}


def sentence(code: str) -> Text | None:
    """The sentence of a code, None when the catalogue has none (any more)."""
    topic, _, side = code.partition(".")
    sides = sentences().get(topic)
    return getattr(sides, side, None) if sides and side in ("high", "low") else None


@dataclass(frozen=True)
class Reasons:
    """Up to MOST per row, best first: place in ``codes`` (0 is none) and effect in percentage points."""

    code: np.ndarray
    effect: np.ndarray


class Speaker:
    """Reasons for rows given by their codes (features, rows)."""

    def __init__(self, problem: Problem, model: Additive, codes: np.ndarray) -> None:
        said = sentences()
        self.model, self.rows = model, codes
        topics = [feature.topic for feature in problem.features.values()]
        self.topics = [topic for topic in dict.fromkeys(topics) if topic in said]
        self.features = [np.flatnonzero(np.array(topics) == topic) for topic in self.topics]
        self.codes = ("", *(f"{topic}.{side}" for topic in self.topics for side in ("high", "low")))
        self.is_low = np.stack([self._low(problem, of[0]) for of in self.features])
        has = np.array([[said[topic].high is not None, said[topic].low is not None] for topic in self.topics])
        self.is_said = np.where(self.is_low, has[:, 1:], has[:, :1])

    def reasons(self, target: str, rows: np.ndarray, log_odds: np.ndarray) -> Reasons:
        """For some rows. ``log_odds``: theirs, not calibrated."""
        table = self.model.tables[self.model.targets.index(target)]
        calibration = self.model.calibrations[self.model.targets.index(target)]
        parts = np.zeros((len(self.topics), len(rows)), np.float32)
        for topic, of in enumerate(self.features):
            for feature in of:
                if np.abs(table[feature]).max() > 0:
                    parts[topic] += table[feature].take(self.rows[feature, rows])
        parts[~self.is_said[:, rows]] = 0
        return self._best(parts, rows, log_odds, calibration)

    def _best(self, parts: np.ndarray, rows: np.ndarray, log_odds: np.ndarray, calibration: Calibration) -> Reasons:
        code, effect = np.zeros((MOST, len(rows)), np.uint8), np.zeros((MOST, len(rows)), np.float32)
        chance, every = calibration.probability(log_odds), np.arange(len(rows))
        for place in range(MOST):
            topic = parts.argmax(axis=0)
            part = parts[topic, every]
            gain = chance - calibration.probability(log_odds - part)
            worth = (part > 0) & (gain >= LEAST)
            code[place] = np.where(worth, 1 + 2 * topic + self.is_low[topic, rows], 0)
            effect[place] = np.where(worth, np.round(100 * gain, 2), 0)
            parts[topic, every] = 0
        return Reasons(code, effect)

    def _low(self, problem: Problem, feature: int) -> np.ndarray:
        """Whether each row stands below the middle of the feature; of days gone by, whether it is long ago or never."""
        codes, name = self.rows[feature], problem.names[feature]
        unknown = codes == self.model.binning.sizes[feature]
        if problem.features[name].levels:
            return np.zeros(len(codes), bool)
        if name.startswith(RECENT):
            return unknown
        known = codes[~unknown]
        return unknown | (codes < max(1, int(np.median(known)) if len(known) else 1))
