"""Where the phone was: distance to the customer's known place, one's own outlet, an invented position."""

from __future__ import annotations

import numpy as np

from data.integrity.facts import Facts
from data.integrity.finding import Found, odd
from data.integrity.limits import Limits, at


def distance(facts: Facts, limits: Limits) -> list[Found]:
    """Graded by how exact the position is: verified, out of range, or cannot be verified (which says nothing of anybody).

    Verified ones are found too, without weight: other checks lean on them.
    """
    allowed = _allowed(facts, limits)
    coarse = facts.accuracy > limits.of("usable_accuracy_m", facts.entity)
    known = facts.is_placed & ~np.isnan(facts.distance)
    beyond = known & (facts.distance > allowed)
    far = beyond & (facts.distance > limits.of("far_m", facts.entity) + facts.accuracy)
    away = beyond & ~far & ~coarse
    return [
        Found("distance", "verified", np.flatnonzero(known & ~beyond & ~coarse)),
        _out_of_range(facts, away, allowed, limits.weights["away"]),
        _out_of_range(facts, far, allowed, limits.weights["far"]),
        *_cannot_verify(facts, known, coarse & ~far, limits),
    ]


def _allowed(facts: Facts, limits: Limits) -> np.ndarray:
    near, times = limits.of("near_m", facts.entity), limits.of("accuracy_times", facts.entity)
    return np.asarray(near + times * facts.accuracy)


def _out_of_range(facts: Facts, where: np.ndarray, allowed: np.ndarray, weight: float) -> Found:
    rows = np.flatnonzero(where)
    return Found("distance", "out_of_range", rows, facts.distance[rows], allowed[rows], weight)


def _cannot_verify(facts: Facts, known: np.ndarray, coarse: np.ndarray, limits: Limits) -> list[Found]:
    """By reason: no position, no known place of the customer, or a position too coarse."""
    no_position, no_home = np.flatnonzero(~facts.is_placed), np.flatnonzero(facts.is_placed & ~known)
    blurred = np.flatnonzero(known & coarse)
    usable = at(limits.of("usable_accuracy_m", facts.entity), blurred)
    reasons = [
        (no_position, "no_position", None, None),
        (no_home, "no_home", None, None),
        (blurred, "coarse", facts.accuracy[blurred], usable),
    ]
    return [
        Found("distance", "cannot_verify", rows, value, limit, other=np.full(len(rows), why, object))
        for rows, why, value, limit in reasons
    ]


def office(facts: Facts, limits: Limits) -> list[Found]:
    """Recorded at one's own outlet, while the customer's place is out of range."""
    reach = limits.of("office_m", facts.entity) + np.minimum(facts.accuracy, 50)
    inside = (facts.office <= reach) & (facts.distance > _allowed(facts, limits))
    return [odd("office", np.flatnonzero(inside), facts.distance, limits.of("near_m", facts.entity), limits.weights["office"])]


def mock(facts: Facts, limits: Limits) -> list[Found]:
    """The phone says that its position was invented by an app."""
    return [Found("mock", "odd", np.flatnonzero(facts.is_mock), weight=limits.weights["mock"])]
