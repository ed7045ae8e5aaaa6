"""Thirteen months of days as a heat map: a column a week, a row a weekday; each day says its date and number. Pure.

``assets/visits_calendar.js`` draws the squares: as Dash components four hundred of them would take a second.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
from dash import html

from data.i18n import _, current_language
from data.i18n.numbers import day_text, human

STEPS = 5


def calendar(
    counts: Mapping[date, int], first: date, last: date, *, href: str = "", shown: date | None = None
) -> html.Div:
    """``counts``: visits by day; days without any are pale, days outside ``first``–``last`` are left out.

    A day with visits is a link: ``href`` and the date; ``shown`` is the one the page shows.
    """
    label = _("Visits a day over thirteen months, at most %(n)s", n=max(counts.values(), default=0))
    told = json.dumps(calendar_told(counts, first, last, href, shown), ensure_ascii=False, separators=(",", ":"))
    return html.Div(className="visit-calendar", role="group", **{"aria-label": label, "data-calendar": told})


def calendar_told(
    counts: Mapping[date, int], first: date, last: date, href: str = "", shown: date | None = None
) -> dict[str, Any]:
    """``days``: [step, words, date if it leads there] from the Monday of the first week on, null outside;
    ``months``: [column, name]."""
    breaks = _breaks([count for count in counts.values() if count])
    start = first - timedelta(days=first.weekday())
    days = [start + timedelta(days=step) for step in range((last - start).days + 1)]
    return {
        "href": href,
        "shown": shown.isoformat() if shown else "",
        "days": [_day(day, counts.get(day, 0), breaks) if day >= first else None for day in days],
        "months": [[column // 7, _month(day)] for column, day in enumerate(days) if day.day == 1 and day >= first],
        "weekdays": [_("Mon"), "", _("Wed"), "", _("Fri"), "", _("Sun")],
        "steps": len(breaks) + 2,
        "words": [_("fewer"), _("more")],
    }


def _breaks(values: list[int]) -> list[int]:
    if not values:
        return []
    return sorted({round(float(x)) for x in np.quantile(values, np.linspace(0, 1, STEPS + 1)[1:-1])})


def _day(day: date, count: int, breaks: list[int]) -> list[Any]:
    step = 0 if not count else 1 + int(np.searchsorted(breaks, count, side="right"))
    words = f"{day_text(day, year=True)}: {_('%(n)s visits', n=human(count))}"
    return [step, words, day.isoformat()] if count else [step, words]


def _month(day: date) -> str:
    return f"{day.month} 月" if current_language() == "zh" else f"{day:%b}"
