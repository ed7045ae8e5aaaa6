"""Policy planning: which service days, from which county to which centre, reach the most workers for the money.

Greedy (most per yuan first) stands beside the exact search (``migrant_plan_search``): the better is the plan, with its
distance from the bound no plan exceeds. The even split and days in proportion to the uncovered are computed beside it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from time import perf_counter

import numpy as np
import pandas as pd

from data.errors import BadRequest
from models.migrant_plan_exact import cheapest_cover
from models.migrant_plan_problem import Problem, even, greedy, proportional, worthwhile
from models.migrant_plan_search import best_plan
from models.migrant_plan_settings import Assumptions


@dataclass(frozen=True)
class Plan:
    """``frame``: county, centre, days, even_days, cost, even_cost, uncovered, gain, even_gain, per_10k of the cells with
    any days. The sums beside it are expected newly reached workers; ``gap`` is 0–1 below ``bound``. ``all_days`` could
    have been planned, ``open_days`` of them were left to the solver; ``is_proved``: nothing better exists.
    """

    frame: pd.DataFrame
    gain: float
    even: float
    proportional: float
    greedy: float
    bound: float
    cost: float
    days: int
    budget: float
    by_days: bool
    all_days: int
    open_days: int
    is_proved: bool
    seconds: float

    @property
    def even_cost(self) -> float:
        """Yuan the even split costs."""
        return float(self.frame["even_cost"].sum())

    @property
    def gap(self) -> float:
        """Share of the bound that a better plan could add at most."""
        return max(0.0, (self.bound - self.gain) / self.bound) if self.bound > 0 else 0.0


def plan(
    cells: pd.DataFrame,
    given: Assumptions,
    *,
    budget: float | None = None,
    days: int | None = None,
    must_counties: Collection[str] = (),
    must_centres: Collection[str] = (),
) -> Plan:
    """The plan for cells as ``migrant_plan_response.cells`` makes them, for a budget in yuan or a number of days.

    Raises BadRequest when neither or both are given, or when the days asked for everywhere cost more than there is.
    """
    started = perf_counter()
    if (budget is None) == (days is None):
        raise BadRequest("Give either a budget or a number of service days")
    cells = cells.sort_values(["centre", "county"], ignore_index=True)
    problem = posed(cells, given, budget=budget, days=days, must=(must_counties, must_centres))
    start = _covered(problem, days is not None)
    by_greedy = greedy(problem, start)
    best = best_plan(problem, start, by_greedy, seconds=given.seconds)
    return Plan(
        frame=_table(cells, problem, best.days, even(problem, start)),
        gain=problem.value(best.days),
        even=problem.value(even(problem, start)),
        proportional=problem.value(proportional(problem, start)),
        greedy=problem.value(by_greedy),
        bound=best.bound,
        cost=float(_costs(cells, problem, best.days).sum()),
        days=int(best.days.sum()),
        budget=problem.budget,
        by_days=days is not None,
        all_days=best.all_days,
        open_days=best.open_days,
        is_proved=best.is_proved,
        seconds=perf_counter() - started,
    )


def ample(cells: pd.DataFrame, given: Assumptions) -> tuple[float, int]:
    """Yuan and service days beyond which nothing is worth planning: every day that reaches somebody, as far as staff go."""
    problem = posed(cells.sort_values(["centre", "county"], ignore_index=True), given, budget=np.inf, days=None)
    days = greedy(problem)
    return problem.spent(days), int(days.sum())


def posed(
    cells: pd.DataFrame,
    given: Assumptions,
    *,
    budget: float | None,
    days: int | None,
    must: tuple[Collection[str], Collection[str]] = ((), ()),
) -> Problem:
    """Sorted cells as arrays. With ``days`` the budget is counted in days: each costs one, openings nothing."""
    place, centres = pd.factorize(cells["centre"])
    county, _names = pd.factorize(cells["county"])
    first = cells.groupby(place).first() if len(cells) else cells
    groups = [np.flatnonzero(cells["county"] == one) for one in must[0]]
    groups += [np.flatnonzero(cells["centre"] == one) for one in must[1]]
    room, per_day = cells["room"].to_numpy(float), cells["per_day"].to_numpy(float)
    steps = worthwhile(room, per_day, given.least_gain)
    for group in groups:
        steps[group] = np.maximum(steps[group], 1)
    return Problem(
        room=room,
        per_day=per_day,
        cost=cells["day_cost"].to_numpy(float) if days is None else np.ones(len(cells)),
        place=place,
        county=county,
        steps=steps,
        opening=first["open_cost"].to_numpy(float) if days is None else np.zeros(len(centres)),
        most=first["most"].to_numpy(int),
        budget=float(budget if days is None else days),  # type: ignore[arg-type]
        must=tuple(group for group in groups if len(group)),
    )


def _covered(problem: Problem, by_days: bool) -> np.ndarray:
    start = cheapest_cover(problem)
    if start is None:
        raise BadRequest("The staff of the centres cannot give a day to every county and centre asked for")
    if problem.spent(start) > problem.budget + 1e-6:
        needed = f"{np.ceil(problem.spent(start)):,.0f}"
        if by_days:
            raise BadRequest("Every county and centre asked for takes at least %(needed)s service days", needed=needed)
        raise BadRequest("A day for every county and centre asked for costs at least %(needed)s yuan", needed=needed)
    return start


def _costs(cells: pd.DataFrame, problem: Problem, days: np.ndarray) -> np.ndarray:
    """Yuan of each cell: its days, and its share of the opening of its centre by days."""
    total = np.maximum(problem.place_days(days), 1)[problem.place]
    return days * (cells["day_cost"].to_numpy(float) + cells["open_cost"].to_numpy(float) / total)


def _table(cells: pd.DataFrame, problem: Problem, days: np.ndarray, even: np.ndarray) -> pd.DataFrame:
    made = cells[["county", "centre", "uncovered"]].assign(
        days=days,
        even_days=even,
        cost=_costs(cells, problem, days),
        even_cost=_costs(cells, problem, even),
        gain=problem.gains(days),
        even_gain=problem.gains(even),
    )
    made["per_10k"] = made["gain"] / made["cost"].where(made["cost"] > 0) * 10_000
    chosen = made[(made["days"] > 0) | (made["even_days"] > 0)]
    return chosen.sort_values(["gain", "centre", "county"], ascending=[False, True, True], ignore_index=True)
