"""What two people cannot have by chance: the same deviation from the customers' addresses, visit after visit, on one day."""

from __future__ import annotations

import numpy as np

from data.geo.distance import METRES_A_DEGREE
from data.integrity.facts import Facts
from data.integrity.finding import Found
from data.integrity.limits import Limits, at

GRIDS = ((0.0, 0.0), (0.0, 0.5), (0.5, 0.0), (0.5, 0.5))  # cells shifted by half: neighbours share one at least
TENTHS = 10.0


def shared_pattern(facts: Facts, limits: Limits) -> list[Found]:
    """Visits at which two people's positions lie equally far off, in the same direction and of the same accuracy.

    One such visit may be chance; from ``shared_visits`` of the same two people in a day on it is a pattern.
    """
    rows = np.flatnonzero(facts.is_placed & ~np.isnan(facts.home_lon))
    one, other = _alike(facts, rows, limits.default["shared_m"])
    if not len(one):
        return []
    couple = _couple(facts, one, other)
    _, inverse, times = np.unique(couple, return_inverse=True, return_counts=True)
    often = times[inverse] >= limits.default["shared_visits"]
    one, other, times = one[often], other[often], times[inverse][often]
    hit = np.r_[one, other]
    found, first = np.unique(hit, return_index=True)
    with_whom = facts.staff_id[facts.staff[np.r_[other, one][first]]]
    allowed = at(limits.default["shared_visits"] - 1, found)
    return [
        Found(
            "shared_pattern",
            "odd",
            found,
            np.r_[times, times][first],
            allowed,
            limits.weights["shared_pattern"],
            with_whom,
        )
    ]


def _alike(facts: Facts, rows: np.ndarray, within: float) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of visits of different people on one day with the same deviation and accuracy, each once."""
    north = (facts.lat[rows] - facts.home_lat[rows]) * METRES_A_DEGREE
    east = (facts.lon[rows] - facts.home_lon[rows]) * METRES_A_DEGREE * np.cos(np.radians(facts.home_lat[rows]))
    pairs = set()
    for shift_east, shift_north in GRIDS:
        cells = (np.floor(east + shift_east), np.floor(north + shift_north))
        pairs |= set(_neighbours(facts, rows, cells, east, north, within))
    one, other = (np.array([pair[place] for pair in sorted(pairs)], np.int64) for place in (0, 1))
    return one, other


def _neighbours(
    facts: Facts, rows: np.ndarray, cells: tuple[np.ndarray, np.ndarray], east: np.ndarray, north: np.ndarray, within: float
) -> list[tuple[int, int]]:  # fmt: skip
    """Pairs in one cell of a day with one accuracy."""
    accuracy = np.round(facts.accuracy[rows] * TENTHS)
    order = np.lexsort((cells[1], cells[0], accuracy, facts.day[rows]))
    same = np.ones(max(len(order) - 1, 0), bool)
    for key in (facts.day[rows], accuracy, *cells):
        same &= key[order][1:] == key[order][:-1]
    # neighbours in the order are enough: of three alike, each has one beside it
    a, b = order[:-1][same], order[1:][same]
    near = (np.abs(east[a] - east[b]) <= within) & (np.abs(north[a] - north[b]) <= within)
    near &= facts.staff[rows[a]] != facts.staff[rows[b]]
    a, b = rows[a[near]], rows[b[near]]
    return list(zip(np.minimum(a, b).tolist(), np.maximum(a, b).tolist(), strict=True))


def _couple(facts: Facts, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """A number for two people and a day."""
    low, high = np.minimum(facts.staff[one], facts.staff[other]), np.maximum(facts.staff[one], facts.staff[other])
    people = len(facts.staff_id)
    return (facts.day[one].astype(np.int64) * people + low) * people + high
