"""How good a plan can be at most, and which days decide it.

Lagrangian relaxation: at a price per unit of budget every place is judged alone – its best days, at most as many as its
staff has, against its opening. The sum of what the places are worth plus ``price × budget`` is never below the best
plan, whatever the price; the least of these sums is the bound. ``must`` groups are left out, which can only raise it.
A day whose forced change pushes the bound below a plan at hand is settled (reduced-cost fixing).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from models.migrant_plan_problem import EPS, Problem, greedy

HALVINGS = 45


@dataclass(frozen=True)
class Items:
    """One row per cell and day number: what that day adds (falling within a cell) and costs."""

    cell: np.ndarray
    gain: np.ndarray
    cost: np.ndarray
    place: np.ndarray

    @classmethod
    def of(cls, problem: Problem) -> Items:
        """Every day a cell could get and the budget could pay."""
        payable = np.floor((problem.budget + EPS) / problem.cost).astype(int)
        steps = np.minimum(problem.steps, np.minimum(payable, problem.most[problem.place])).clip(0)
        cell = np.repeat(np.arange(len(steps)), steps)
        number = np.arange(len(cell)) - np.repeat(np.cumsum(steps) - steps, steps)
        decay, room = problem.per_day[cell] / problem.room[cell], problem.room[cell]
        return cls(cell, room * np.exp(-decay * number) * -np.expm1(-decay), problem.cost[cell], problem.place[cell])


@dataclass(frozen=True)
class Bound:
    """The relaxation at one price. ``net``, ``chosen`` over items; ``worth`` and both edges over places.

    ``edge_in`` is the value of the day a further one would displace, ``edge_out`` of the day that would follow.
    """

    value: float
    spent: float
    net: np.ndarray
    chosen: np.ndarray
    worth: np.ndarray
    edge_in: np.ndarray
    edge_out: np.ndarray

    @property
    def opened(self) -> np.ndarray:
        """Places worth their opening."""
        return self.worth > 0


def relaxed(problem: Problem, items: Items, price: float) -> Bound:
    """Each place judged alone at ``price``."""
    net = items.gain - price * items.cost
    chosen, places = net > 0, len(problem.opening)
    edge_in, edge_out = np.zeros(places), np.zeros(places)
    counts = np.bincount(items.place[chosen], minlength=places)
    for place in np.flatnonzero(counts >= problem.most):
        inside = np.flatnonzero(chosen & (items.place == place))
        order = inside[np.argsort(-net[inside], kind="stable")]
        most = int(problem.most[place])
        chosen[order[most:]] = False
        edge_in[place] = net[order[most - 1]] if most else np.inf
        edge_out[place] = net[order[most]] if len(order) > most else 0.0
    worth = np.bincount(items.place, weights=np.where(chosen, net, 0.0), minlength=places) - price * problem.opening
    opened = worth > 0
    spent = float(items.cost[chosen & opened[items.place]].sum() + problem.opening[opened].sum())
    value = price * problem.budget + float(worth[opened].sum())
    return Bound(value, spent, net, chosen, worth, edge_in, edge_out)


def bound(problem: Problem, items: Items) -> Bound:
    """The least of the sums over prices."""
    return min(_halving(problem, items, lambda found: found.spent <= problem.budget), key=lambda found: found.value)


def affordable(problem: Problem, items: Items) -> np.ndarray:
    """The days the relaxation chooses at the lowest price at which the budget pays them, and what still fits."""
    paid = [found for found in _halving(problem, items, lambda found: found.spent <= problem.budget)][::-1]
    found = next((found for found in paid if found.spent <= problem.budget), None)
    if found is None:
        return greedy(problem)
    chosen = items.cell[found.chosen & found.opened[items.place]]
    return greedy(problem, np.bincount(chosen, minlength=len(problem.room)))


def _halving(problem: Problem, items: Items, is_enough: Callable[[Bound], bool]) -> Iterator[Bound]:
    """The relaxation at prices that close in on the lowest that ``is_enough``."""
    low, price, high = 0.0, 0.0, float((items.gain / items.cost).max(initial=0.0))
    for _ in range(HALVINGS):
        found = relaxed(problem, items, price)
        yield found
        low, high = (low, price) if is_enough(found) else (price, high)
        if high <= low:
            return
        price = (low + high) / 2


def settle(items: Items, limit: Bound, known: float) -> np.ndarray:
    """For each item 1 (in every plan better than ``known``), −1 (in none) or 0 (open)."""
    slack = limit.value - known + max(1.0, abs(known)) * 1e-9
    worth, kept = limit.worth[items.place], np.maximum(limit.worth, 0)[items.place]
    forced_in = np.where(limit.chosen, kept - worth, kept - worth - limit.net + limit.edge_in[items.place])
    forced_out = np.where(limit.chosen, np.minimum(kept, limit.net - limit.edge_out[items.place]), 0.0)
    return np.where(forced_out > slack, 1, np.where(forced_in > slack, -1, 0))
