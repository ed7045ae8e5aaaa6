"""Periods: what ``as_of``, a window and the time filters of a question come down to. Dates are inclusive."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from data.clock import local, now
from data.errors import BadRequest

_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
_YEAR = re.compile(r"^\d{4}$")


@dataclass(frozen=True)
class AsOf:
    """The end of every window: a day, and the moment of that day when only part of it counts."""

    day: date
    moment: datetime | None = None

    @classmethod
    def parse(cls, given: date | datetime | str | None) -> AsOf:
        """None is now; a moment not yet past is the whole day so far. Raises BadRequest."""
        current = now()
        if given is None:
            return cls(current.date())
        if isinstance(given, str):
            given = _parse_text(given)
        if not isinstance(given, datetime):
            return cls(given)
        moment = local(given)
        return cls(moment.date(), moment if moment < current else None)

    @property
    def value(self) -> date | datetime:
        """As given: the moment, else the day."""
        return self.moment or self.day


@dataclass(frozen=True)
class Period:
    """Days from ``lo`` to ``hi``; ``lo`` None is the beginning of history."""

    lo: date | None
    hi: date

    @property
    def is_empty(self) -> bool:
        """Nothing lies between."""
        return self.lo is not None and self.lo > self.hi

    def within(self, other: Period) -> Period:
        """What both have in common."""
        lows = [lo for lo in (self.lo, other.lo) if lo is not None]
        return Period(max(lows) if lows else None, min(self.hi, other.hi))

    def grain(self, by: tuple[str, ...]) -> str | None:
        """What leveled sources count exactly for each group of ``by``: day, month or year to date; None if nothing."""
        if "day" in by or self.lo == self.hi:
            return "day"
        starts_month = self.lo is None or self.lo.day == 1
        if "month" in by:
            return "month" if starts_month else None
        starts_year = self.lo is None or (starts_month and self.lo.month == 1)
        if "year" in by:
            return "year" if starts_year else None
        if self.lo is None or self.is_empty or not starts_month:
            return None
        if (self.lo.year, self.lo.month) == (self.hi.year, self.hi.month):
            return "month"
        return "year" if starts_year and self.lo.year == self.hi.year else None


def window(kind: str | None, as_of: AsOf) -> Period:
    """The window of a metric: ``day``, ``month`` or ``year`` to date, or all of history."""
    day = as_of.day
    starts = {None: None, "day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}
    return Period(starts[kind], day)


def span(dimension: str, value: Any) -> tuple[date, date]:
    """First and last day of one ``day``, ``month`` or ``year``. Raises BadRequest saying what is allowed."""
    if dimension == "day":
        day = _day(value)
        return day, day
    if isinstance(value, date):
        value = f"{value:%Y-%m}" if dimension == "month" else f"{value:%Y}"
    text = str(value)
    if dimension == "month" and (found := _MONTH.match(text)) and 1 <= int(found[2]) <= 12 and int(found[1]) > 0:
        year, month = int(found[1]), int(found[2])
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    if dimension == "year" and _YEAR.match(text) and int(text) > 0:
        return date(int(text), 1, 1), date(int(text), 12, 31)
    allowed = {"month": "2026-10", "year": "2026"}[dimension]
    raise BadRequest(
        "%(dimension)s %(value)s: write it like %(allowed)s", dimension=dimension, value=repr(value), allowed=allowed
    )


def month_ends(first: date, last: date) -> tuple[date, ...]:
    """The last day of each month from ``first`` on; of the month of ``last``, that day."""
    return tuple(end for _start, end in group_ends(Period(first, last), "month"))


def group_ends(period: Period, by: str) -> list[tuple[date, date]]:
    """(start of the group, its last day in the period) for each day, month or year of a bounded period."""
    assert period.lo is not None, "a bounded period"
    groups: list[tuple[date, date]] = []
    day = period.lo
    while day <= period.hi:
        last = min(span(by, day)[1], period.hi)
        groups.append((span(by, day)[0], last))
        day = last + timedelta(days=1)
    return groups


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return local(value).date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise BadRequest(
            "%(dimension)s %(value)s: write it like %(allowed)s",
            dimension="day",
            value=repr(value),
            allowed="2026-10-15",
        ) from None


def _parse_text(given: str) -> date | datetime:
    try:
        return date.fromisoformat(given) if len(given) == 10 else datetime.fromisoformat(given)
    except ValueError:
        raise BadRequest(
            "as_of %(value)s: a day like 2026-10-15 or a moment like 2026-10-15T14:36", value=repr(given)
        ) from None
