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
APART = 2  # reasons first shown: those that tell this customer from others with about the same forecast
MOST = 5  # with those that weigh most of what is left, for or against
LEAST = 0.0005  # a reason changes the probability by at least this
BANDS = (
    15,
    50,
    150,
    500,
    0.01,
    0.05,
    0.2,
    0.5,
)  # best first, customers and parts of all: within one forecasts are about the same
FEW = 0.01  # of a part counts although others have it too: who is alone in a band has reasons as well
SIDES = ("high", "low", "less")
RECENT = "days_since_"  # features that count days back: few are "high"


class Sides(BaseModel):
    """The sentence for each side of a topic, and for one that takes away."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    high: Text | None = None
    low: Text | None = None
    less: Text | None = None


@lru_cache
def sentences() -> dict[str, Sides]:
    """The catalogue: topic → sentences."""
    return {topic: Sides(**said) for topic, said in yaml.safe_load(FILE.read_text("utf-8")).items()}


def sentence(code: str) -> Text | None:
    """The sentence of a code, None when the catalogue has none (any more)."""
    topic, _, side = code.partition(".")
    sides = sentences().get(topic)
    return getattr(sides, side, None) if sides and side in SIDES else None


@dataclass(frozen=True)
class Reasons:
    """Up to MOST per row: place in ``codes`` (0 is none) and effect in percentage points. The first APART add, and are those
    few others of about the same forecast have; then the weightiest of the rest, which may take away."""

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
        self.codes = ("", *(f"{topic}.{side}" for topic in self.topics for side in SIDES))
        self.is_low = np.stack([self._low(problem, of[0]) for of in self.features])
        has = np.array([[getattr(said[topic], side) is not None for side in SIDES] for topic in self.topics])
        self.is_said = np.where(self.is_low, has[:, 1:2], has[:, :1])
        self.has_less = has[:, 2]

    def reasons(self, target: str, rows: np.ndarray, log_odds: np.ndarray) -> Reasons:
        """For some rows. ``log_odds``: theirs, not calibrated."""
        place = self.model.targets.index(target)
        table, calibration = self.model.tables[place], self.model.calibrations[place]
        parts = np.zeros((len(self.topics), len(rows)), np.float32)
        for topic, of in enumerate(self.features):
            for feature in of:
                if np.abs(table[feature]).max() > 0:
                    parts[topic] += table[feature].take(self.rows[feature, rows])
        is_said = self.is_said[:, rows]
        parts[~is_said & ~((parts < 0) & self.has_less[:, None])] = 0
        return self._chosen(parts, rows, log_odds, slope(calibration, log_odds, float(self.model.base[place])))

    def _chosen(self, parts: np.ndarray, rows: np.ndarray, log_odds: np.ndarray, per_part: np.ndarray) -> Reasons:
        code, effect = np.zeros((MOST, len(rows)), np.uint8), np.zeros((MOST, len(rows)), np.float32)
        every = np.arange(len(rows))
        special = apart(parts, log_odds)
        for place in range(MOST):
            topic = (special if place < APART else np.abs(parts)).argmax(axis=0)
            part = parts[topic, every]
            gain = part * per_part
            worth = (gain >= LEAST) if place < APART else (np.abs(gain) >= LEAST)
            side = np.where((part < 0) & self.has_less[topic], 2, self.is_low[topic, rows])
            code[place] = np.where(worth, 1 + len(SIDES) * topic + side, 0)
            effect[place] = np.where(worth, np.round(100 * gain, 2), 0)
            parts[topic, every] = np.where(worth, 0, part)
            special[topic, every] = -1
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


def slope(calibration: Calibration, log_odds: np.ndarray, base: float) -> np.ndarray:
    """Probability per unit of log-odds on the way from the average customer to each row.

    A part times this is its share of the difference between the two, and all parts together are the whole difference
    (M. Sundararajan and others, "Axiomatic attribution for deep networks", 2017: integrated along the straight way).
    """
    away = log_odds - base
    away = np.where(np.abs(away) < 0.01, 0.01, away)
    reached = calibration.probability(base + away).astype(np.float64)
    return (reached - float(calibration.probability(np.array([base]))[0])) / away


def apart(parts: np.ndarray, log_odds: np.ndarray) -> np.ndarray:
    """How much more each topic adds for a row than what others of about the same forecast share, shape of ``parts``; 0 at least."""
    order = np.argsort(-log_odds, kind="stable")
    special = np.empty_like(parts)
    ends = sorted(min(round(band * len(order)) if band < 1 else int(band), len(order)) for band in BANDS)
    for rows in np.split(order, ends):
        if len(rows):
            own = np.maximum(parts[:, rows], 0)
            usual = np.maximum(parts[:, rows].mean(axis=1, keepdims=True), 0)
            special[:, rows] = np.maximum(own - usual, FEW * own)
    return special
