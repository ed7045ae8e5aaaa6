"""From one visit to the next: faster than anybody travels."""

from __future__ import annotations

import numpy as np

from data.geo.distance import plane_metres
from data.integrity.facts import Facts
from data.integrity.finding import Found
from data.integrity.limits import Limits, at

LEAST_SECONDS = 60.0  # a phone takes its position within about a minute of the visit


def teleport(facts: Facts, limits: Limits, verified: np.ndarray) -> list[Found]:
    """Straight-line speed between neighbouring visits of a person, each position taken as near to the other as its accuracy
    allows. Who was verified at the customer's place is not to blame for the way to a visit that was not.
    """
    rows, speeds, others = _impossible(facts, limits)
    blamed = ~(verified[rows] & ~verified[others])
    rows, speeds, others = rows[blamed], speeds[blamed], others[blamed]
    fastest = np.lexsort((-speeds, rows))
    rows, first = np.unique(rows[fastest], return_index=True)
    chosen = fastest[first]
    limit = at(limits.of("speed_kmh", facts.entity), rows)
    weight = limits.weights["teleport"]
    return [Found("teleport", "odd", rows, speeds[chosen], limit, weight, facts.visit_id[others[chosen]])]


def _impossible(facts: Facts, limits: Limits) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows at either end of a way too fast, its km/h, and the other end."""
    placed = facts.order[facts.is_placed[facts.order]]
    before, after = placed[:-1], placed[1:]
    together = (facts.staff[before] == facts.staff[after]) & (facts.day[before] == facts.day[after])
    before, after = before[together], after[together]
    way = plane_metres(facts.lon[before], facts.lat[before], facts.lon[after], facts.lat[after])
    way = np.maximum(way - facts.accuracy[before] - facts.accuracy[after], 0)
    speed = 3.6 * way / np.maximum(facts.started[after] - facts.ended[before], LEAST_SECONDS)
    fast = speed > at(limits.of("speed_kmh", facts.entity), after)
    before, after, speed = before[fast], after[fast], speed[fast]
    return np.r_[before, after], np.r_[speed, speed], np.r_[after, before]
