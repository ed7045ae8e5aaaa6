"""What the wall's daily scenes share: up to when their data reach, and the month an item of a playlist asks for."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from components.period import last_day
from data.serving import snapshot

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def day_end() -> str:
    """The end of the last whole business day, as ISO 8601 without a zone."""
    return datetime.combine(snapshot().as_of_date + timedelta(days=1), time()).isoformat(timespec="seconds")


def month_of(period: str) -> str | None:
    """``2026-10`` of a period that is a past month; None for every other word: the newest."""
    return period if _MONTH.fullmatch(period) else None


def last_day_of(period: str) -> date:
    """The last day counted: of the month asked for, never after the data's."""
    newest = snapshot().as_of_date
    month = month_of(period)
    return min(last_day(date.fromisoformat(f"{month}-01")), newest) if month else newest
