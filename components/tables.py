"""Tables anyone can read, screen readers included; the table twin of a chart is one of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import html

from components import light
from components.quarantine import feed_title
from components.short_names import short_name
from components.states import empty
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, human
from data.metrics.dimensions import DIMENSIONS
from data.metrics.registry import Metric, metric, metrics
from data.query.table import records_of
from data.trust_figures import described, figures

SHORT = ("county", "prefecture", "entity")  # dimensions whose names stand short on charts, and so in tables and files


@dataclass(frozen=True)
class Column:
    """A column of a frame: heading, number format and unit; ``draw`` (value, row) → component replaces the text.

    ``width``: of the column in a file, in characters; 0 is the usual one.
    """

    name: str
    label: str
    format: str = "text"
    unit: str = ""
    decimals: int | None = None
    draw: Callable[[Any, Mapping[str, Any]], Any] | None = None
    width: int = 0

    @property
    def is_number(self) -> bool:
        """Numbers stand right-aligned."""
        return self.format != "text"

    def cell(self, value: Any, row: Mapping[str, Any]) -> Any:
        """What stands in the cell."""
        if self.draw:
            return self.draw(value, row)
        if self.is_number:
            mark = "%" if self.format in {"percent", "percentage"} else ""
            return human(value, mark, self.format, decimals=self.decimals, compact=False)
        return "" if value is None or value != value else str(value)


def table(
    frame: pd.DataFrame, columns: Sequence[Column], *, caption: str = "", id: str = "", className: str = ""
) -> Any:
    """``frame`` as an html table with a caption for screen readers; an empty frame as the empty state."""
    if frame.empty:
        return empty(_("No rows"), _("Choose another period or a wider scope."))
    head = [light.Th(titled(c), scope="col", className="num" if c.is_number else "") for c in columns]
    rows = [light.Tr([_cell(c, row) for c in columns]) for row in records_of(frame)]
    parts = [html.Caption(caption, className="sr") if caption else None, html.Thead(light.Tr(head)), html.Tbody(rows)]
    props = {"id": id} if id else {}
    return html.Table([part for part in parts if part], className=f"table {className}".strip(), **props)


def twin(answer: Any, question: Any = None, *, caption: str = "", columns: Sequence[Column] = ()) -> html.Div:
    """The table twin of a chart: the same answer, with the ``question`` (export.Question or the like) the Excel export
    repeats; ``columns`` where they are not those the answer says by itself."""
    carried = {"data-question": json.dumps(question.as_json(), ensure_ascii=False)} if question is not None else {}
    body = table(answer.frame, columns or columns_of(answer.frame), caption=caption or answer.sentence)
    return light.Div(body, className="table-wrap", **carried)


def columns_of(frame: pd.DataFrame) -> list[Column]:
    """Columns for an answer: dimensions by name first, then metrics with unit and format from the registry."""
    numbers = [name for name in frame.columns if name in metrics() or name in figures()]
    dimensions = [name for name in frame.columns if name in DIMENSIONS]
    found = [
        Column(f"{name}_name", dimension_label(name), draw=_short if name in SHORT else None)
        if f"{name}_name" in frame.columns
        else Column(name, dimension_label(name), draw=_coded(name))
        for name in dimensions
    ]
    if "feed" in frame.columns:
        found.append(Column("feed", _("Feed"), draw=lambda value, _row: feed_title(value)))
    for name in numbers:
        meant = described(name)
        label = meant.short if isinstance(meant, Metric) else meant.label
        found.append(Column(name, label.text(), meant.format, meant.unit.text(), meant.decimals))
    return found + _beside(frame, numbers)


def _beside(frame: pd.DataFrame, numbers: list[str]) -> list[Column]:
    """What ``components/shaped.py`` lays beside a metric: its base and the difference, or its share."""
    if "share" in frame.columns:
        return [Column("share", _("Share"), "percent", "%")]
    if "difference" not in frame.columns or not numbers:
        return []
    meant = metric(numbers[0])
    beside = (("base", _("Base")), ("difference", _("Difference")))  # in the unit of the metric itself
    return [Column(name, label, meant.format, "", meant.decimals) for name, label in beside]


def _short(name: Any, _row: Mapping[str, Any]) -> str:
    return short_name(str(name or ""))


def dimension_label(dimension: str) -> str:
    """The name of a dimension in the reader's language."""
    return DIMENSIONS[dimension].label.text() if dimension in DIMENSIONS else dimension


def meter(share: object, *, tone: str = "brand") -> html.Span:
    """A bar from zero to 100 %, for a share of 0–1."""
    width = max(0.0, min(1.0, as_number(share) or 0.0)) * 100
    bar = light.Span(style={"width": f"{width:.1f}%", "background": f"var(--{tone})"})
    return light.Span(bar, className="meter", **{"aria-hidden": "true"})


def titled(column: Column) -> str:
    """The heading of a column: its label, with the unit of numbers where the label does not say it already."""
    unit = column.unit if column.is_number and column.unit.lower() != column.label.lower() else ""
    return f"{column.label} ({unit})" if unit and unit != "%" else f"{column.label} %" if unit else column.label


def _cell(column: Column, row: Mapping[str, Any]) -> html.Td:
    return light.Td(column.cell(row.get(column.name), row), className="num" if column.is_number else "")


def _coded(name: str) -> Callable[[Any, Mapping[str, Any]], Any] | None:
    if name in DIMENSIONS and DIMENSIONS[name].kind == "code":
        return lambda value, _row: code_label(name, value)
    return (lambda value, _row: str(value)[:10]) if name in {"day", "month"} else None
