"""Parts of everybody's own page: the score in large, levers, sliders, the months. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from dash import dcc, html

from components.change import ARROWS
from components.icons import icon
from components.performance_header import bar
from components.performance_steps import said
from data.i18n import _
from data.i18n.numbers import human, month_name
from data.metrics.registry import metric
from data.performance.indicators import GROUPS, Indicator
from data.performance.what_if import Lever

Place = tuple[int, int, int | None]
Landing = tuple[float, float, float]  # low, expected, high
SLIDER_STEPS = 4  # times what is within reach


def score(
    now: Mapping[str, Any], before: Mapping[str, Any], weights: Mapping[str, float], places: Sequence[tuple[str, Place]],
    comparator: str, landing: Landing | None, notes: Sequence[str], level: str,
) -> list[Any]:  # fmt: skip
    """Total and places, change and landing, the four groups."""
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
    change = html.Div([_change(now["score"], before["score"], comparator), _landing(landing)], className="me-change")
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


def _landing(landing: Landing | None) -> html.Span | None:
    if landing is None:
        return None
    low, expected, high = (human(value, format="score", decimals=1) for value in landing)
    text = _("between %(low)s and %(high)s", low=low, high=high)
    return html.Span([_("Expected at month end "), html.B(expected), f" ({text})"])


def _group(group: str, points: float | None, weight: float | None) -> html.Div:
    value = html.Span(
        [html.B(human(points, format="score")), html.Span(f" / {human(weight)}", className="muted") if weight else None]
    )
    return html.Div(
        [html.Span(metric(f"score_{group}").short.text()), bar(group, points, weight), value], className="me-group"
    )


def lever(one: Lever, known: Indicator, href: str) -> html.A:
    """+1.20  Average deposits: 380,000 yuan more."""
    about = f"{metric(f'score_{known.group}').short.text()} · {_whose(one)}{known.definition.text()}"
    sign = html.Span([html.Span(className=f"key {known.group}"), about], className="muted")
    words = html.Div([html.Strong(lever_words(known, one.amount)), sign])
    return html.A(
        [html.B(human(one.gain, format="score", signed=True)), words, icon("right")], href=href, className="lever"
    )


def _whose(one: Lever) -> str:
    """Of an item that counts the outlet's value, or the entity's."""
    return {"branch": _("whole outlet: "), "entity": _("whole entity: ")}.get(one.of, "")


def lever_words(known: Indicator, amount: Decimal) -> str:
    """What to do: the indicator and how much more or less of it."""
    return f"{known.label.text()} {amount_words(known, amount)}"


def amount_words(known: Indicator, amount: Decimal) -> str:
    """+50,000 yuan, −0.20 pt."""
    if known.unit.text() == "%":
        points = human(abs(float(amount)) * 100, decimals=2)
        return f"{'+' if amount >= 0 else '−'}{_('%(n)s pt', n=points)}"
    text = said(known, abs(amount))
    return f"{'+' if amount >= 0 else '−'}{text}"


def slider(one: Lever, known: Indicator) -> html.Div:
    """How much more of one indicator: from nothing to some times what is within reach, in its own steps."""
    most = max(int(abs(one.amount) / known.step) * SLIDER_STEPS, SLIDER_STEPS)
    field = dcc.Input(id={"type": "me-lever", "indicator": known.id}, type="range", min=0, max=most, step=1, value=0)
    words = html.Span(
        amount_words(known, Decimal(0)), id={"type": "me-lever-words", "indicator": known.id}, className="what-amount"
    )
    name = html.Span([html.Span(className=f"key {known.group}"), f" {_whose(one)}{known.label.text()}"])
    return html.Label([name, words, field], className="what-row")


def what_total(now: float, then: float) -> html.Div:
    """The total as it is and as it would be."""
    gain = round(then - now, 2)
    tone = "good" if gain > 0 else "bad" if gain < 0 else "muted"
    return html.Div(
        [html.Span(_("Then my score would be")), html.Span([html.B(human(then, format="score")),
         html.Span(f" {human(gain, format='score', signed=True)}" if gain else "", className=tone)])], className="what-total",
    )  # fmt: skip


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
