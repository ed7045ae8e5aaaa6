"""Cards: a number with its change, and the frame every chart and table stands in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from components.change import change_line, change_of, no_base
from components.icons import icon
from components.sparkline import WIDTH, sparkline
from data.i18n import _
from data.i18n.numbers import Said, said
from data.metrics.registry import Metric
from data.trust_figures import Described, described

TOOLS = ("table", "png", "excel", "full")


def info(metric: str) -> html.Button:
    """The ⓘ that opens the definition card of ``metric`` (``components/definition.py``)."""
    name = described(metric).label.text()
    return html.Button(
        icon("info"),
        className="info",
        type="button",
        title=_("What this number is"),
        **{"data-metric": metric, "aria-label": _("Definition of %(name)s", name=name)},
    )


def number_card(
    id: str,
    metric: str,
    value: object,
    *,
    before: object = None,
    comparator: str = "",
    series: Sequence[object] | None = None,
    of: str = "",
    label: Any = "",
    note: Any = None,
    href: str = "",
    tone: str = "brand",
    spark_width: int = WIDTH,
) -> html.Div:
    """A metric's figure: label and ⓘ, value with unit (or ``of``: " / 11,026 人"), sparkline, change or ``note``.

    ``label`` is text or components, in place of the metric's own.
    Parts carry ``data-part`` (value, unit, change) so that ``live.js`` can renew them in place.
    """
    meant = described(metric)
    spoken = said(value, meant.unit.text(), meant.format, decimals=meant.decimals)
    change = change_of(value, before, format=meant.format, direction=meant.direction)
    number, unit = _beside(value, meant, of) if of else spoken
    children = [
        html.Div([html.Span(label or meant.label.text()), info(metric)], className="number-label"),
        html.Div(
            [
                html.Span(number, className="number-value", **{"data-part": "value"}),
                html.Span(
                    unit, className="number-unit", **{"data-part": "unit"} | ({"data-keep-unit": "1"} if of else {})
                ),
            ],
            className="number-line",
        ),
        html.Div(
            note if note is not None else change_line(change, comparator, no_base(before, comparator)),
            **{"data-part": "change"},
        ),
        sparkline(series, tone=tone, width=spark_width) if series is not None else None,
    ]
    body = html.A(children, href=href, className="number") if href else children
    return html.Div(body, id=id, className="" if href else "number", **{"data-figure": metric})


def _beside(value: object, meant: Described, whole: str) -> Said:
    """The number before its whole: 63.2 万 / 100.0 万户."""
    number, scale = said(value, "", meant.format, decimals=meant.decimals)
    return Said(number, f"{scale} {whole}".strip())


def fitting_label(meant: Metric, most: int = 20) -> str:
    """The label, or the short one where the label is too long for a narrow card."""
    label = meant.label.text()
    return label if len(label) <= most else meant.short.text()


def brief_unit(meant: Metric) -> str:
    """The unit where there is room for two letters only, else nothing."""
    unit = meant.unit.text()
    return unit if len(unit) <= 2 else ""


def card(
    id: str,
    title: str,
    body: Any,
    *,
    subtitle: Any = "",
    metric: str = "",
    tools: Any = None,
    foot: Any = None,
    className: str = "",
    head_icon: str = "",
) -> html.Section:
    """A titled card around ``body``. Ids: ``<id>-card``; the rest belongs to the body."""
    head = [
        html.Span(icon(head_icon), className="card-sign") if head_icon else None,
        html.H2(title, className="card-title"),
        info(metric) if metric else None,
        html.Span(subtitle, className="card-sub") if isinstance(subtitle, str) else subtitle,
        html.Div(tools, className="card-tools") if tools else None,
    ]
    return html.Section(
        [
            html.Header([part for part in head if part is not None], className="card-head"),
            html.Div(body, className="card-body"),
            html.Footer(foot, className="card-foot") if foot is not None else None,
        ],
        id=f"{id}-card",
        className=f"card {className}".strip(),
        **{"aria-label": title},
    )


def chart(id: str, figure: Any = None, *, height: int | str = 240) -> dcc.Graph:
    """A bare graph without Plotly's own toolbar; a point whose customdata is an address leads there on click."""
    return dcc.Graph(
        id=id,
        figure=figure if figure is not None else {},
        config={"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False},
        style={"height": height if isinstance(height, str) else f"{height}px"},
        responsive=True,
    )


def tool_button(tool: str) -> html.Button:
    """A button of a card's header; ``shell.js`` does what it says."""
    sign, text = {
        "table": ("table", _("Show as table")),
        "png": ("image", _("Save picture (PNG)")),
        "excel": ("download", _("Save data (Excel)")),
        "full": ("expand", _("Full screen")),
    }[tool]
    return html.Button(
        icon(sign), className="tool", type="button", title=text, **{"data-tool": tool, "aria-label": text}
    )
