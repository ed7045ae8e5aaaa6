"""What happens in customers' lives, month by month: the bank learns of it days or months later, by ``recorded``.

A month depends on the seed and itself alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from etl.world.customers import Customers
from etl.world.dice import dice
from etl.world.households import GROUPS
from etl.world.season import EPOCH

SOURCES = ("visit", "customer", "counter", "public_record")
LATE_SHARE = 0.05  # of events are learned of only after months


@dataclass(frozen=True)
class Kind:
    """An event: how often a month, at what age (centre, width), in which groups (factors), in which months (factors)."""

    code: str
    often: float
    age: tuple[float, float]
    groups: dict[str, float]
    months: dict[int, float]
    elsewhere: float = 1.0  # factor of groups and
    otherwise: float = 1.0  # of months not named


KINDS = (
    Kind("wedding", 0.006, (27, 7), {"student": 0.3, "senior": 0.1}, {1: 1.6, 2: 1.8, 5: 1.4, 10: 1.9}),
    Kind("birth", 0.006, (30, 7), {"student": 0.1}, {}),
    Kind("house_purchase", 0.005, (34, 9), {"public_sector": 1.7, "urban_wage": 1.5, "grower": 0.4}, {}),
    Kind("business_opened", 0.003, (36, 12), {"returnee": 4.0, "sole_trader": 1.8, "public_sector": 0.1}, {3: 1.5}),
    Kind("job_change", 0.008, (33, 13), {"urban_wage": 1.6, "migrant": 1.5, "grower": 0.3, "senior": 0.0}, {3: 1.7}),
    Kind("migrant_left", 0.03, (36, 22), {"migrant": 1.0, "returnee": 0.2}, {2: 2.4, 3: 2.8}, 0.03, 0.4),
    Kind("migrant_returned", 0.03, (38, 22), {"migrant": 1.0, "returnee": 0.3}, {1: 3.0, 12: 2.2}, 0.02, 0.4),
    Kind("child_to_school", 0.012, (36, 9), {"student": 0.0}, {8: 3.5, 9: 3.0}, 1.0, 0.2),
    Kind("retirement", 0.03, (60, 3), {"student": 0.0}, {}),
    Kind("crop_sold", 0.05, (50, 30), {"grower": 1.0, "returnee": 0.35}, {9: 2.2, 10: 2.6, 11: 1.8}, 0.02, 0.25),
)
CODES = tuple(kind.code for kind in KINDS)


@dataclass(frozen=True)
class Events:
    """A row per event: ``row`` of the customer in the block, ``kind``, days since 1970 of the event and of its record."""

    row: np.ndarray
    kind: np.ndarray
    happened: np.ndarray
    recorded: np.ndarray
    source: np.ndarray


class Lives:
    """The lives of a block of customers."""

    def __init__(self, seed: int, of: Customers) -> None:
        self.seed, self.first, self.count = seed, of.first, len(of.group)
        self.often = np.stack([_often(kind, of) for kind in KINDS], axis=1).astype(np.float32)

    def month(self, month: date) -> Events:
        """What happens in the month of this first day: at most one thing a customer."""
        rng = dice(self.seed, "life", self.first, month.toordinal())
        season = np.array([kind.months.get(month.month, kind.otherwise) for kind in KINDS], np.float32)
        drawn = rng.random(self.count, np.float32)
        row = np.flatnonzero(drawn < self.often @ season)
        edges = np.cumsum(self.often[row] * season, axis=1)
        kind = np.minimum((drawn[row, None] >= edges).sum(axis=1), len(KINDS) - 1)
        happened = (month - EPOCH).days + rng.integers(0, 28, len(row))
        late = np.where(rng.random(len(row)) < LATE_SHARE, rng.integers(45, 150, len(row)), 0)
        delay = rng.exponential(8, len(row)).astype(np.int64) + late
        return Events(row, kind, happened, happened + delay, rng.integers(0, len(SOURCES), len(row)))


def _often(kind: Kind, of: Customers) -> np.ndarray:
    groups = np.array([kind.groups.get(group, kind.elsewhere) for group in GROUPS])
    centre, width = kind.age
    return kind.often * groups[of.group] * np.exp(-(((of.age - centre) / width) ** 2))
