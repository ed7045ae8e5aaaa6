"""How a customer went over the months: deposits as a line with what happened marked on it, use of channels as bars, and the
same months as a table. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from dash import html

from components.recommend_marks import yuan
from components.theme import colour
from data.i18n import _, p_
from data.i18n.numbers import as_number, day_text, human, month_short

STEPS = (1, 2, 2.5, 4, 5, 8, 10)
NAMED = 3  # events whose words stand above the line; the others have a mark alone
APART = 30.0  # per cent of the width between words
Months = Sequence[Mapping[str, Any]]  # rows of customer_course, oldest first


@dataclass(frozen=True)
class Mark:
    """What happened on a day. ``is_minor``: one of many alike, as visits are; named where there is room beside the others."""

    day: date
    words: str
    is_minor: bool = False


def course(months: Months, marks: Sequence[Mark] = (), *, every: int = 4) -> html.Div:
    """Deposits at the end of each month. ``every``: how many months apart the months are named."""
    days = [row["as_of"] for row in months]
    values = [float(row["deposit_balance"]) for row in months]
    top = _nice(max(values))
    at = [(_across(day, days), 100 - 100 * value / top) for day, value in zip(days, values, strict=True)]
    points = [
        _point(x, y, f"{month_short(day)}: {yuan(value)}") for (x, y), day, value in zip(at, days, values, strict=True)
    ]
    plot = html.Div([_picture(at), *points, *_marked(marks, days, values, top)], className="course-plot")
    return html.Div([_axis(top), plot, _named(days, every)], className="offer-course")


def use(months: Months, *, every: int = 4) -> html.Div:
    """Sign-ins and payments by phone and quick payments of each month, as bars."""
    counts = [sum(int(as_number(row[name]) or 0) for name in USE) for row in months]
    if not any(counts):
        return html.Div(html.Small(_("None in these months.")), className="offer-course none")
    top = _nice(max(counts))
    bars = [
        html.I(
            style={"height": f"{max(100 * n / top, 0.0):.1f}%"},
            title=f"{month_short(row['as_of'])}: {human(n, compact=False)}",
        )
        for n, row in zip(counts, months, strict=True)
    ]
    axis = html.Div([html.Span(human(top)), html.Span("0")], className="course-axis")
    named = _named([row["as_of"] for row in months], every)
    return html.Div([axis, html.Div(bars, className="course-plot bars"), named], className="offer-course use")


USE = ("mobile_logins", "mobile_payments", "quick_pay_count")


def table(months: Months) -> html.Table:
    """A row a month, the newest first."""
    titles = (
        _("Month"), _("Deposits"), _("Loans"), _("App sign-ins"), _("App payments"), _("Quick payments"), _("Taken in"),
    )  # fmt: skip
    head = html.Tr([html.Th(title, className="num" if n else "") for n, title in enumerate(titles)])
    lines = [
        html.Tr(
            [
                html.Td(month_short(row["as_of"])),
                html.Td(yuan(row["deposit_balance"]), className="num"),
                html.Td(yuan(row["loan_balance"]), className="num"),
                *(html.Td(human(row[name]), className="num") for name in USE),
                html.Td(yuan(row["merchant_amount"]) if as_number(row["merchant_amount"]) else "—", className="num"),
            ]
        )
        for row in reversed(months)
    ]
    return html.Table([html.Thead(head), html.Tbody(lines)], className="table")


def span(months: Months) -> str:
    """The unit, and from when to when."""
    ends = [month_short(months[place]["as_of"]) for place in (0, -1)]
    return _("yuan, month ends, %(first)s – %(last)s", first=ends[0], last=ends[1])


def _nice(most: float) -> float:
    """Where an axis from zero ends."""
    if most <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(most))
    return next(step * power for step in STEPS if step * power >= most * 0.999)


def _across(day: date, days: Sequence[date]) -> float:
    return 100 * (day - days[0]).days / ((days[-1] - days[0]).days or 1)


def _picture(at: Sequence[tuple[float, float]]) -> html.Img:
    line, ink = " L".join(f"{x:.2f},{y:.2f}" for x, y in at), colour("brand")
    rules = "".join(
        f'<path d="M0,{y} H100" stroke="{colour("line")}" stroke-width="1" vector-effect="non-scaling-stroke"/>'
        for y in (0.5, 50, 99.5)
    )
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" preserveAspectRatio="none" width="100" height="100">'
        f'{rules}<path d="M{at[0][0]:.2f},100 L{line} L{at[-1][0]:.2f},100Z" fill="{ink}" fill-opacity=".12"/>'
        f'<path d="M{line}" fill="none" stroke="{ink}" stroke-width="1.8" vector-effect="non-scaling-stroke"/></svg>'
    )
    return html.Img(src=f"data:image/svg+xml,{quote(drawing)}", alt=_("Deposits by month"))


def _point(x: float, y: float, words: str, className: str = "point") -> html.I:
    return html.I(className=className, title=words, style={"left": f"{x:.1f}%", "top": f"{y:.1f}%"})


def _axis(top: float) -> html.Div:
    return html.Div([html.Span(yuan(one)) for one in (top, top / 2, 0)], className="course-axis")


def _named(days: Sequence[date], every: int) -> html.Div:
    """Months below the line, counted back from the last."""
    shown = [day for place, day in enumerate(reversed(days)) if place % every == 0]
    return html.Div(
        [
            html.Span(
                month_short(day),
                style={"left": f"{_across(day, days):.1f}%"},
                className="last" if day == days[-1] else "first" if day == days[0] else "",
            )
            for day in shown
        ],
        className="course-months",
    )


def _marked(marks: Sequence[Mark], days: Sequence[date], values: Sequence[float], top: float) -> list[Any]:
    """A mark on the line for each day something happened; words beside those that matter, as many as do not lie on each other."""
    inside: dict[date, list[Mark]] = {}
    for mark in marks:
        if days[0] <= mark.day <= days[-1]:
            inside.setdefault(mark.day, []).append(mark)
    parts: list[Any] = []
    named: list[float] = []
    for day in sorted(inside, key=lambda one: (all(mark.is_minor for mark in inside[one]), -one.toordinal())):
        x = _across(day, days)
        words = p_("list", ", ").join(dict.fromkeys(mark.words for mark in inside[day]))
        y = 100 - 100 * _between(day, days, values) / top
        parts.append(_point(x, y, f"{day_text(day, weekday=False, year=True)}: {words}", "event"))
        if len(named) < NAMED and all(abs(x - other) >= APART for other in named):
            named.append(x)
            parts.append(_beside(words, x, y))
    return parts


def _beside(words: str, x: float, y: float) -> html.Small:
    side = "last" if x > 80 else "first" if x < 20 else ""
    above = max(y - 16, 0) if y > 22 else min(y + 8, 80)
    return html.Small(words, className=side, style={"left": f"{x:.1f}%", "top": f"{above:.1f}%"})


def _between(day: date, days: Sequence[date], values: Sequence[float]) -> float:
    """The line's height on a day between two month ends."""
    place = next(n for n, one in enumerate(days) if one >= day)
    if days[place] == day or place == 0:
        return values[place]
    part = (day - days[place - 1]).days / (days[place] - days[place - 1]).days
    return values[place - 1] + part * (values[place] - values[place - 1])
