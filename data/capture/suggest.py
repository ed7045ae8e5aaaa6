"""Whom to see today: households scored by what is due, what is recommended and how long nobody came. Pure.

A score is a sum of points; each point has a reason, and what is said of a suggestion is nothing but its reasons.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

REST_DAYS = 14  # whom one saw this lately is not suggested again without a task
LONG_DAYS = 60  # nobody came for so long: worth a visit by itself
SOON_DAYS = 7
WORTH = 400.0  # yuan of expected value that count a whole point
MOST_WORTH = 1.5


@dataclass(frozen=True)
class Door:
    """A household as the choice looks at it. ``task_due``: the next day of a task; ``worth``: expected yuan of the best offer, 0
    without one that may be made today; ``past_due``: the longest of its loans, in days."""

    household_id: str
    last_visit: date | None = None
    task_due: date | None = None
    has_campaign: bool = False
    worth: float = 0.0
    past_due: int = 0


@dataclass(frozen=True)
class Judged:
    """Points and, best first, what they are for: task_late, task_soon, task, past_due, offer, long_ago, never."""

    points: float
    reasons: list[str] = field(default_factory=list)


def judged(door: Door, today: date) -> Judged:
    """How much speaks for a visit today; no points, no suggestion."""
    found = {name: points for name, points in _points(door, today) if points > 0}
    days = (today - door.last_visit).days if door.last_visit else None
    is_rested = days is None or days >= REST_DAYS
    if days == 0 or not (is_rested or found.keys() & {"task_late", "task_soon", "task", "past_due"}):
        return Judged(0.0)
    return Judged(sum(found.values()), sorted(found, key=lambda name: -found[name]))


def _points(door: Door, today: date) -> list[tuple[str, float]]:
    days = (today - door.last_visit).days if door.last_visit else None
    return [
        *_of_task(door, today),
        ("past_due", min(3.0, 1.5 + door.past_due / 60) if door.past_due > 0 else 0.0),
        ("offer", min(MOST_WORTH, door.worth / WORTH)),
        ("long_ago", min(1.5, days / 120) if days is not None and days >= LONG_DAYS else 0.0),
        ("never", 0.8 if days is None else 0.0),
    ]


def _of_task(door: Door, today: date) -> list[tuple[str, float]]:
    if door.task_due is None:
        return []
    left = (door.task_due - today).days
    return [("task_late", 3.0)] if left < 0 else [("task_soon", 2.2)] if left <= SOON_DAYS else [("task", 1.4)]
