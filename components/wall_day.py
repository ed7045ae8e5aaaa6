"""What the wall's daily scenes share: up to when their data reach, and the month an item of a playlist asks for."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from components.period import last_day
from data.i18n import _
from data.serving import snapshot
from data.trust import history_start

UNITS = ("province", "entity", "branch")  # a person's own figures belong on no wall, and a centre has none of these

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def day_end() -> str:
    """The end of the last whole business day, as ISO 8601 without a zone."""
    return datetime.combine(snapshot().as_of_date + timedelta(days=1), time()).isoformat(timespec="seconds")


def reached() -> str:
    """Up to when history reaches: registers are delivered during the day too."""
    return snapshot().data_as_of.isoformat(timespec="seconds")


def month_of(period: str) -> str | None:
    """``2026-10`` of a past month, or of ``last_month``; None for every other word: the newest."""
    if period == "last_month":
        return f"{snapshot().as_of_date.replace(day=1) - timedelta(days=1):%Y-%m}"
    return period if _MONTH.fullmatch(period) else None


def last_day_of(period: str) -> date:
    """The last day counted: of the month asked for where history holds it, else the data's."""
    newest, month = snapshot().as_of_date, month_of(period)
    if month is None:
        return newest
    end, first = last_day(date.fromisoformat(f"{month}-01")), history_start()
    return min(end, newest) if first and first <= end else newest


def no_unit() -> dict[str, str]:
    """What a scene says of a person or a centre."""
    return {"empty": _("Not for this unit"), "why": _("This scene is shown of the province, an entity or an outlet.")}
