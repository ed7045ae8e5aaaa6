"""A number beside its like: today with the same weekday last week until the same minute, a month to date with the same
day last month, a year to date with the same day last year, a stock with the one of the last month end. Where history
holds no whole base there is none.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, overload

from data.clock import now
from data.i18n import _
from data.i18n.numbers import month_name, weekday_text
from data.metrics.registry import Metric, metric
from data.period import AsOf, window
from data.query.ask import ask
from data.query.stock import stocks
from data.serving import reading

Number = int | float | None


@dataclass(frozen=True)
class Comparison:
    """``value`` beside ``base`` (both in the metric's unit). ``name`` says what the base is, in the reader's language."""

    metric: Metric
    value: Number
    base: Number
    name: str
    base_as_of: date | datetime | None

    @property
    def change(self) -> Number:
        """Value − base."""
        return None if self.value is None or self.base is None else self.value - self.base

    @property
    def ratio(self) -> float | None:
        """Change as a share of the base; None when the base is none or zero."""
        return None if self.change is None or not self.base else self.change / abs(self.base)

    @property
    def verdict(self) -> str:
        """``good``, ``bad`` or ``none``: the change seen with the metric's direction."""
        if not self.change or self.metric.direction == "none":
            return "none"
        return "good" if (self.change > 0) == (self.metric.direction == "up") else "bad"


@overload
def compare(metrics: str, where: Mapping[str, Any] | None = ..., *, as_of: Any = ...) -> Comparison: ...  # type: ignore[overload-overlap]


@overload
def compare(
    metrics: Sequence[str], where: Mapping[str, Any] | None = ..., *, as_of: Any = ...
) -> dict[str, Comparison]: ...


def compare(
    metrics: str | Sequence[str],
    where: Mapping[str, Any] | None = None,
    *,
    as_of: date | datetime | str | None = None,
) -> Comparison | dict[str, Comparison]:
    """The metric with its comparator, or a dict of them for several (asked together). Errors as ``ask``."""
    names = (metrics,) if isinstance(metrics, str) else tuple(metrics)
    with reading():
        values = ask(names, where=where, as_of=as_of)
        bases = _bases(names, where, AsOf.parse(as_of))
    found = {name: Comparison(metric(name), values.value(name), *bases[name]) for name in names}
    return found[metrics] if isinstance(metrics, str) else found


def _bases(
    names: Sequence[str], where: Mapping[str, Any] | None, as_of: AsOf
) -> dict[str, tuple[Number, str, date | datetime | None]]:
    """(value, name, as_of) of each metric's base; metrics with the same base are asked together."""
    found: dict[str, tuple[Number, str, date | datetime | None]] = {}
    rules = {name: (metric(name).comparator, _reached(metric(name), as_of)) for name in names}
    for rule, reached in dict.fromkeys(rules.values()):
        same = [name for name in names if rules[name] == (rule, reached)]
        base, text = base_of(rule, as_of, reached)
        held = [name for name in same if base is not None and _is_held(metric(name), base)]
        answer = ask(held, where=where, as_of=base) if held else None
        for name in same:
            value = answer.value(name) if answer and name in held else None
            found[name] = (value, text, base if name in held else None)
    return found


def _reached(one: Metric, as_of: AsOf) -> date:
    """The day the value is of: a state known for its own days alone, for the latest of them."""
    with reading() as state:
        held = [[day for day in state.stock_days(name) if day <= as_of.day] for name in stocks(one)]
    return min((days[-1] for days in held if days), default=as_of.day)


def base_of(rule: str, as_of: AsOf, reached: date) -> tuple[date | datetime | None, str]:
    """The comparator's as-of and name. A day still running is compared until the same minute, days and months alike; what is
    ``reached`` only up to the month before, as on the first of a month, with the end of the one before that."""
    moment = as_of.moment or (now() if as_of.day == now().date() else None)
    if rule == "month_end":
        end = reached.replace(day=1) - timedelta(days=1)
        is_last = (reached.year, reached.month) == (as_of.day.year, as_of.day.month)
        return end, _("end of last month") if is_last else _("the end of %(month)s", month=month_name(end))
    if rule == "weekday":
        day, text = as_of.day - timedelta(days=7), _last_weekday(as_of.day, whole=moment is None)
    elif rule == "month":
        day, text = _month_before(as_of.day), _("same day last month")
    elif rule == "year":
        return _year_before(as_of.day), _("same day last year")
    else:
        return None, ""
    if moment is None:
        return day, text
    return datetime.combine(day, moment.time().replace(second=0, microsecond=0)), text


def _last_weekday(day: date, *, whole: bool) -> str:
    weekday = weekday_text(day)
    return _("last %(weekday)s", weekday=weekday) if whole else _("last %(weekday)s, same time", weekday=weekday)


def _month_before(day: date) -> date:
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, monthrange(day.year - 1, day.month)[1]))


def _is_held(one: Metric, base: date | datetime) -> bool:
    """Whether history holds the base's whole window; of a stock, a state up to the base's day."""
    day = base.date() if isinstance(base, datetime) else base
    if kept := stocks(one):
        with reading() as state:
            return all(held and held[0] <= day for held in map(state.stock_days, kept))
    start = window(one.window or "day", AsOf(day)).lo
    with reading() as state:
        return start is not None and start >= state.first_day
