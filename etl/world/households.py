"""Households: where they live, what they live on, and which seat (manager's post) looks after them.

They are numbered along the way a manager walks: by seat, by village, round the village. Neighbours in number are
neighbours on the ground, and a seat's households are one block.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.world.dice import dice, pick, share_out
from etl.world.geography import County, Townships, Villages
from etl.world.organisation import Branches
from etl.world.people import NameCodes, draw_names
from etl.world.settle import KM_PER_DEGREE, Settlements

GROUPS = (
    "grower", "sole_trader", "micro_business", "migrant", "returnee", "public_sector", "urban_wage", "senior",
    "student",
)  # fmt: skip
GROUP_SHARES = np.array([
    [0.375, 0.075, 0.020, 0.225, 0.050, 0.035, 0.040, 0.150, 0.030],  # villages
    [0.035, 0.195, 0.085, 0.055, 0.030, 0.145, 0.305, 0.110, 0.040],  # communities in towns
])  # fmt: skip
HEAD_AGE = np.array([52, 43, 45, 38, 36, 41, 39, 70, 22])
HEAD_AGE_SPREAD = np.array([10, 9, 8, 9, 7, 9, 9, 6, 2])
MEMBERS = np.array([3.6, 3.5, 3.7, 4.1, 3.8, 3.2, 3.0, 2.0, 3.2])
REFERENCE_YEAR = 2026  # ages are as of the first of January


@dataclass(frozen=True)
class Households:
    """A row per household. ``appeal`` is how often it is visited, relative to others."""

    village: np.ndarray
    seat: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    group: np.ndarray
    is_female: np.ndarray
    birth: np.ndarray  # days since 1970
    names: NameCodes
    members: np.ndarray
    customer: np.ndarray  # index of the first customer, -1 when none
    appeal: np.ndarray


@dataclass(frozen=True)
class Plan:
    """How many households each village has, and the branch that serves it."""

    size: np.ndarray
    branch: np.ndarray


@dataclass(frozen=True)
class Calling:
    """Per village: how thorough its branch is (0 to 1), and how far away, in kilometres."""

    thorough: np.ndarray
    distance_km: np.ndarray


def plan_villages(
    seed: int, total: int, counties: list[County], towns: Townships, villages: Villages, branch: np.ndarray
) -> Plan:
    """Share ``total`` households over the villages: by census between counties, unevenly within."""
    rng = dice(seed, "villages")
    county = towns.county[villages.township]
    rough = rng.lognormal(0, 0.45, len(county)) * np.where(villages.is_urban, 2.2, 1.0)
    families = np.array([item.families for item in counties], float)
    weight = rough / np.bincount(county, rough)[county] * families[county]
    return Plan(share_out(total, weight, least=2), branch)


def live(
    seed: int,
    plan: Plan,
    managers_of: np.ndarray,
    minority: np.ndarray,
    villages: Villages,
    where: Settlements,
    branches: Branches,
    customers: int,
    called: Calling,
) -> tuple[Households, np.ndarray]:
    """All households, and the household of each customer, sorted.

    ``managers_of`` counts seats per branch; ``minority`` is a share per village.
    """
    village, seat = _lay_out(plan, managers_of, where, branches)
    count = len(village)
    rng = dice(seed, "households")
    group = pick(rng, GROUP_SHARES, villages.is_urban[village].astype(int))
    age = np.clip(rng.normal(HEAD_AGE[group], HEAD_AGE_SPREAD[group]), 18, 92)
    female = rng.random(count) < np.where(group == GROUPS.index("senior"), 0.42, 0.27)
    birth = ((REFERENCE_YEAR - 1970 - age) * 365.25).astype(np.int32)
    names = draw_names(rng, female, REFERENCE_YEAR - age, minority[village] * 0.7)
    lon, lat = _scatter(rng, village, where)
    owner, first = _customers(dice(seed, "who is a customer"), count, customers)
    members = np.clip(rng.poisson(MEMBERS[group] - 1) + 1, 1, 9).astype(np.int8)
    appeal = _appeal(dice(seed, "appeal"), village, called, first >= 0, villages.is_urban)
    return Households(village, seat, lon, lat, group, female, birth, names, members, first, appeal), owner


def _lay_out(
    plan: Plan, managers_of: np.ndarray, where: Settlements, branches: Branches
) -> tuple[np.ndarray, np.ndarray]:
    """Village and seat of every household, in walking order."""
    bearing = np.arctan2(where.village_lat - branches.lat[plan.branch], where.village_lon - branches.lon[plan.branch])
    order = np.lexsort((bearing, plan.branch))
    village = np.repeat(order, plan.size[order]).astype(np.int32)
    branch = plan.branch[village]
    served = np.bincount(branch, minlength=len(managers_of))
    rank = np.arange(len(village)) - (np.cumsum(served) - served)[branch]
    first_seat = np.cumsum(managers_of) - managers_of
    return village, (first_seat[branch] + rank * managers_of[branch] // served[branch]).astype(np.int32)


def _scatter(rng: np.random.Generator, village: np.ndarray, where: Settlements) -> tuple[np.ndarray, np.ndarray]:
    """Round the village in order of bearing, denser towards its middle, never beyond its radius."""
    starts = np.flatnonzero(np.r_[True, village[1:] != village[:-1]])
    size = np.diff(np.r_[starts, len(village)])
    rank = np.arange(len(village)) - np.repeat(starts, size)
    angle = 2 * np.pi * (rank + rng.random(len(village))) / np.repeat(size, size)
    degrees = where.radius_km[village] * rng.beta(1.6, 2.2, len(village)) / KM_PER_DEGREE
    lat = where.village_lat[village] + degrees * np.sin(angle)
    lon = where.village_lon[village] + degrees * np.cos(angle) / np.cos(np.radians(lat))
    return np.round(lon, 6), np.round(lat, 6)


def _customers(rng: np.random.Generator, count: int, customers: int) -> tuple[np.ndarray, np.ndarray]:
    """The household of each customer, sorted, and each household's first customer. One in fifteen has two."""
    holders = rng.choice(count, int(customers * 0.94), replace=False)
    owner = np.sort(np.concatenate([holders, holders[: customers - len(holders)]])).astype(np.int32)
    first = np.full(count, -1, np.int32)
    first[owner[::-1]] = np.arange(customers - 1, -1, -1, dtype=np.int32)
    return owner, first


def _appeal(
    rng: np.random.Generator, village: np.ndarray, called: Calling, is_customer: np.ndarray, is_urban: np.ndarray
) -> np.ndarray:
    """Visits are uneven: favourites, customers more often, some never; more so where a branch is not thorough or far."""
    loose = 1 - called.thorough
    remote = np.clip(called.distance_km / 8.0, 0.4, 2.5)
    left_out = np.where(is_urban, 0.01 + 0.04 * loose, (0.01 + 0.24 * loose**2) * remote)
    liked = rng.lognormal(0, 0.3 + 0.8 * loose) * (rng.random(len(loose)) > left_out)
    home = np.exp(rng.normal(0, 1, len(village)) * (0.65 + 0.95 * loose)[village])
    home *= rng.random(len(village)) > (0.03 + 0.44 * loose)[village]
    return liked[village] * home * np.where(is_customer, 1.9, 1.0)
