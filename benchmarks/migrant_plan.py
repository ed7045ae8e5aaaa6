"""Policy planning: distance from the best of all plans on small cases, and seconds on a province's size.

Cases are drawn from a fixed seed; the small ones are solved by trying every plan.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd

from benchmarks.measure import Measure, percentile, seconds
from models.location import sites
from models.migrant_plan import plan, posed
from models.migrant_plan_response import cells
from models.migrant_plan_settings import Assumptions, assumptions

SMALL_CASES, COUNTIES, CENTRES, CITIES = 150, 88, 14, 340
BUDGETS = (20_000, 50_000, 100_000, 300_000, 1_000_000, 3_000_000)


def case(dice: np.random.Generator, counties: int, centres: int, workers: int, staff: int) -> pd.DataFrame:
    """Cells of a made-up union: pools of very different size, the last centre a remote desk when there are many."""
    size = (
        dice.lognormal(0, 1, (counties, 1))
        * dice.lognormal(0, 1, centres)
        * dice.lognormal(0, 0.6, (counties, centres))
    )
    uncovered = np.floor(size / size.sum() * workers).astype(int)
    far = dice.uniform(400, 1600, centres)
    rows = [
        {
            "county": f"{o:03}",
            "centre": f"C{c:02}",
            "kind": "remote_desk" if c == 13 else "centre",
            "uncovered": uncovered[o, c],
            "reached": (reached := int(uncovered[o, c] * dice.uniform(0.1, 0.6))),
            "services": int(reached * dice.uniform(1.2, 3)) + 1,
            "staff": staff,
            "km": far[c] + dice.uniform(-150, 150),
        }
        for o in range(counties)
        for c in range(centres)
    ]
    return cells(pd.DataFrame(rows), assumptions())


def shortfall(frame: pd.DataFrame, given: Assumptions, budget: float) -> float:
    """How far the plan stays below the best of all plans, 0–1."""
    ordered = frame.sort_values(["centre", "county"], ignore_index=True)
    problem = posed(ordered, given, budget=budget, days=None)
    caps = np.minimum(problem.steps, problem.most[problem.place])
    every = (np.array(days) for days in product(*(range(cap + 1) for cap in caps)))
    best = max(problem.value(days) for days in every if problem.allows(days))
    return (best - plan(frame, given, budget=budget).gain) / best if best else 0.0


def small_cases() -> list[float]:
    """The shortfall of each small case: two counties at two centres, at most three days a centre."""
    dice, given = np.random.default_rng(7), replace(assumptions(), days_per_staff=3)
    found = []
    for _ in range(SMALL_CASES):
        frame = case(dice, 2, 2, int(dice.integers(40, 600)), 1)
        found.append(shortfall(frame.assign(most=3), given, float(dice.integers(2_000, 16_000))))
    return found


def land(dice: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cities of a country, a third of them crowded, and the thirteen centres in the first."""
    spots = np.column_stack([dice.uniform(105, 122, CITIES), dice.uniform(22, 40, CITIES)])
    spots[: CITIES // 3] = dice.normal((118, 29), (2.5, 3), (CITIES // 3, 2))
    uncovered = np.minimum(dice.lognormal(4, 1.5, CITIES), 5000).astype(int)
    cities = pd.DataFrame({"city": [f"{i:03}" for i in range(CITIES)], "lon": spots[:, 0], "lat": spots[:, 1]})
    cities = cities.assign(uncovered=uncovered, eligible=uncovered * np.where(np.arange(CITIES) < 13, 3, 2))
    return cities, cities.head(13)


def measure() -> list[Measure]:
    """Gap on small cases; seconds and proved gap on 88 counties at 14 places; seconds to place three more centres."""
    dice, given = np.random.default_rng(7), assumptions()
    gaps = small_cases()
    frame = case(dice, COUNTIES, CENTRES, 100_000, 8)
    plans = [plan(frame, given, budget=budget) for budget in BUDGETS]
    cities, centres = land(dice)
    tried = f"every plan tried, {SMALL_CASES} cases"
    scale = f"{COUNTIES} counties × {CENTRES} places, budgets {BUDGETS[0]:,} to {BUDGETS[-1]:,} yuan"
    worst = max((one.bound - one.gain) / one.bound for one in plans)
    least = min(one.gain / one.even for one in plans)
    return [
        Measure("migrants_plan_gap_worst", round(100 * max(gaps), 3), "%", "lower", 2.0, tried),
        Measure("migrants_plan_gap_p95", round(100 * percentile(gaps, 0.95), 3), "%", "lower", 1.0, tried),
        Measure(
            "migrants_plan_bound_gap", round(100 * worst, 3), "%", "lower", 2.0, f"bound of the relaxation; {scale}"
        ),
        Measure("migrants_plan_over_even", round(least, 2), "x", "higher", 1.0, f"even split; {scale}"),
        Measure("migrants_plan_seconds", round(max(one.seconds for one in plans), 2), "s", "lower", 2.0, scale),
        Measure(
            "migrants_plan_sites_seconds",
            round(seconds(lambda: sites(cities, centres, 3, given)), 2),
            "s",
            "lower",
            2.0,
            f"three more centres among {CITIES} cities",
        ),
    ]
