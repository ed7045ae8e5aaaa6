"""Numbers over time: the little line on a card, without holes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from data.errors import BadRequest
from data.metrics.registry import Metric, metric
from data.period import AsOf, span
from data.query.ask import ask
from data.query.stock import stocks
from data.query.table import Table
from data.serving import reading
from data.state import State

MOST_POINTS = 400
Where = Mapping[str, Any] | None


def spark(
    name: str,
    where: Where = None,
    *,
    days: int | None = None,
    months: int | None = None,
    as_of: date | datetime | str | None = None,
) -> pd.DataFrame:
    """``day`` or ``month`` and ``value``: the last ``days`` or ``months`` up to as_of, days without any as zero.

    Of a figure of the year so far, a month is its value at the month's end: this year's months only.
    Without either: 14 days for a metric of the day, else 13 months. Points before history began are left out.
    """
    points = courses([name], where, days=days, months=months, as_of=as_of)[name]
    kinds = {"value": "int64" if _none(metric(name)) == 0 and metric(name).format != "money" else "float64"}
    dimension = "day" if _by_day(name, days, months) else "month"
    return Table({dimension: list(points), "value": list(points.values())}, kinds).frame()


def courses(
    names: Sequence[str],
    where: Where = None,
    *,
    days: int | None = None,
    months: int | None = None,
    as_of: date | datetime | str | None = None,
) -> dict[str, dict[Any, Any]]:
    """Each metric's points, day or month → value, as ``spark`` says; metrics that run alike are asked together."""
    if (points := days or months or 1) < 1 or points > MOST_POINTS:
        raise BadRequest("%(value)s points: allowed are 1 to %(most)s", value=points, most=MOST_POINTS)
    by_day = [name for name in names if _by_day(name, days, months)]
    rest = [name for name in names if name not in by_day]
    years = [name for name in rest if metric(name).window == "year"]
    end = AsOf.parse(as_of).day
    with reading() as state:
        ends = _months(end, months or 13, state.first_day)
        found = _course(by_day, "day", _days(end, days or 14, state), where, as_of)
        found |= _course([name for name in rest if name not in years], "month", ends, where, as_of)
        found |= _year_so_far(years, where, [m for m in ends if m[:4] == str(end.year)], end)
    return {name: found[name] for name in names}


def _by_day(name: str, days: int | None, months: int | None) -> bool:
    return days is not None or (months is None and metric(name).window == "day")


def _course(
    names: Sequence[str], dimension: str, points: Sequence[Any], where: Where, as_of: Any
) -> dict[str, dict[Any, Any]]:
    """The metrics without their window at each point; what holds nothing is zero, of a rate None."""
    if not names or not points:
        return {name: {} for name in names}
    period = {dimension: {"from": points[0], "to": points[-1]}}
    bases = {name: metric(name).base for name in names}
    table = ask(
        list(dict.fromkeys(bases.values())), by=[dimension], where={**(where or {}), **period}, as_of=as_of
    ).table
    held = {name: dict(zip(table.columns[dimension], table.columns[base], strict=True)) for name, base in bases.items()}
    return {name: _filled(metric(name), points, held[name]) for name in names}


def _filled(one: Metric, points: Sequence[Any], held: Mapping[Any, Any]) -> dict[Any, Any]:
    """Where nothing was counted there is zero; a stock's points without a state are left out."""
    if stocks(one):
        return {point: held[point] for point in points if held.get(point) is not None}
    return {point: held.get(point, _none(one)) for point in points}


def _none(one: Metric) -> int | None:
    """What a group without rows has."""
    return 0 if one.kind in {"count", "difference", "net"} else None


def _year_so_far(names: Sequence[str], where: Where, months: list[str], end: date) -> dict[str, dict[Any, Any]]:
    """The values at the end of each month, the last ones at ``end``."""
    found: dict[str, dict[Any, Any]] = {name: {} for name in names}
    for month in months if names else ():
        answer = ask(names, where=where, as_of=min(span("month", month)[1], end))
        for name in names:
            found[name][month] = answer.value(name)
    return found


def _days(end: date, count: int, state: State) -> list[date]:
    """The last ``count`` days up to ``end``, none before history began."""
    return [day for day in (end - timedelta(days=n) for n in range(count - 1, -1, -1)) if day >= state.first_day]


def _months(end: date, count: int, first: date) -> list[str]:
    """The last ``count`` months up to ``end`` as 2026-10, none before history began."""
    found: list[str] = []
    day = end.replace(day=1)
    while len(found) < count and day >= first.replace(day=1):
        found.append(f"{day:%Y-%m}")
        day = (day - timedelta(days=1)).replace(day=1)
    return found[::-1]
