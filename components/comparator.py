"""Like with like: today until now with the same weekday until the same minute, this month with last month to date."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from data.i18n import _
from data.i18n.numbers import weekday_text
from data.metrics.registry import metric
from data.trust import history_start


@dataclass(frozen=True)
class Comparator:
    """``as_of`` is what to ask for, a moment while the period runs; ``words`` follow "better than"."""

    as_of: date | datetime
    words: str


def comparator(name: str, moment: datetime, end: date | None = None) -> Comparator | None:
    """What the metric ``name`` compares with at ``moment``, or at the end of the past day ``end``.

    None when it has no comparator or history does not reach back to the start of the window.
    """
    meant = metric(name)
    at = end or moment
    then = _then(meant.comparator, at)
    first = history_start()
    if then is None or first is None or _window_start(meant.window, then) < first:
        return None
    return Comparator(then, _words(meant.comparator, then, is_running=end is None))


def month_end_before(moment: datetime) -> Comparator | None:
    """The end of last month, for what only grows over the year; None in January or before history."""
    last = (moment.replace(day=1) - timedelta(days=1)).date()
    first = history_start()
    if last.year != moment.year or first is None or last < first:
        return None
    return Comparator(last, _("the end of last month"))


def _then(kind: str, at: date) -> date | None:
    if kind == "weekday":
        return at - timedelta(days=7)
    if kind == "month":
        last = at.replace(day=1) - timedelta(days=1)
        return last.replace(day=min(at.day, last.day))
    if kind == "year":
        return at.replace(year=at.year - 1, day=min(at.day, monthrange(at.year - 1, at.month)[1]))
    return None


def _words(kind: str, then: date, *, is_running: bool) -> str:
    if kind == "weekday":
        day = weekday_text(then)
        return _("last %(weekday)s, same time", weekday=day) if is_running else _("the %(weekday)s before", weekday=day)
    return _("last month to date") if kind == "month" else _("last year to date")


def _window_start(window: str | None, then: date) -> date:
    day = then.date() if isinstance(then, datetime) else then
    return day.replace(day=1) if window == "month" else day.replace(month=1, day=1) if window == "year" else day
