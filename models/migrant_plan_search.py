"""The exact search: branch and bound over which places open, and inside a branch a small integer programme.

Once the places are decided what is left is a knapsack of concave pools, where the relaxation is tight to a day or two: the
days it cannot settle are few and HiGHS decides them. A branch whose bound is not above the best plan is cut.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from time import perf_counter

import numpy as np

from models.migrant_plan_bound import Bound, Items, affordable, bound, settle
from models.migrant_plan_exact import solve
from models.migrant_plan_problem import Problem
from models.migrant_plan_swap import swapped

PROVED = 1e-4  # a relative gap below it counts as none
FEW_ITEMS = 300  # so few open days are solved at once, whatever the places
MOST_BRANCHES = 60


@dataclass(frozen=True)
class Best:
    """``bound``: no plan reaches more. Of ``all_days`` that could be planned ``open_days`` were left to HiGHS at most."""

    days: np.ndarray
    bound: float
    all_days: int
    open_days: int
    is_proved: bool


def best_plan(problem: Problem, start: np.ndarray, known: np.ndarray, *, seconds: float) -> Best:
    """The best plan found that contains ``start``, never worse than ``known``.

    With ``must`` groups the search keeps their cheapest cover; one more integer programme looks for a better cover.
    """
    search = _Search(problem.after(start), known - start, perf_counter() + seconds)
    top, days = search.run(), start + search.best
    if not problem.must:
        return search.told(days, top, problem)
    items = Items.of(problem)
    limit = bound(problem, items)
    settled = settle(items, limit, problem.value(days))
    solved = solve(problem, items, settled, seconds=seconds)
    days = max([days] if solved.days is None else [days, solved.days], key=problem.value)
    search.open_days = max(search.open_days, int((settled == 0).sum()))
    return search.told(days, min(limit.value, solved.bound), problem)


@dataclass
class _Search:
    """One run: the best plan so far, and the branches still to be looked into, highest bound first.

    ``top`` is the greatest bound of the branches done with, solved or cut.
    """

    problem: Problem
    best: np.ndarray
    until: float
    top: float = 0.0
    all_days: int = 0
    open_days: int = 0
    _heap: list[tuple[float, int, Problem, Items, Bound]] = field(default_factory=list)
    _number: count = field(default_factory=count)

    @property
    def value(self) -> float:
        """What the best plan so far reaches."""
        return self.problem.value(self.best)

    @property
    def enough(self) -> float:
        """Branches whose bound is not above it are cut."""
        return self.value * (1 + PROVED) + PROVED

    def told(self, days: np.ndarray, top: float, problem: Problem) -> Best:
        """The result; the bound is never below the plan."""
        value = problem.value(days)
        proved = top <= value * (1 + 2 * PROVED) + 2 * PROVED
        return Best(days, max(top, value), self.all_days, self.open_days, proved)

    def run(self) -> float:
        """Look into branches until none can be better, or enough were seen; the bound that then holds."""
        self.all_days = self._push(self.problem)
        for _ in range(MOST_BRANCHES):
            if not self._heap or -self._heap[0][0] <= self.enough or perf_counter() > self.until:
                break
            _value, _number, problem, items, limit = heappop(self._heap)
            self._look(problem, items, limit)
        left = -self._heap[0][0] if self._heap else 0.0
        return max(self.top, left, self.value)

    def _push(self, problem: Problem) -> int:
        """Bound a branch, try its best affordable days, and keep it when it may hold better ones."""
        if problem.budget < 0:
            return 0
        items = Items.of(problem)
        limit = bound(problem, items)
        if limit.value > self.enough:
            self._offer(swapped(problem, affordable(problem, items)))
            heappush(self._heap, (-limit.value, next(self._number), problem, items, limit))
        else:
            self.top = max(self.top, limit.value)
        return len(items.cell)

    def _offer(self, days: np.ndarray | None) -> None:
        if days is not None and self.problem.value(days) > self.value:
            self.best = days

    def _look(self, problem: Problem, items: Items, limit: Bound) -> None:
        """Decide a place both ways, or solve the branch."""
        settled = settle(items, limit, self.value)
        open_days = int((settled == 0).sum())
        doubtful = (problem.opening > 0) & (np.abs(limit.worth) <= limit.value - self.value)
        if open_days > FEW_ITEMS and doubtful.any():
            place = int(np.argmin(np.where(doubtful, np.abs(limit.worth), np.inf)))
            for is_open in (True, False):
                self._push(problem.decided(place, is_open))
            return
        self.open_days = max(self.open_days, open_days)
        solved = solve(problem, items, settled, seconds=max(0.1, self.until - perf_counter()))
        self._offer(solved.days)
        self.top = max(self.top, min(limit.value, solved.bound))
