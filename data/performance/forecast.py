"""Where a score will land at the end of the month, with an interval and how it was made.

From the same day of earlier months, where it was kept: today's total plus what the unit's score still did from that day on, in the
middle; the interval spans most of it. Where too few such days were kept, from how totals moved from one month to the next,
scaled by the part of the month that is left. Exact decimals; no assumption about a distribution.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Literal

Method = Literal["same_days", "months", "none"]
ENOUGH, DAYS_OFF = 3, 2
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Landing:
    """``expected`` between ``low`` and ``high``; ``method`` says from what, ``months`` from how many of them, ``share_left``
    which part of the month is still to come."""

    total: Decimal
    expected: Decimal
    low: Decimal
    high: Decimal
    method: Method
    months: int
    share_left: Decimal


@dataclass(frozen=True)
class Whole:
    """A month's score as it stands: ``earned`` by the scheme, ``balance`` of closed months."""

    month: date
    as_of: date
    earned: Decimal
    balance: Decimal


def landing(months: Sequence[Whole], kept: Sequence[tuple[date, date, Decimal]], month: date) -> Landing | None:
    """The landing of a unit's open month; None when it has no score. ``kept``: (month, day counted, earned by then)."""
    own = next((one for one in months if one.month == month), None)
    if own is None:
        return None
    now, length = own.earned + own.balance, calendar.monthrange(month.year, month.month)[1]
    left = (Decimal(length - own.as_of.day) / length).quantize(Decimal("0.0001"))
    if not left:
        return Landing(now, now, now, now, "none", 0, left)
    before = sorted((one for one in months if one.month < month), key=lambda one: one.month)
    moves, method = _same_days(before, kept, own.as_of), "same_days"
    if len(moves) < ENOUGH:
        moves, method = [move * left for move in _moves(before)], "months"
    if len(moves) < ENOUGH:
        return Landing(now, now, now, now, "none", len(moves), left)
    low, middle, high = (now + quantile(moves, share) for share in (Decimal("0.1"), Decimal("0.5"), Decimal("0.9")))
    return Landing(now, middle, low, high, method, len(moves), left)  # type: ignore[arg-type]


def quantile(values: list[Decimal], share: Decimal) -> Decimal:
    """Between the neighbours of the place, to the hundredth."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    value = ordered[below] + (ordered[above] - ordered[below]) * (place - below)
    return value.quantize(CENT, ROUND_HALF_UP)


def _same_days(months: Sequence[Whole], kept: Sequence[tuple[date, date, Decimal]], as_of: date) -> list[Decimal]:
    """What the score still did in earlier months from about this day on (``DAYS_OFF`` days off at most)."""
    moves = []
    for one in months:
        days = [
            (abs(day.day - as_of.day), day, earned) for of, day, earned in kept if of == one.month and day < one.as_of
        ]
        if days and min(days)[0] <= DAYS_OFF:
            moves.append(one.earned - min(days)[2])
    return moves


def _moves(months: Sequence[Whole]) -> list[Decimal]:
    """How the score moved from one whole month to the next, around its own middle."""
    moves = [after.earned - before.earned for before, after in pairwise(months)]
    if not moves:
        return []
    middle = quantile(moves, Decimal("0.5"))
    return [move - middle for move in moves]
