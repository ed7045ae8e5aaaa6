"""A scenario's row of the overview: sign, title, one sentence, three numbers, one chart. Drawing only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from dash import html

from components.cards import TOOLS, chart, info, tool_button
from components.icons import icon
from components.states import empty

SPARK = 168  # px, the length of a row's sparklines


def scenario(
    name: str, sign: str, title: str, sentence: Any, numbers: Sequence[Any], drawing: Any, *, href: str, more: str
) -> html.Section:
    """The row; ``href`` is the scenario's own page."""
    head = html.Header(
        [
            html.Span(icon(sign), className="card-sign"),
            html.H2(title, className="card-title"),
            html.P(sentence, className="scenario-sentence"),
            html.A(icon("right"), href=href, className="tool scenario-more", title=more, **{"aria-label": more}),
        ],
        className="card-head scenario-head",
    )
    body = html.Div([html.Div(list(numbers), className="numbers"), drawing], className="scenario-body")
    return html.Section([head, body], id=f"overview-{name}-card", className="card scenario", **{"aria-label": title})


def drawing(id: str, caption: str, figure: Any, twin: Any, *, metric: str = "", none: str = "") -> html.Section:
    """A chart inside a row, with its caption, definition, twin and exports; ``figure`` None shows why: ``none``."""
    tools = html.Div([tool_button(tool) for tool in TOOLS], className="card-tools")
    head = [html.H3(caption, className="drawing-caption", title=caption), info(metric) if metric else None, tools]
    body = html.Div(chart(id, figure, height="100%"), className="chart") if figure is not None else empty(none)
    return html.Section(
        [
            html.Header([part for part in head if part is not None], className="drawing-head"),
            html.Div([body, html.Div(twin, className="twin")], className="card-body"),
        ],
        className="card drawing",
        **{"aria-label": caption},
    )


def woven(text: str, **parts: Any) -> list[Any]:
    """``text`` with components in place of its %(name)s."""
    pieces = re.split(r"%\((\w+)\)s", text)
    return [parts[piece] if position % 2 else piece for position, piece in enumerate(pieces) if piece]


def unit_link(name: str, href: str) -> html.A:
    """A unit named in a sentence, leading to it."""
    return html.A(name, href=href, className="said-link")
