"""The header of a score: total, place, where it stands between last time and the median; the four groups. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from components import light
from components.cards import info
from components.change import ARROWS
from components.performance_choice import FULL
from components.performance_spread import place
from data.i18n import _, n_
from data.i18n.numbers import as_number, human, percent
from data.metrics.registry import metric

Lead = tuple[str, str, str]  # an indicator in words: name, value, completion


@dataclass(frozen=True)
class Group:
    """A group's points; ``lead`` is its weightiest indicator."""

    name: str
    points: float | None
    weight: float | None
    before: float | None = None
    median: float | None = None
    lead: Lead = ("", "", "")
    href: str = ""


@dataclass(frozen=True)
class Score:
    """A unit's total. ``place`` is its place among ``peers``, ``moved`` the places gained ``since`` a month."""

    title: str
    total: float | None
    before: float | None
    median: float | None
    comparator: str
    place: int | None = None
    peers: int | None = None
    moved: int | None = None
    since: str = ""
    among: str = ""
    forecast: tuple[float, float] | None = None
    notes: Sequence[str] = ()


def header(score: Score, groups: Sequence[Group]) -> html.Div:
    """The hero on the left, the groups beside it."""
    return light.Div([_hero(score), *(_group(group, score.comparator) for group in groups)], className="score-head")


def _hero(score: Score) -> html.Div:
    change = moved(score.moved, score.since)
    side = [
        part for part in (_place(score), light.Div(change) if change else None, _forecast(score)) if part is not None
    ]
    return light.Div(
        [
            light.Div([light.Span(score.title), info("score")], className="number-label"),
            light.Div(
                [
                    light.Span([light.B(human(score.total, format="score"), className="score-total"),
                               light.Span(f"/ {FULL}", className="muted")]),
                    light.Div(side, className="score-side"),
                ],
                className="score-line",
            ),
            scale(score),
            *[light.Div(note, className="score-note") for note in score.notes],
        ],
        className="score-hero",
    )  # fmt: skip


def _place(score: Score) -> html.Div | None:
    if score.place is None:
        return None
    return light.Div(
        [
            light.B(_("No. %(n)s", n=human(score.place))),
            light.Span(_("of %(n)s %(among)s", n=human(score.peers), among=score.among), className="muted"),
        ]
    )


def moved(places: int | None, since: str = "") -> html.Span | None:
    """▲ 3 places since Oct."""
    if places is None:
        return None
    if places == 0:
        return light.Span(_("same place"), className="muted")
    tone, arrow = ("good", ARROWS[1]) if places > 0 else ("bad", ARROWS[-1])
    words = n_("%(count)s place", "%(count)s places", abs(places))
    when = light.Span(_(" since %(month)s", month=since), className="muted") if since else None
    return light.Span([light.B(f"{arrow} {words}"), when], className=tone)


def _forecast(score: Score) -> html.Div | None:
    if score.forecast is None:
        return None
    low, high = (human(value, format="score", decimals=1) for value in score.forecast)
    return light.Div([_("Expected "), light.B(low if low == high else f"{low} – {high}")], className="warn")


