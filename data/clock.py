"""What time it is for the bank: naive Asia/Shanghai, the form in which every timestamp is kept; and its working days."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import chinese_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
BUSY_FROM, BUSY_UNTIL = time(9), time(17, 30)  # managers are out all over the province


def now() -> datetime:
    """This moment, naive Asia/Shanghai."""
    return datetime.now(SHANGHAI).replace(tzinfo=None)


def epoch_ms(moment: datetime | None = None) -> int:
    """A moment of the bank (default: now) in milliseconds since 1970, as scripts count."""
    return round((moment or now()).replace(tzinfo=SHANGHAI).timestamp() * 1000)


def local(moment: datetime) -> datetime:
    """``moment`` as naive Asia/Shanghai; a naive one is taken to be so already."""
    return moment.astimezone(SHANGHAI).replace(tzinfo=None) if moment.tzinfo else moment


def is_workday(day: date) -> bool:
    """By the official calendar; by weekday for years it does not know yet."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def is_busy(moment: datetime) -> bool:
    """Whether visits come in all the time at ``moment``: in the middle of a working day."""
    return is_workday(moment.date()) and BUSY_FROM <= moment.time() <= BUSY_UNTIL
