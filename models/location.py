"""Where further service centres add most: maximal covering with distance decay, over the destination cities.

Workers of a city are wholly within reach of a centre up to ``near_km``, not at all from ``far_km`` on, in a straight line
between. What counts is the reach the best of all centres gives; a new one adds what lies above the existing ones.
One centre: every city is tried. Several: a mixed-integer programme, beside greedy; the better stands.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from data.geo.distance import kilometres
from models.migrant_plan_settings import Assumptions

ALTERNATIVES = 5
MOST_NEW = 3


@dataclass(frozen=True)
class Sites:
    """``chosen`` and ``others`` (best first): city, lon, lat, within (uncovered in reach), added (of them, above what
    the existing centres reach), gain (expected newly covered), nearest (position among the centres), nearest_km.

    ``gain`` is of all chosen together; ``lift`` the share of the uncovered in full reach that a centre covers in the end.
    ``method``: every (all were tried), proved (solver, nothing better exists) or best (solver or greedy, not proved).
    """

    chosen: pd.DataFrame
    others: pd.DataFrame
    gain: float
    lift: float
    covered_near: float
    covered_far: float
    method: str


def reach(km: np.ndarray, given: Assumptions) -> np.ndarray:
    """1 near a centre, 0 far from it, in a straight line between; unknown distances are far."""
    share = np.clip((given.far_km - km) / max(given.far_km - given.near_km, 1e-9), 0, 1)
    return np.nan_to_num(share, nan=0.0)


def lift(cities: pd.DataFrame, existing: np.ndarray) -> tuple[float, float, float]:
    """What a centre changes, by the bank's own figures: coverage in full reach and out of reach, and the lift from it.

    The lift is the share of those uncovered out of reach that would be covered were coverage as it is near a centre.
    """
    covered = cities["eligible"] - cities["uncovered"]

    def rate(inside: np.ndarray) -> float:
        eligible = float(cities["eligible"][inside].sum())
        return float(covered[inside].sum()) / eligible if eligible > 0 else 0.0

    near, far = rate(existing >= 1), rate(existing <= 0)
    return near, far, max(0.0, (near - far) / (1 - far)) if far < 1 else 0.0


def sites(cities: pd.DataFrame, centres: pd.DataFrame, count: int, given: Assumptions) -> Sites:
    """The best ``count`` cities. ``cities``: city, lon, lat, eligible, uncovered; ``centres``: lon, lat."""
    cities = cities.sort_values("city", ignore_index=True)
    gaps = _kilometres(cities, centres)
    existing = reach(gaps, given).max(axis=1, initial=0.0)
    near, far, factor = lift(cities, existing)
    within = reach(_kilometres(cities, cities), given)
    added = np.maximum(within - existing[:, None], 0) * cities["uncovered"].to_numpy(float)[:, None]
    picked, is_proved = _picked(added, count, given.seconds)
    table = _table(cities, within, added, factor, gaps)
    table = table.assign(position=range(len(table))).sort_values(["added", "city"], ascending=[False, True])
    return Sites(
        chosen=table[table["position"].isin(picked)].drop(columns="position").reset_index(drop=True),
        others=table[~table["position"].isin(picked)]
        .drop(columns="position")
        .head(ALTERNATIVES)
        .reset_index(drop=True),
        gain=factor * together(added, picked),
        lift=factor,
        covered_near=near,
        covered_far=far,
        method="every" if len(picked) <= 1 else "proved" if is_proved else "best",
    )


def together(added: np.ndarray, picked: list[int]) -> float:
    """What the picked cities add together: each city counts at the best of them."""
    return float(added[:, picked].max(axis=1, initial=0.0).sum()) if picked else 0.0


def greedy(added: np.ndarray, count: int) -> list[int]:
    """One after the other, each time the city that adds most to those before."""
    have, picked = np.zeros(len(added)), []
    for _ in range(count):
        more = np.maximum(added - have[:, None], 0).sum(axis=0)
        best = int(np.argmax(more)) if len(more) else 0
        if not len(more) or more[best] <= 0:
            break
        picked.append(best)
        have = np.maximum(have, added[:, best])
    return picked


def _picked(added: np.ndarray, count: int, seconds: float) -> tuple[list[int], bool]:
    """The best positions, and whether nothing better exists. The first greedy step tries every city."""
    known = greedy(added, min(count, MOST_NEW))
    if count <= 1 or len(known) < 2:
        return known, True
    solved, is_proved = _solved(added, len(known), seconds)
    return max(known, solved, key=lambda picked: together(added, picked)), is_proved


def _solved(added: np.ndarray, count: int, seconds: float) -> tuple[list[int], bool]:
    """Exact: open at most ``count`` cities; each city's workers count at one open city."""
    useful = np.flatnonzero(added.sum(axis=0) > 0)
    city, site = np.nonzero(added[:, useful])
    pairs, width = np.arange(len(city)), len(useful)
    once = sparse.coo_array((np.ones(len(pairs)), (city, pairs)), shape=(len(added), len(pairs) + width))
    before = sparse.coo_array(
        (np.repeat([1.0, -1.0], len(pairs)), (np.tile(pairs, 2), np.concatenate([pairs, len(pairs) + site]))),
        shape=(len(pairs), len(pairs) + width),
    )
    opened = np.concatenate([np.zeros(len(pairs)), np.ones(width)])
    answer = milp(
        -np.concatenate([added[:, useful][city, site], np.zeros(width)]),
        integrality=opened,
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(once.tocsr(), -np.inf, 1),
            LinearConstraint(before.tocsr(), -np.inf, 0),
            LinearConstraint(sparse.csr_array(opened[None, :]), -np.inf, count),
        ],
        options={"time_limit": seconds, "mip_rel_gap": 1e-7},
    )
    if answer.x is None:
        return [], False
    return useful[answer.x[len(pairs) :] > 0.5].tolist(), answer.status == 0


def _kilometres(cities: pd.DataFrame, others: pd.DataFrame) -> np.ndarray:
    """From each city (row) to each of ``others`` (column)."""
    lon, lat = (cities[name].to_numpy()[:, None] for name in ("lon", "lat"))
    return kilometres(lon, lat, others["lon"].to_numpy(), others["lat"].to_numpy())


def _table(
    cities: pd.DataFrame, within: np.ndarray, added: np.ndarray, factor: float, gaps: np.ndarray
) -> pd.DataFrame:
    """A row per candidate city."""
    known = np.where(np.isnan(gaps), np.inf, gaps)
    nearest = known.argmin(axis=1) if gaps.shape[1] else np.full(len(cities), -1)
    least = known.min(axis=1, initial=np.inf)
    return cities[["city", "lon", "lat"]].assign(
        within=within.T @ cities["uncovered"].to_numpy(float),
        added=added.sum(axis=0),
        gain=factor * added.sum(axis=0),
        nearest=nearest,
        nearest_km=np.where(np.isfinite(least), least, np.nan),
    )
