"""What a figure is compared with: the same weekday, month or year before, until the same minute; and in which words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from components.period import Period, last_day
from data.clock import now
from data.i18n import _
from data.i18n.numbers import weekday_text
from data.metrics.registry import metric


def moment_of(period: Period) -> date | datetime:
    """The end of the period: a past day, or this minute."""
    return period.end or now().replace(second=0, microsecond=0)


def before(name: str, end: date | datetime) -> date | datetime | None:
    """As of when the metric's comparator counts; None when it has none."""
    kind = metric(name).comparator
    if kind == "weekday":
        return end - timedelta(days=7)
    if kind == "month":
        return _shifted(end, end.year - (end.month == 1), (end.month - 2) % 12 + 1)
    return _shifted(end, end.year - 1, end.month) if kind == "year" else None


def words(name: str, end: date | datetime) -> str:
    """The comparator in words: 上周一同一时刻, last month to the same day."""
    kind = metric(name).comparator
    if kind == "weekday":
        day = weekday_text(end)
        return _("last %(day)s, same time", day=day) if isinstance(end, datetime) else _("last %(day)s", day=day)
    return {"month": _("last month, same days"), "year": _("last year, same days")}.get(kind, "")


def yesterday(end: date | datetime) -> date | datetime:
    """The same moment a day before: what a ranking's movement is measured from."""
    return end - timedelta(days=1)


def month_ends(end: date, count: int) -> list[date]:
    """Last days of the ``count`` months before ``end``'s, oldest first, then ``end``."""
    found, day = [end], end
    for _step in range(count):
        day = day.replace(day=1) - timedelta(days=1)
        found.append(day)
    return found[::-1]


def _shifted(end: date | datetime, year: int, month: int) -> date | datetime:
    """Same day and time in another month; a day that month lacks becomes its last."""
    longest = last_day(date(year, month, 1)).day
    whole_month = isinstance(end, date) and not isinstance(end, datetime) and end == last_day(end)
    return end.replace(year=year, month=month, day=longest if whole_month else min(end.day, longest))
