"""Marks of the recommendation pages: a probability with its interval beside the base rate, what a date is from today, reasons in
words, the steps from the average customer to this one. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd
from dash import html

from components.icons import icon
from components.light import Span
from data.i18n import _, n_
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, day_text, human, percent
from models.reasons import sentence

KEPT = 5  # reasons kept of an offer
FRESH = 2  # days after which forecasts are old
STEPS = (1, 2, 3, 4, 5, 6, 8, 10)  # an axis ends at one of these, times a power of ten


def ceiling(values: Iterable[object]) -> float:
    """Where an axis from zero ends: the next round share above all values, 1 % at least."""
    most = max((number for number in map(as_number, values) if number is not None), default=0.0)
    most = max(most, 0.01)
    power = 10.0 ** math.floor(math.log10(most))
    return min(1.0, next(step * power for step in STEPS if step * power >= most * 0.999))


def chance(row: Mapping[str, Any], most: float, base: float | None = None, *, is_large: bool = False) -> list[Any]:
    """The probability in figures, and as a bar from zero to ``most`` with its interval and the base rate's tick."""
    said = Span(percent(row["probability"]), className="chance-text large" if is_large else "chance-text")
    return [said, chance_bar(row, most, base)]


def chance_bar(row: Mapping[str, Any], most: float, base: float | None = None) -> Any:
    """The bar alone."""
    share, low, high = (_part(row.get(name), most) for name in ("probability", "low", "high"))
    marks = [
        Span(className="fill", style={"width": f"{share:.1f}%"}),
        Span(className="range", style={"left": f"{low:.1f}%", "width": f"{max(high - low, 0):.1f}%"}),
    ]
    if base is not None:
        marks.append(Span(className="tick", style={"left": f"{_part(base, most):.1f}%"}))
    tip = _(
        "%(p)s, between %(low)s and %(high)s",
        p=percent(row["probability"]),
        low=percent(row.get("low")),
        high=percent(row.get("high")),
    )
    return Span(marks, className="chance-bar", title=tip)


def _part(value: object, most: float) -> float:
    return min(100.0, 100 * (as_number(value) or 0.0) / most)


def base_of(row: Mapping[str, Any]) -> float | None:
    """The mean probability of the product, which ``lift`` is counted in."""
    lift = as_number(row.get("lift"))
    return float(row["probability"]) / lift if lift else None


def yuan(value: object) -> str:
    """¥1,240."""
    number = as_number(value)
    return "—" if number is None else f"¥{human(number, format='money')}"


def reason(code: object, who: Mapping[str, Any]) -> str:
    """A reason's sentence about a customer; empty when there is none."""
    said = sentence(code) if isinstance(code, str) and code else None
    if said is None:
        return ""
    words = {
        "customer_group": code_label("customer_group", who.get("customer_group")),
        "age": human(who.get("age")),
        "product_count": human(who.get("product_count")),
    }
    return said.text().format(**words)


def reasons(row: Mapping[str, Any], who: Mapping[str, Any], most: int = 2) -> list[tuple[str, float]]:
    """(sentence, percentage points) of what speaks for an offer; first what few others of about the same forecast have."""
    return [one for one in contributions(row, who) if one[1] > 0][:most]


def contributions(row: Mapping[str, Any], who: Mapping[str, Any]) -> list[tuple[str, float]]:
    """All that is kept of an offer, for and against, in the order it is kept."""
    found = [
        (reason(row.get(f"reason_{n}"), who), as_number(row.get(f"effect_{n}")) or 0.0) for n in range(1, KEPT + 1)
    ]
    return [one for one in found if one[0]]


def dated(as_of: Any, today: date) -> html.Span:
    """The day the forecasts are of, and how old they are; a warning from the third day on."""
    day = _day(as_of)
    words = _("Forecasts of %(day)s, %(ago)s", day=day_text(day, weekday=False, year=True), ago=ago(day, today))
    is_old = (today - day).days > FRESH
    return html.Span(
        [icon("warning") if is_old else None, words], className="offer-dated warn" if is_old else "offer-dated"
    )


def ago(day: Any, today: Any) -> str:
    """today, yesterday, 38 days ago; a date beyond a year."""
    if day is None or pd.isna(day):
        return _("never")
    then, now = _day(day), _day(today)
    days = (now - then).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return (
        n_("%(n)s day ago", "%(n)s days ago", days, n=days) if days <= 365 else day_text(then, weekday=False, year=True)
    )


def _day(value: Any) -> date:
    return value.date() if hasattr(value, "date") else date.fromisoformat(str(value)[:10])


def waterfall(row: Mapping[str, Any], who: Mapping[str, Any]) -> html.Div:
    """From the average customer to this one: what each reason adds, and everything else together, in percentage points."""
    base, end = 100 * (base_of(row) or 0.0), 100 * float(row["probability"])
    known = sorted(contributions(row, who), key=lambda one: -one[1])
    rest = end - base - sum(points for _words, points in known)
    steps = [*known, (_("Everything else"), rest)] if abs(rest) >= 0.005 else known
    at, spans = base, []
    for _words, points in steps:
        spans.append((min(at, at + points), abs(points)))
        at += points
    ends = [0.0, base, end, *(edge for low, size in spans for edge in (low, low + size))]
    low, high = min(ends), max(ends) or 1.0
    place = lambda value: 100 * (value - low) / (high - low)  # noqa: E731
    lines = [_step(_("Average customer"), 0, base, percent(base / 100, 2), "base", place)]
    for (words, points), (start, size) in zip(steps, spans, strict=True):
        tone = "up" if points >= 0 else "down"
        lines.append(_step(words, start, start + size, human(points, signed=True, decimals=2), tone, place))
    lines.append(_step(_("This customer"), 0, end, percent(end / 100, 2), "end", place))
    return html.Div(lines, className="offer-steps")


def _step(words: str, start: float, end: float, text: str, tone: str, place: Any) -> html.Div:
    left, right = place(start), place(end)
    bar = html.I(className=f"step {tone}", style={"left": f"{left:.1f}%", "width": f"{max(right - left, 0.8):.1f}%"})
    return html.Div(
        [html.Span(words, title=words), html.Span(bar, className="offer-way"), html.B(text, className=tone)]
    )
