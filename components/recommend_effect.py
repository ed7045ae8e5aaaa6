"""An effect with its interval around zero, and two shares compared: how campaigns are judged on screen. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from components.recommend_marks import ceiling
from data.i18n import _
from data.i18n.numbers import as_number, human, percent


def reach(values: Sequence[object]) -> float:
    """How far an axis around zero goes on both sides."""
    return ceiling(abs(number) for number in map(as_number, values) if number is not None)


def points(value: object, *, decimals: int = 2) -> str:
    """+1.25 pt."""
    number = as_number(value)
    return "—" if number is None else _("%(n)s pt", n=human(100 * number, signed=True, decimals=decimals))


def whisker(value: object, low: object, high: object, far: float) -> html.Span:
    """A dot with its interval on an axis from −far to far; grey while the interval holds zero."""
    middle, left, right = (as_number(one) for one in (value, low, high))
    if middle is None or left is None or right is None:
        return html.Span(className="effect")
    tone = "good" if left > 0 else "bad" if right < 0 else "open"
    at = lambda one: min(100.0, max(0.0, 50 + 50 * one / far))  # noqa: E731
    marks = [
        html.I(className="zero"),
        html.I(className="line", style={"left": f"{at(left):.1f}%", "width": f"{at(right) - at(left):.1f}%"}),
        html.I(className="point", style={"left": f"{at(middle):.1f}%"}),
    ]
    tip = _("%(p)s, between %(low)s and %(high)s", p=points(middle), low=points(left), high=points(right))
    return html.Span(marks, className=f"effect {tone}", title=tip)


def verdict(low: object, high: object) -> html.Span:
    """What the interval says in words."""
    left, right = as_number(low), as_number(high)
    if left is None or right is None:
        return html.Span(_("Too few customers to tell"), className="muted")
    if left > 0:
        return html.Span(_("▲ It works: the interval lies above zero"), className="good")
    if right < 0:
        return html.Span(_("▼ It harms: the interval lies below zero"), className="bad")
    return html.Span(_("Not certain yet: the interval holds zero"), className="muted")


def share(hits: object, of: object) -> str:
    """12 of 180 (6.7%)."""
    count, whole = as_number(hits) or 0, as_number(of) or 0
    text = _("%(n)s of %(all)s", n=human(count), all=human(whole))
    return f"{text} ({percent(count / whole)})" if whole else text
