"""Swaps that use up what a plan leaves unspent: one day less here, one day more there, while the sum grows."""

from __future__ import annotations

import numpy as np

from models.migrant_plan_problem import EPS, Problem

NEAREST = 200  # days looked at on either side, those nearest the edge first


def swapped(problem: Problem, days: np.ndarray) -> np.ndarray:
    """``days``, or better by swaps between places already open. Limits kept before are kept after."""
    days = days.copy()
    while len(days):
        out, into, more = _best_swap(problem, days)
        if more <= EPS:
            break
        days[out] -= 1
        days[into] += 1
    return days


def _best_swap(problem: Problem, days: np.ndarray) -> tuple[int, int, float]:
    """The swap that adds most among the days nearest the edge: where from, where to, what it adds."""
    used, left = problem.place_days(days), problem.budget - problem.spent(days)
    last = np.where(days > 0, problem.gains(days) - problem.gains(np.maximum(days - 1, 0)), np.inf)
    further = np.where((days < problem.steps) & (used > 0)[problem.place], problem.next_gain(days), -np.inf)
    outs = np.argsort(last / problem.cost, kind="stable")[:NEAREST]
    ins = np.argsort(-further / problem.cost, kind="stable")[:NEAREST]
    pays = problem.cost[ins][None, :] - problem.cost[outs][:, None] <= left + EPS
    same = problem.place[ins][None, :] == problem.place[outs][:, None]
    has_staff = (used < problem.most)[problem.place[ins]][None, :] | same
    adds = np.where(pays & has_staff, further[ins][None, :] - last[outs][:, None], -np.inf)
    best = np.unravel_index(int(np.argmax(adds)), adds.shape)
    return int(outs[best[0]]), int(ins[best[1]]), float(adds[best])
