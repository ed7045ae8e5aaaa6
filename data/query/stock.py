"""Stocks: which day of a source with a state a day is read. One day a group, the last there is; days never add up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from data.errors import BadRequest
from data.metrics.registry import Metric, metric
from data.metrics.sources import SOURCES, TIME
from data.period import AsOf, Period, span
from data.query.question import Dates, Question
from data.serving import reading
from data.state import State


def stock_days(source: str = "worker_month") -> list[date]:
    """The days ``source`` has a state of, oldest first; none when nothing was delivered."""
    with reading() as state:
        return list(state.stock_days(source))


def days_read(held: Sequence[date], by: Sequence[str], question: Question, period: Period) -> list[date]:
    """The last day held up to the end of ``period``, or the last inside each day, month or year split by."""
    finest = next((name for name in TIME if name in by), None)
    reached = [day for day in held if day <= period.hi]
    if finest is None:
        return reached[-1:]
    last = {span(finest, day)[0]: day for day in reached if period.lo is None or day >= period.lo}
    return [day for day in last.values() if all(span(name, day)[0] in picked for name, picked in question.dates.picked)]


def day_listed(source: str, dates: Dates, as_of: AsOf, state: State) -> date | None:
    """The one day a listing of a stock shows. Raises BadRequest before the first; None when there is none at all."""
    held, last = state.stock_days(source), min(as_of.day, dates.period.hi)
    _refuse_before(held, last)
    return next((day for day in reversed(held) if day <= last), None)


def stocks(one: Metric) -> tuple[str, ...]:
    """The sources with a state a day that a metric, or a part of it, is read from."""
    found = (source for name in (one.name, *one.parts) for source in metric(name).expressions)
    return tuple(dict.fromkeys(source for source in found if SOURCES[source].time == "stock"))


def counted_to(metrics: Sequence[str], question: Question, state: State) -> date | None:
    """The last day counted, where the metrics are of stocks with days of their own alone; None where anything else is."""
    sources = {
        source for name in metrics for part in (name, *metric(name).parts) for source in metric(part).expressions
    }
    if not all(SOURCES[source].own_days for source in sources):
        return None
    last = min(question.as_of.day, question.dates.period.hi)
    return max((day for source in sources for day in state.stock_days(source) if day <= last), default=None)


def check_stock_dates(question: Question, state: State) -> None:
    """A day before the first state must not answer 0. Raises BadRequest with the days there are."""
    last = min(question.as_of.day, question.dates.period.hi)
    for source in dict.fromkeys(source for name in question.metrics for source in stocks(metric(name))):
        _refuse_before(state.stock_days(source), last)


def unknown_before(frame: pd.DataFrame, question: Question, state: State) -> pd.DataFrame:
    """Beside figures that go further back, a stock has no value, not zero, for the time before its first day."""
    finest = next((name for name in TIME if name in question.by), None)
    if finest is None:
        return frame
    begins = {name: first for name in question.metrics if (first := _first_day(metric(name), state))}
    for first in set(begins.values()):
        if (early := frame[finest] < _label(finest, first)).any():
            for name in (name for name, day in begins.items() if day == first):
                frame[name] = frame[name].astype("object").mask(early, None)
    return frame


def _first_day(one: Metric, state: State) -> date | None:
    return min((day for source in stocks(one) for day in state.stock_days(source)[:1]), default=None)


def _label(dimension: str, day: date) -> Any:
    """How a frame has the day, month or year that ``day`` lies in."""
    return {"month": f"{day:%Y-%m}", "year": day.year}.get(dimension, pd.Timestamp(day))


def _refuse_before(held: Sequence[date], last: date) -> None:
    if held and last < held[0]:
        raise BadRequest(
            "%(value)s holds no day with data: there is data from %(first)s to %(last)s",
            value=last,
            first=held[0],
            last=held[-1],
        )
