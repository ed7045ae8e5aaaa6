"""Parts of everybody's own page: the score in large, the months. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from dash import html

from components.change import ARROWS
from components.performance_header import bar
from data.i18n import _
from data.i18n.numbers import human, month_name
from data.metrics.registry import metric
from data.performance.indicators import GROUPS

Place = tuple[int, int, int | None]


def score(
    now: Mapping[str, Any], before: Mapping[str, Any], weights: Mapping[str, float], places: Sequence[tuple[str, Place]],
    comparator: str, notes: Sequence[str], level: str,
) -> list[Any]:  # fmt: skip
    """Total and places, change, the four groups."""
    total = html.Div(
        [
            html.Span(
                [
                    html.B(human(now["score"], format="score"), className="big"),
                    html.Span(_(" points"), className="muted"),
                ]
            ),
            html.Div([_place(within, place) for within, place in places], className="me-places"),
        ],
        className="me-total",
    )
    change = html.Div([_change(now["score"], before["score"], comparator)], className="me-change")
    groups = [_group(group, now[f"score_{group}"], weights.get(group)) for group in GROUPS]
    warned = [html.Div(note, className="score-note") for note in notes]
    return [total, change, *warned, html.Div(groups, className="me-groups")]


def _place(within: str, place: Place) -> html.Div:
    where = {"branch": _("Outlet"), "entity": _("Entity"), "province": _("Whole province")}[within]
    return html.Div(
        [f"{where} ", html.B(_("No. %(n)s", n=human(place[0]))), html.Span(f" / {human(place[1])}", className="muted")]
    )


def _change(now: float | None, before: float | None, comparator: str) -> html.Span | None:
    if now is None or before is None:
        return None
    size = round(now - before, 2)
    tone = "good" if size > 0 else "bad" if size < 0 else "muted"
    arrow = ARROWS[1 if size > 0 else -1 if size < 0 else 0]
    return html.Span(
        [html.B(f"{arrow} {human(abs(size), format='score')} ", className=tone), _("since %(month)s", month=comparator)]
    )


def _group(group: str, points: float | None, weight: float | None) -> html.Div:
    value = html.Span(
        [html.B(human(points, format="score")), html.Span(f" / {human(weight)}", className="muted") if weight else None]
    )
    return html.Div(
        [html.Span(metric(f"score_{group}").short.text()), bar(group, points, weight), value], className="me-group"
    )


def history(totals: Mapping[date, float], shown: date, link: Callable[[date], str]) -> html.Div:
    """A column a month; the axis begins below the lowest."""
    if not totals:
        return html.Div()
    low, high = min(totals.values()), max(totals.values())
    floor = low - max(high - low, 4) * 0.6
    columns = []
    for month, value in totals.items():
        height = (value - floor) / ((high - floor) or 1) * 86
        columns.append(
            html.A(
                [html.Span(human(value, format="score", decimals=1)), html.I(style={"height": f"{max(height, 2):.1f}px"}),
                 html.Span(_month(month))],
                href=link(month), className="now" if month == shown else "", title=f"{month:%Y-%m} {value:.2f}",
            )
        )  # fmt: skip
    return html.Div(columns, className="history-bars")


def _month(month: date) -> str:
    name = month_name(month)
    return f"{month:%y-%m}" if month.month == 1 else name