def scale(score: Score) -> html.Div:
    """A line to a hundred: last time hollow, now solid, the median a tick."""
    now, before, middle = score.total, score.before, score.median
    known = [value for value in (now, before, middle, *(score.forecast or ())) if value is not None]
    if not known:
        return light.Div(className="score-scale")
    bounds = (float(max(0, math.floor((min(known) - 5) / 10) * 10)), float(max(FULL, math.ceil(max(known) / 5) * 5)))
    marks: list[Any] = []
    if score.forecast:
        left, right = (place(value, bounds) for value in score.forecast)
        marks.append(
            light.Span(className="scale-forecast", style={"left": f"{left}%", "width": f"{max(right - left, 2)}%"})
        )
    if middle is not None:
        marks.append(light.Span(className="scale-median", style={"left": f"{place(middle, bounds)}%"}))
    if before is not None and now is not None:
        left, right = sorted((place(before, bounds), place(now, bounds)))
        marks.append(light.Span(className="scale-way", style={"left": f"{left}%", "width": f"{right - left}%"}))
        marks.append(light.Span(className="scale-before", style={"left": f"{place(before, bounds)}%"}))
    if now is not None:
        marks.append(light.Span(className="scale-now", style={"left": f"{place(now, bounds)}%"}))
    words = []
    if before is not None:
        words.append(
            light.Span([light.Span(className="sign-before"), f"{score.comparator} {human(before, format='score')}"])
        )
    if middle is not None:
        words.append(
            light.Span([light.Span(className="sign-median"), _("median %(n)s", n=human(middle, format="score"))])
        )
    ends = [light.Span(human(bounds[0])), light.Span(words, className="scale-words"), light.Span(human(bounds[1]))]
    return light.Div(
        [light.Div(marks, className="scale-track"), light.Div(ends, className="scale-ends")], className="score-scale"
    )


def _group(group: Group, comparator: str) -> html.Div:
    meant = metric(f"score_{group.name}")
    weight = human(group.weight, decimals=0) if group.weight else ""
    body = [
        light.Div([light.Span(className=f"key {group.name}"), light.B(meant.short.text()),
                  light.Span(_("weight %(n)s%%", n=weight), className="muted") if weight else None,
                  info(f"score_{group.name}")], className="group-name"),
        light.Div([light.Span([light.B(human(group.points, format="score"), className="group-points"),
                             light.Span(f"/ {weight}", className="muted") if weight else None]), _change(group, comparator)],
                 className="score-line"),
        bar(group.name, group.points, group.weight, group.median),
        light.Div([light.Span([light.Span(className="sign-median"), _("median %(n)s", n=human(group.median, format="score"))])
                  if group.median is not None else None,
                  light.Span(f"{comparator} {human(group.before, format='score')}") if group.before is not None else None],
                 className="group-words muted"),
        light.Div([light.Span(group.lead[0], title=group.lead[0]), light.B(group.lead[1]),
                  light.Span(group.lead[2], className="muted") if group.lead[2] else None], className="group-lead"),
    ]  # fmt: skip
    return light.Div(light.A(body, href=group.href) if group.href else body, className="score-group")


def _change(group: Group, comparator: str) -> html.Span | None:
    now, then = as_number(group.points), as_number(group.before)
    if now is None or then is None:
        return None
    size = round(now - then, 2)
    if not size:
        return light.Span(_("as %(what)s", what=comparator), className="muted group-change")
    arrow, tone = (ARROWS[1], "good") if size > 0 else (ARROWS[-1], "bad")
    words = _("above %(what)s", what=comparator) if size > 0 else _("below %(what)s", what=comparator)
    number = light.B(f"{arrow} {human(abs(size), format='score')}", className=tone)
    return light.Span([number, light.Span(words)], className="group-change muted")


def bar(group: str, points: float | None, weight: float | None, median: float | None = None) -> html.Div:
    """Points of the weight as a filled bar from zero, the median a tick on it."""
    whole = weight or 1.0
    parts = [
        light.Span(
            className=f"fill {group}", style={"width": f"{max(0.0, min(1.0, (points or 0) / whole)) * 100:.1f}%"}
        )
    ]
    if median is not None:
        parts.append(light.Span(className="tick", style={"left": f"{max(0.0, min(1.0, median / whole)) * 100:.1f}%"}))
    return light.Div(parts, className="group-bar", **{"aria-hidden": "true"})


def lead_words(step: Mapping[str, Any] | None, name: str, value: str) -> Lead:
    """The weightiest indicator: name, value, completion in percent."""
    if step is None:
        return ("", "", "")
    reached = as_number(step.get("completion"))
    return (name, value, _("%(n)s of target", n=percent(reached)) if reached is not None else "")
