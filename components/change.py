"""A change against a named comparator: the arrow is the number's direction, word and colour say good or bad."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html

from data.i18n import _
from data.i18n.numbers import as_number, human

ARROWS = {1: "▲", -1: "▼", 0: "●"}


@dataclass(frozen=True)
class Change:
    """``sign`` of the number's move (1, −1, 0), ``size`` in words without a sign, ``tone`` good, bad or even."""

    sign: int
    size: str
    tone: str


def change_of(value: object, before: object, *, format: str = "count", direction: str = "up") -> Change | None:
    """Shares and scores by difference, amounts in %. ``direction`` is what is good: up, down or neither.

    None when there is nothing to compare with.
    """
    now, then = as_number(value), as_number(before)
    if now == 0 and then == 0:
        return Change(0, _("unchanged"), "even")
    if now is None or then is None or (then == 0 and format not in {"percent", "percentage", "score"}):
        return None
    size = _size(now - then, then, format)
    if not any(digit in size for digit in "123456789"):
        return Change(0, _("unchanged"), "even")
    sign = 1 if now > then else -1
    good = {"up": 1, "down": -1}.get(direction, 0)
    return Change(sign, size, "even" if not good else "good" if sign == good else "bad")


def _size(difference: float, then: float, format: str) -> str:
    if format in {"percent", "percentage"}:
        points = abs(difference) * (100 if format == "percent" else 1)
        return _("%(n)s pt", n=human(points, decimals=2 if points < 0.1 else 1))
    if format == "score":
        return human(abs(difference), format="score")
    return human(abs(difference / then), format="percent")


def in_words(change: Change, comparator: str) -> str:
    """What follows the size: better than Monday, same time."""
    if change.sign == 0:
        return _("from %(what)s", what=comparator)
    if change.tone == "even":
        return _("more than %(what)s", what=comparator) if change.sign > 0 else _("less than %(what)s", what=comparator)
    better = change.tone == "good"
    return _("better than %(what)s", what=comparator) if better else _("worse than %(what)s", what=comparator)


def no_base(before: object, comparator: str) -> str:
    """Why there is nothing to compare with; empty where there is, or where nothing is compared."""
    if not comparator or as_number(before):
        return ""
    if as_number(before) is None:
        return _("nothing to compare with: no data for %(what)s", what=comparator)
    return _("nothing to compare with: %(what)s was 0", what=comparator)


def change_line(change: Change | None, comparator: str, why: str = "") -> html.Div:
    """The line below a figure: ▲ 4.9% better than Monday, same time; without a change, ``why``."""
    if change is None:
        return html.Div(why or (_("nothing to compare with") if comparator else ""), className="change even")
    words = in_words(change, comparator)
    return html.Div(
        [html.B([html.Span(ARROWS[change.sign], className="arrow"), change.size]), html.Span(words)],
        className=f"change {change.tone}",
        title=f"{change.size} {words}",
    )
