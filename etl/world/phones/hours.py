"""Working hours of the demo managers: out from half past eight to six on working days, few of them on others."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from data.clock import SHANGHAI, is_workday

OPENS, CLOSES = time(8, 30), time(18, 0)
ON_REST_DAYS = 0.08  # part of the managers


def share_out(day: date) -> float:
    """The part of an ordinary day's managers that goes out."""
    return 1.0 if is_workday(day) else ON_REST_DAYS


def opening(day: date) -> float:
    """When the day's work begins, in seconds since 1970."""
    return datetime.combine(day, OPENS, SHANGHAI).timestamp()


def closing(day: date) -> float:
    """When it ends."""
    return datetime.combine(day, CLOSES, SHANGHAI).timestamp()


def last_workdays(now: datetime, count: int) -> list[date]:
    """The newest working days that are over, newest first."""
    day = now.date() if now.timestamp() >= closing(now.date()) else now.date() - timedelta(days=1)
    found: list[date] = []
    while len(found) < count:
        if is_workday(day):
            found.append(day)
        day -= timedelta(days=1)
    return found
