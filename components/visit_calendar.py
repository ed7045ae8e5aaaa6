"""Thirteen months of days as a heat map: a column a week, a row a weekday; each day says its date and number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
from dash import html

from data.i18n import _, current_language
from data.i18n.numbers import day_text, human

STEPS = 5


def calendar(counts: Mapping[date, int], first: date, last: date) -> html.Div:
    """``counts``: visits by day; days without any are pale, days outside ``first``–``last`` are left out."""
    breaks = _breaks([count for count in counts.values() if count])
    start = first - timedelta(days=first.weekday())
    weeks = (last - start).days // 7 + 1
    days = [start + timedelta(days=step) for step in range(weeks * 7)]
    cells = [
        _day(day, counts.get(day, 0), breaks) if first <= day <= last else html.I(className="day none") for day in days
    ]
    return html.Div(
        [
            html.Div(
                _month_names(start, weeks, first),
                className="calendar-months",
                style={"gridTemplateColumns": f"repeat({weeks}, 1fr)"},
            ),
            html.Div(_weekdays(), className="calendar-weekdays"),
            html.Div(cells, className="calendar-days", style={"gridTemplateColumns": f"repeat({weeks}, 1fr)"}),
            _legend(breaks),
        ],
        className="visit-calendar",
        role="img",
        **{"aria-label": _("Visits a day over thirteen months, at most %(n)s", n=max(counts.values(), default=0))},
    )


def _breaks(values: list[int]) -> list[int]:
    if not values:
        return []
    return sorted({round(float(x)) for x in np.quantile(values, np.linspace(0, 1, STEPS + 1)[1:-1])})


def _day(day: date, count: int, breaks: list[int]) -> html.I:
    step = 0 if not count else 1 + int(np.searchsorted(breaks, count, side="right"))
    text = f"{day_text(day, year=True)}: {_('%(n)s visits', n=human(count))}"
    return html.I(className=f"day step-{step}", title=text)


def _month_names(start: date, weeks: int, first: date) -> list[Any]:
    """A month's name over the week its first day lies in."""
    names = []
    for week in range(weeks):
        inside = [start + timedelta(days=7 * week + step) for step in range(7)]
        opening = next((day for day in inside if day.day == 1 and day >= first), None)
        if opening:
            text = f"{opening.month} 月" if current_language() == "zh" else f"{opening:%b}"
            names.append(html.Span(text, style={"gridColumn": str(week + 1)}))
    return names


def _weekdays() -> list[html.Span]:
    return [html.Span(text) for text in (_("Mon"), "", _("Wed"), "", _("Fri"), "", _("Sun"))]


def _legend(breaks: list[int]) -> html.Div:
    squares = [html.I(className=f"day step-{step}") for step in range(len(breaks) + 2)]
    return html.Div([html.Span(_("fewer")), *squares, html.Span(_("more"))], className="calendar-legend")
