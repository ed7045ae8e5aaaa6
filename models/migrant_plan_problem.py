"""The planning problem as numbers: how many service days each cell gets, under a budget and the staff of each place.

Maximise the sum of concave gains. Days are whole; a place that gets any day costs its opening once; a place has no more
days than its staff; each group of ``must`` (cells of one county or centre) gets at least one day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from models.migrant_plan_response import expected

EPS = 1e-9


@dataclass(frozen=True)
class Problem:
    """Arrays over cells (room, per_day, cost, place, county, steps) and places (opening, most).

    ``place`` and ``county`` are positions, ``steps`` the most days worth planning in a cell.
    """

    room: np.ndarray
    per_day: np.ndarray
    cost: np.ndarray
    place: np.ndarray
    county: np.ndarray
    steps: np.ndarray
    opening: np.ndarray
    most: np.ndarray
    budget: float
    must: tuple[np.ndarray, ...] = ()

    @property
    def none(self) -> np.ndarray:
        """No day anywhere."""
        return np.zeros(len(self.room), dtype=int)

    def gains(self, days: np.ndarray) -> np.ndarray:
        """Expected newly reached of each cell."""
        return expected(self.room, self.per_day, days)

    def next_gain(self, days: np.ndarray) -> np.ndarray:
        """What one more day would bring in each cell."""
        return self.gains(days + 1) - self.gains(days)

    def value(self, days: np.ndarray) -> float:
        """Expected newly reached in all."""
        return float(self.gains(days).sum())

    def place_days(self, days: np.ndarray) -> np.ndarray:
        """Days of each place."""
        return np.bincount(self.place, weights=days, minlength=len(self.opening))

    def spent(self, days: np.ndarray) -> float:
        """Days and openings together, in the unit of the budget."""
        return float(self.cost @ days + self.opening @ (self.place_days(days) > 0))

    def allows(self, days: np.ndarray) -> bool:
        """True when every limit is kept."""
        within = self.spent(days) <= self.budget + 1e-6 and np.all(self.place_days(days) <= self.most)
        return bool(within and np.all(days <= self.steps) and all(days[group].sum() >= 1 for group in self.must))

    def after(self, days: np.ndarray) -> Problem:
        """What is left to plan once ``days`` stand: fewer to meet, less money and staff, places opened, ``must`` met."""
        left = np.exp(-days * self.per_day / self.room)
        used = self.place_days(days)
        return replace(
            self,
            room=self.room * left,
            per_day=self.per_day * left,
            steps=self.steps - days,
            opening=np.where(used > 0, 0.0, self.opening),
            most=self.most - used.astype(int),
            budget=self.budget - self.spent(days),
            must=(),
        )

    def decided(self, place: int, is_open: bool) -> Problem:
        """The same with the opening of ``place`` paid, or the place shut."""
        if not is_open:
            return replace(self, steps=np.where(self.place == place, 0, self.steps))
        opening = self.opening.copy()
        opening[place] = 0.0
        return replace(self, opening=opening, budget=self.budget - float(self.opening[place]))


def worthwhile(room: np.ndarray, per_day: np.ndarray, least: float) -> np.ndarray:
    """How many days of each cell bring at least ``least`` workers each."""
    first = expected(room, per_day, 1)
    decay = np.where(room > 0, per_day / np.where(room > 0, room, 1), 1.0)
    with np.errstate(divide="ignore"):
        count = 1 + np.floor(np.log(np.maximum(first, 1e-300) / max(least, 1e-12)) / decay + EPS)
    return np.where(first >= least, count, 0).clip(0, 10**6).astype(int)


Score = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def fill(problem: Problem, score: Score, start: np.ndarray | None = None) -> np.ndarray:
    """Days given one by one to the cell of the best score that still fits; the first of equals.

    ``score(days, price, gain)`` over cells; price is a day with the opening of a place not opened yet.
    """
    days = problem.none if start is None else start.copy()
    left, used = problem.budget - problem.spent(days), problem.place_days(days)
    gain = problem.next_gain(days)
    while True:
        price = problem.cost + np.where(used > 0, 0.0, problem.opening)[problem.place]
        fits = (price <= left + EPS) & (days < problem.steps) & (used < problem.most)[problem.place]
        if not fits.any():
            return days
        best = int(np.argmax(np.where(fits, score(days, price, gain), -np.inf)))
        left -= price[best]
        days[best] += 1
        used[problem.place[best]] += 1
        cell = slice(best, best + 1)
        gain[cell] = expected(problem.room[cell], problem.per_day[cell], days[cell] + 1) - expected(
            problem.room[cell], problem.per_day[cell], days[cell]
        )


def greedy(problem: Problem, start: np.ndarray | None = None) -> np.ndarray:
    """The next day goes where a yuan of it brings most."""
    return fill(problem, lambda days, price, gain: gain / price, start)


def even(problem: Problem, start: np.ndarray | None = None) -> np.ndarray:
    """The next day goes to the centre with fewest days, there to the county with fewest."""

    def fewest(days: np.ndarray, price: np.ndarray, gain: np.ndarray) -> np.ndarray:
        county = np.bincount(problem.county, weights=days)
        large = float(days.sum()) + 2
        return -((problem.place_days(days)[problem.place] * large + county[problem.county]) * large + days)

    return fill(problem, fewest, start)


def proportional(problem: Problem, start: np.ndarray | None = None) -> np.ndarray:
    """Days in proportion to the uncovered (highest averages)."""
    return fill(problem, lambda days, price, gain: problem.room / (days + 1), start)
