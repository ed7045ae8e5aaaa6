"""Where the phone was: distance to the customer's known place, one's own outlet, an invented position."""

from __future__ import annotations

import numpy as np

from data.integrity.facts import Facts
from data.integrity.finding import Found, odd
from data.integrity.limits import Limits, at

VERIFIED, AWAY, FAR, NO_POSITION, NO_HOME, COARSE = range(6)
WHY_NOT = {NO_POSITION: "no_position", NO_HOME: "no_home", COARSE: "coarse"}


def graded(
    distance: np.ndarray, accuracy: np.ndarray, is_placed: np.ndarray, entity: np.ndarray, limits: Limits
) -> tuple[np.ndarray, np.ndarray]:
    """(grade, metres allowed) of distances by how exact the position is. What is coarse verifies nothing, yet tells what is far."""
    allowed = limits.of("near_m", entity) + limits.of("accuracy_times", entity) * accuracy
    far = distance > limits.of("far_m", entity) + accuracy
    grade = np.where(distance > allowed, AWAY, VERIFIED)
    grade = np.where(accuracy > limits.of("usable_accuracy_m", entity), COARSE, grade)
    grade = np.where(far, FAR, grade)
    grade = np.where(np.isnan(distance), NO_HOME, grade)
    return np.where(is_placed, grade, NO_POSITION), np.asarray(allowed)


def distance(facts: Facts, limits: Limits) -> list[Found]:
    """Graded by how exact the position is: verified, out of range, or cannot be verified (which says nothing of anybody).

    Verified ones are found too, without weight: other checks lean on them.
    """
    grade, allowed = graded(facts.distance, facts.accuracy, facts.is_placed, facts.entity, limits)
    rows = {one: np.flatnonzero(grade == one) for one in range(6)}
    return [
        Found("distance", "verified", rows[VERIFIED]),
        _out_of_range(facts, rows[AWAY], allowed, limits.weights["away"]),
        _out_of_range(facts, rows[FAR], allowed, limits.weights["far"]),
        *(_cannot_verify(facts, rows[one], why, limits) for one, why in WHY_NOT.items()),
    ]


def _cannot_verify(facts: Facts, rows: np.ndarray, why: str, limits: Limits) -> Found:
    usable = at(limits.of("usable_accuracy_m", facts.entity), rows) if why == "coarse" else None
    value = facts.accuracy[rows] if why == "coarse" else None
    return Found("distance", "cannot_verify", rows, value, usable, other=np.full(len(rows), why, object))


def _out_of_range(facts: Facts, rows: np.ndarray, allowed: np.ndarray, weight: float) -> Found:
    return Found("distance", "out_of_range", rows, facts.distance[rows], allowed[rows], weight)


def office(facts: Facts, limits: Limits) -> list[Found]:
    """Recorded at one's own outlet, while the customer's place is out of range."""
    reach = limits.of("office_m", facts.entity) + np.minimum(facts.accuracy, 50)
    _grade, allowed = graded(facts.distance, facts.accuracy, facts.is_placed, facts.entity, limits)
    inside = (facts.office <= reach) & (facts.distance > allowed)
    return [odd("office", np.flatnonzero(inside), facts.distance, allowed, limits.weights["office"])]


def mock(facts: Facts, limits: Limits) -> list[Found]:
    """The phone says that its position was invented by an app."""
    return [Found("mock", "odd", np.flatnonzero(facts.is_mock), weight=limits.weights["mock"])]
