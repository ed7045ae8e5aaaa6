"""When people work, and so when their positions may be taken: hours of the settings, days of the official calendar."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from data.clock import is_workday
from data.settings import settings


def hours() -> tuple[time, time]:
    """From when until when, of a working day."""
    start, end = settings().work_hours.split("-")
    return time.fromisoformat(start), time.fromisoformat(end)


def is_working_day(day: date) -> bool:
    """By the official calendar, or every day where the bank works so."""
    return settings().work_days == "all" or is_workday(day)


def is_working(moment: datetime) -> bool:
    """Whether ``moment`` (naive Asia/Shanghai) is working time; the last minute belongs to it."""
    start, end = hours()
    return is_working_day(moment.date()) and start <= moment.time().replace(second=0, microsecond=0) <= end


def days_ahead(first: date, count: int) -> dict[str, bool]:
    """ISO date → whether it is a working day, for a phone that will be without a line."""
    days = (first + timedelta(days=n) for n in range(count))
    return {day.isoformat(): is_working_day(day) for day in days}
