"""A day's round: which of many places to see, and in which order, from a start and back to it. Pure.

Distances are straight lines in km over the earth. Which: the place whose score is highest for the km it adds, again and
again, within a number and a length (longer where all of them are far away). In which order: nearest neighbour, then 2-opt
until nothing gets shorter. ``assets/capture/round.js`` orders in the same way on the phone, from where it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.geo.distance import kilometres

WALK = 0.4  # km: what a place costs beside the way, so that two doors apart are not free
MOST_STOPS = 8
MOST_KM = 24.0

Point = tuple[float, float]


def distances(points: Sequence[Point]) -> np.ndarray:
    """(n, n) km between points (lon, lat)."""
    lon, lat = np.array(points, dtype=float).reshape(-1, 2).T
    return kilometres(lon[:, None], lat[:, None], lon, lat)


def chosen(
    start: Point, places: Sequence[Point], scores: Sequence[float], *, most: int = MOST_STOPS, most_km: float = MOST_KM
) -> list[int]:
    """Rows of ``places`` worth a visit, in the order of the round."""
    if not places:
        return []
    between = distances([start, *places])
    tour, left = [0], {row for row, score in enumerate(scores, 1) if score > 0}
    # Half the length at least is for the round itself, however far the nearest place lies: the way there is no choice.
    way = 2 * min((between[0][row] for row in left), default=0.0)
    most_km = max(most_km, way + most_km / 2)
    while left and len(tour) <= most:
        added = {row: _cheapest(tour, row, between) for row in left}
        best = max(left, key=lambda row: (scores[row - 1] / (added[row][0] + WALK), -row))
        left.discard(best)
        if length(tour, between) + added[best][0] <= most_km:
            tour.insert(added[best][1], best)
    return [row - 1 for row in ordered(between[np.ix_(tour, tour)], names=tour)]


def ordered(between: np.ndarray, names: Sequence[int] = ()) -> list[int]:
    """A short round through all rows of ``between``, from row 0 and back; row 0 is left out of the answer."""
    tour = _shorter(_nearest(between), between)
    return [names[row] if len(names) else row for row in tour[1:]]


def length(tour: Sequence[int], between: np.ndarray) -> float:
    """Km of a round, back to its start."""
    return float(sum(between[a, b] for a, b in zip(tour, [*tour[1:], tour[0]], strict=True)))


def _cheapest(tour: list[int], row: int, between: np.ndarray) -> tuple[float, int]:
    """(km added, place in the tour) where ``row`` adds least."""
    pairs = zip(tour, [*tour[1:], tour[0]], strict=True)
    return min(
        (float(between[a, row] + between[row, b] - between[a, b]), place) for place, (a, b) in enumerate(pairs, 1)
    )


def _nearest(between: np.ndarray) -> list[int]:
    tour, left = [0], list(range(1, len(between)))
    while left:
        tour.append(min(left, key=lambda row: (between[tour[-1], row], row)))
        left.remove(tour[-1])
    return tour


def _shorter(tour: list[int], between: np.ndarray) -> list[int]:
    """2-opt: turn a stretch around while that makes the round shorter."""
    count, improved = len(tour), True
    while improved:
        improved = False
        for i in range(1, count - 1):
            for j in range(i + 1, count):
                a, b, c, d = tour[i - 1], tour[i], tour[j], tour[(j + 1) % count]
                if between[a, c] + between[b, d] < between[a, b] + between[c, d] - 1e-9:
                    tour[i : j + 1] = reversed(tour[i : j + 1])
                    improved = True
    return tour
