"""What changed since the month compared with: points by indicator as a waterfall, gains first. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dash import html

from components import light
from components.change import ARROWS
from data.i18n import _, n_
from data.i18n.numbers import human

NAMED = 5  # indicators shown by name; the others together
SMALLEST = 0.005


@dataclass(frozen=True)
class Line:
    """A step of the waterfall: from ``start`` to ``end``; the first and last are totals."""

    label: str
    start: float
    end: float
    is_total: bool = False

    @property
    def size(self) -> float:
        """What it adds."""
        return self.end - self.start


def lines(before: float, after: float, moved: Mapping[str, float], first: str, last: str) -> list[Line]:
    """``moved``: name → points gained. What is not named adds up to the rest, so that the steps end at ``after``."""
    gains = {name: size for name, size in moved.items() if abs(size) >= SMALLEST}
    named = sorted(gains, key=lambda name: -abs(gains[name]))[:NAMED]
    shown = {name: gains[name] for name in sorted(named, key=lambda name: -gains[name])}
    rest = after - before - sum(shown.values())
    if abs(rest) >= SMALLEST:
        count = max(1, len(gains) - len(named))
        shown[n_("%(count)s other", "%(count)s others", count)] = rest
    found, at = [Line(first, 0.0, before, True)], before
    for name, size in shown.items():
        found.append(Line(name, at, at + size))
        at += size
    return [*found, Line(last, 0.0, after, True)]


def waterfall(found: list[Line]) -> html.Div:
    """Bars from left to right, one below the other; the scale is broken before the smallest point."""
    ends = [end for line in found for end in ((line.end,) if line.is_total else (line.start, line.end))]
    low, high = min(ends), max(ends)
    room = (high - low) or 1.0
    base = low - room * 0.35

    def at(value: float) -> float:
        return round((value - base) / (high - base) * 100, 2)

    return light.Div([_row(line, at) for line in found], className="waterfall")


def _row(line: Line, at: Any) -> html.Div:
    low, high = (0.0, at(line.end)) if line.is_total else sorted((at(line.start), at(line.end)))
    tone = "total" if line.is_total else "good" if line.size > 0 else "bad"
    bar = light.Span(
        light.Span(className="waterfall-break") if line.is_total else None,
        className=f"waterfall-bar {tone}",
        style={"left": f"{low}%", "width": f"{max(high - low, 0.4):.2f}%"},
    )
    text: Any = light.B(human(line.end, format="score"))
    if not line.is_total:
        arrow = ARROWS[1 if line.size > 0 else -1]
        text = light.B(
            [light.Span(arrow, className="arrow"), f" {human(abs(line.size), format='score')}"], className=tone
        )
    label = light.Span(line.label, className="waterfall-name" + (" total" if line.is_total else ""), title=line.label)
    return light.Div([label, light.Span(bar, className="waterfall-track"), light.Span(text, className="num")])


def sum_words(before: float, after: float) -> str:
    """+1.86 points."""
    return _("%(n)s points", n=human(after - before, format="score", signed=True))
