"""Numbers over time: the little line on a card, without holes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from data.errors import BadRequest
from data.metrics.registry import Metric, metric
from data.period import AsOf, span
from data.query.ask import ask
from data.query.stock import stocks
from data.serving import reading

MOST_POINTS = 400


def spark(
    name: str,
    where: Mapping[str, Any] | None = None,
    *,
    days: int | None = None,
    months: int | None = None,
    as_of: date | datetime | str | None = None,
) -> pd.DataFrame:
    """``day`` or ``month`` and ``value``: the last ``days`` or ``months`` up to as_of, days without any as zero.

    Of a figure of the year so far, a month is its value at the month's end: this year's months only.
    Without either: 14 days for a metric of the day, else 13 months. Points before history began are left out.
    """
    if (points := days or months or 1) < 1 or points > MOST_POINTS:
        raise BadRequest("%(value)s points: allowed are 1 to %(most)s", value=points, most=MOST_POINTS)
    one, end = metric(name), AsOf.parse(as_of).day
    by_day = days is not None or (months is None and one.window == "day")
    count = (days or 14) if by_day else (months or 13)
    with reading() as state:
        first = state.first_day
        index: list[date] | list[str]
        if by_day:
            index = [d for d in (end - timedelta(days=n) for n in range(count - 1, -1, -1)) if d >= first]
            period: dict[str, Any] = {"day": {"from": index[0], "to": end}} if index else {}
        else:
            index = _months(end, count, first)
            period = {"month": {"from": index[0], "to": index[-1]}} if index else {}
        dimension = "day" if by_day else "month"
        if not index:
            return pd.DataFrame({dimension: [], "value": []})
        if one.window == "year" and not by_day:
            return _year_so_far(name, where, [m for m in map(str, index) if m[:4] == str(end.year)], end)
        answer = ask([one.base], by=[dimension], where={**(where or {}), **period}, as_of=as_of)
    frame = answer.frame.set_index(dimension)[one.base]
    frame = _filled(frame.reindex(pd.to_datetime(index) if by_day else index), one)
    return frame.rename("value").rename_axis(dimension).reset_index()


def _filled(values: pd.Series[Any], one: Metric) -> pd.Series[Any]:
    """Where nothing was counted there is zero; a stock's points without a state are left out."""
    if stocks(one):
        return values.dropna()
    if one.kind not in {"count", "difference", "net"}:
        return values
    return values.fillna(0).astype("float64" if one.format == "money" else "int64")


def _year_so_far(name: str, where: Mapping[str, Any] | None, months: list[str], end: date) -> pd.DataFrame:
    """The value at the end of each month, the last one at ``end``."""
    ends = [min(span("month", month)[1], end) for month in months]
    values = [ask(name, where=where, as_of=day).value(name) for day in ends]
    return pd.DataFrame({"month": months, "value": values})


def _months(end: date, count: int, first: date) -> list[str]:
    """The last ``count`` months up to ``end`` as 2026-10, none before history began."""
    found: list[str] = []
    day = end.replace(day=1)
    while len(found) < count and day >= first.replace(day=1):
        found.append(f"{day:%Y-%m}")
        day = (day - timedelta(days=1)).replace(day=1)
    return found[::-1]
