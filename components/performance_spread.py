"""How points spread over peers without names: median, quartiles, who stands below; drawn as dots or columns. Pure."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import html

from components import light
from data.i18n import _
from data.i18n.numbers import human, percent

MOST_DOTS = 120  # more peers than this are drawn as columns
COLUMNS = 48


@dataclass(frozen=True)
class Spread:
    """Points in order, one a peer. It is kept by snapshot: what is drawn of all peers alike is worked out once."""

    points: Sequence[float] = ()

    @classmethod
    def of(cls, frame: pd.DataFrame, part: str) -> Spread:
        """From rows of the listing ``score_spread``."""
        rows = frame[frame["part"] == part]
        listed = [float(p) for p, n in zip(rows["points"], rows["units"], strict=True) for _one in range(int(n))]
        return cls(sorted(listed))

    def at(self, share: float) -> float | None:
        """The value a share of the peers lies below, between two where it falls between."""
        if not self.points:
            return None
        place = share * (len(self.points) - 1)
        low = math.floor(place)
        high = min(low + 1, len(self.points) - 1)
        return self.points[low] + (self.points[high] - self.points[low]) * (place - low)

    @property
    def median(self) -> float | None:
        """The middle one, or between the two in the middle."""
        return self.at(0.5)

    def below(self, value: float) -> float | None:
        """The share of the other peers with fewer points."""
        others = len(self.points) - 1
        return bisect_left(self.points, value) / others if others > 0 else None

    @cached_property
    def range(self) -> tuple[float, float]:
        """Where an axis begins and ends: whole fives around all points."""
        if not self.points:
            return (0.0, 1.0)
        low, high = self.points[0], self.points[-1]
        step = 5 if high - low > 12 else 1
        return (math.floor(low / step) * step, max(math.ceil(high / step) * step, math.floor(low / step) * step + step))

    @cached_property
    def columns(self) -> Mapping[int, int]:
        """Column along the axis → peers on it."""
        return Counter(_column(one, self.range) for one in self.points)


def place(value: float, bounds: tuple[float, float]) -> float:
    """Percent along an axis."""
    low, high = bounds
    return round(max(0.0, min(1.0, (value - low) / (high - low))) * 100, 2)


def drawing(spread: Spread, own: float | None, name: str) -> html.Div:
    """Peers along the points, the middle half shaded, the reader's own in amber."""
    bounds = spread.range
    low, high, middle = spread.at(0.25), spread.at(0.75), spread.median
    marks: list[Any] = []
    if low is not None and high is not None and middle is not None:
        left = place(low, bounds)
        marks.append(
            light.Span(className="spread-half", style={"left": f"{left}%", "width": f"{place(high, bounds) - left}%"})
        )
        side = " left" if own is not None and own > middle else " right" if own is not None else ""
        marks.append(
            light.Span(_("Median %(n)s", n=human(middle, format="score")), className=f"spread-median{side}",
                      style={"left": f"{place(middle, bounds)}%"})
        )  # fmt: skip
    marks += _dots(spread, bounds, own)
    if own is not None:
        at = place(own, bounds)
        side, room = (" end", at) if at > 50 else ("", 100 - at)
        words = [light.Span(name, title=name), light.B(human(own, format="score"))]
        marks.append(light.Span(words, className=f"spread-own{side}", style={"left": f"{at}%", "maxWidth": f"{room}%"}))
    ticks = [light.Span(human(tick), style={"left": f"{place(tick, bounds)}%"}) for tick in _ticks(bounds)]
    return light.Div(
        [light.Div(marks, className="spread-plot"), light.Div(ticks, className="spread-axis")], className="spread"
    )


def _dots(spread: Spread, bounds: tuple[float, float], own: float | None) -> list[html.Span]:
    """A dot a peer stacked on its column; of many peers a column each."""
    columns = spread.columns
    mine = None if own is None else _column(own, bounds)
    most = max(columns.values(), default=1)
    if len(spread.points) > MOST_DOTS:
        return [
            light.Span(className="spread-column" + (" own" if key == mine else ""),
                      style={"left": f"{key / COLUMNS * 100:.2f}%", "height": f"{count / most * 72:.1f}px"})
            for key, count in columns.items()
        ]  # fmt: skip
    step = min(8.0, 72 / most)
    return [
        light.Span(className="spread-dot" + (" own" if key == mine and level == 0 else ""),
                  style={"left": f"{(key + 0.5) / COLUMNS * 100:.2f}%", "bottom": f"{level * step:.1f}px"})
        for key, count in columns.items()
        for level in range(count)
    ]  # fmt: skip


def _column(value: float, bounds: tuple[float, float]) -> int:
    return min(COLUMNS - 1, int(place(value, bounds) / 100 * COLUMNS))


def _ticks(bounds: tuple[float, float]) -> list[float]:
    low, high = bounds
    step = next(size for size in (1, 2, 5, 10, 20, 50, 100) if (high - low) / size <= 6)
    first = math.ceil(low / step) * step
    return [first + step * n for n in range(int((high - first) / step) + 1)]


def group_line(label: str, group: str, spread: Spread, own: float | None) -> html.Div:
    """One group: the middle half as a bar, the median a tick, oneself a dot, and the share of peers below."""
    bounds, low, high, middle = spread.range, spread.at(0.25), spread.at(0.75), spread.median
    parts: list[Any] = []
    if low is not None and high is not None and middle is not None:
        left = place(low, bounds)
        parts = [
            light.Span(className="line-half", style={"left": f"{left}%", "width": f"{place(high, bounds) - left}%"}),
            light.Span(className="line-median", style={"left": f"{place(middle, bounds)}%"}),
        ]
    if own is not None:
        parts.append(light.Span(className=f"line-own {group}", style={"left": f"{place(own, bounds)}%"}))
        above = spread.below(own)
        words: Any = [_("above "), light.B(percent(above, 0))] if above is not None else ""
    else:
        words = [_("median "), light.B(human(middle, format="score"))]
    return light.Div(
        [light.Span([light.Span(className=f"key {group}"), label], className="line-name"),
         light.Span(parts, className="line-track"), light.Span(words, className="line-words", title=_("the share of peers below"))],
        className="spread-line",
    )  # fmt: skip
