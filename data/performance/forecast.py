"""Where a score will land at the end of the month, with an interval and how it was made.

From the same day of earlier months, where it was kept: today's total plus what the unit's score still did from that day on, in the
middle; the interval spans most of it. Where too few such days were kept, from how totals moved from one month to the next,
scaled by the part of the month that is left. Exact decimals; no assumption about a distribution.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Literal

import duckdb

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


def landing(con: duckdb.DuckDBPyConnection, level: str, unit_id: str, month: date) -> Landing | None:
    """The landing of a unit's open month; None when it has no score. ``con`` holds ``score_total`` and ``score_progress``."""
    row = con.execute(
        "select as_of, points - withheld, balance from score_total where month = ? and level = ? and unit_id = ?",
        [month, level, unit_id],
    ).fetchone()
    if row is None:
        return None
    as_of, earned, balance = row
    length = calendar.monthrange(month.year, month.month)[1]
    left = (Decimal(length - as_of.day) / length).quantize(Decimal("0.0001"))
    if not left:
        return Landing(earned + balance, earned + balance, earned + balance, earned + balance, "none", 0, left)
    moves, method = _same_days(con, level, unit_id, month, as_of), "same_days"
    if len(moves) < ENOUGH:
        moves, method = [move * left for move in _months(con, level, unit_id, month)], "months"
    if len(moves) < ENOUGH:
        return Landing(earned + balance, earned + balance, earned + balance, earned + balance, "none", len(moves), left)
    now = earned + balance
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


def _same_days(con: duckdb.DuckDBPyConnection, level: str, unit_id: str, month: date, as_of: date) -> list[Decimal]:
    """What the score still did in earlier months from about this day on (``DAYS_OFF`` days off at most)."""
    rows = con.execute(
        """select t.points - t.withheld - p.total from score_total as t
        join score_progress as p using (month, level, unit_id)
        where t.month < ? and level = ? and unit_id = ? and p.as_of < t.as_of and abs(day(p.as_of) - ?) <= ?
        qualify row_number() over (partition by t.month order by abs(day(p.as_of) - ?), p.as_of) = 1""",
        [month, level, unit_id, as_of.day, DAYS_OFF, as_of.day],
    ).fetchall()
    return [row[0] for row in rows]


def _months(con: duckdb.DuckDBPyConnection, level: str, unit_id: str, month: date) -> list[Decimal]:
    """How the score moved from one whole month to the next, around its own middle."""
    rows = con.execute(
        "select points - withheld from score_total where month < ? and level = ? and unit_id = ? order by month",
        [month, level, unit_id],
    ).fetchall()
    totals = [row[0] for row in rows]
    moves = [after - before for before, after in pairwise(totals)]
    if not moves:
        return []
    middle = quantile(moves, Decimal("0.5"))
    return [move - middle for move in moves]
