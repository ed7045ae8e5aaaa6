"""The exact part of planning: a mixed-integer programme over the days the bound left open, solved by HiGHS."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from models.migrant_plan_bound import Items
from models.migrant_plan_problem import Problem

GAP = 1e-4  # relative
INFEASIBLE = 2  # status of scipy's milp
MOST_ITEMS = 1500  # with more HiGHS does not get far in the time a screen has
MOST_NODES = 30


@dataclass(frozen=True)
class Solved:
    """``days`` of the best plan found (None when none was); no plan that keeps the settled days reaches more than ``bound``."""

    days: np.ndarray | None
    bound: float


def solve(problem: Problem, items: Items, settled: np.ndarray, *, seconds: float) -> Solved:
    """The best plan that keeps the settled days; the open ones are binaries beside one binary a place."""
    always, open_ = np.flatnonzero(settled == 1), np.flatnonzero(settled == 0)
    base = np.bincount(items.cell[always], minlength=len(problem.room))
    if len(open_) > MOST_ITEMS:
        return Solved(None, np.inf)
    gain = np.concatenate([items.gain[open_], np.zeros(len(problem.opening))])
    answer = milp(
        -gain,
        integrality=np.ones(len(gain)),
        bounds=_bounds(problem, base, len(open_)),
        constraints=_rows(problem, items, open_, base),
        options={"time_limit": seconds, "node_limit": MOST_NODES, "mip_rel_gap": GAP},
    )
    fixed = float(items.gain[always].sum())
    if answer.x is None:
        return Solved(None, -np.inf if answer.status == INFEASIBLE else np.inf)
    taken = open_[answer.x[: len(open_)] > 0.5]
    days = base + np.bincount(items.cell[taken], minlength=len(base))
    return Solved(days, fixed - float(answer.mip_dual_bound))


def cheapest_cover(problem: Problem) -> np.ndarray | None:
    """The cheapest days that give every ``must`` group one; None when the staff of the centres cannot."""
    if not problem.must:
        return problem.none
    cells = np.unique(np.concatenate(problem.must))
    cells = cells[problem.steps[cells] > 0]
    items = Items(cells, np.zeros(len(cells)), problem.cost[cells], problem.place[cells])
    free = replace(problem, budget=1e15)
    cost = np.concatenate([items.cost, problem.opening])
    answer = milp(
        cost,
        integrality=np.ones(len(cost)),
        bounds=_bounds(free, problem.none, len(cells)),
        constraints=_rows(free, items, np.arange(len(cells)), problem.none),
        options={"mip_rel_gap": 1e-6},
    )
    if answer.x is None:
        return None
    return np.bincount(cells[answer.x[: len(cells)] > 0.5], minlength=len(problem.room))


def _bounds(problem: Problem, base: np.ndarray, count: int) -> Bounds:
    """Binaries; a place with a settled day is open."""
    low = np.concatenate([np.zeros(count), problem.place_days(base) > 0])
    return Bounds(low, np.ones(len(low)))


def _rows(problem: Problem, items: Items, open_: np.ndarray, base: np.ndarray) -> list[LinearConstraint]:
    """Budget, opening of a place before its days, staff of a place, and the ``must`` groups still without a day."""
    count, places = len(open_), len(problem.opening)
    place, width = items.place[open_], len(open_) + len(problem.opening)
    budget = np.concatenate([items.cost[open_], problem.opening])
    rows = np.arange(count)
    before = sparse.coo_array(
        (np.concatenate([np.ones(count), -np.ones(count)]), (np.tile(rows, 2), np.concatenate([rows, count + place]))),
        shape=(count, width),
    )
    staff = sparse.coo_array((np.ones(count), (place, rows)), shape=(places, width))
    found = [
        LinearConstraint(sparse.csr_array(budget[None, :]), -np.inf, problem.budget - float(problem.cost @ base)),
        LinearConstraint(staff.tocsr(), -np.inf, problem.most - problem.place_days(base)),
    ]
    if count:
        found.append(LinearConstraint(before.tocsr(), -np.inf, 0))
    groups = [np.isin(items.cell[open_], group) for group in problem.must if base[group].sum() == 0]
    if groups:
        padded = np.hstack([np.array(groups, dtype=float), np.zeros((len(groups), places))])
        found.append(LinearConstraint(sparse.csr_array(padded), 1, np.inf))
    return found
