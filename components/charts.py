"""Charts: frame in, figure out. No database, no clock; theme and language come with the template.

Labels stand at the marks, tooltips are sentences; a point's ``customdata`` (column ``href``) is where a click leads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.theme import colour, template
from data.i18n import current_language
from data.i18n.numbers import human

DATES = {"zh": "%m-%d", "en": "%-d %b"}
ROOM = 430  # px a chart's axis usually has


def signed_bars(frame: pd.DataFrame, *, label: str, value: str, unit: str = "", format: str = "count") -> go.Figure:
    """Columns around zero, gains and losses apart by place, sign and colour. One bar a row, in the frame's order."""
    texts = [human(v, "", format, signed=True) for v in frame[value]]
    good, bad = colour("brand"), colour("bad")
    tones = [good if v >= 0 else bad for v in frame[value]]
    figure = _bars(frame, label, value, texts, tones, unit)
    figure.update_traces(textfont={"color": tones, "size": 12}, textposition="outside")
    low, high = min(0, frame[value].min()), max(0, frame[value].max())
    room = (high - low) * 0.4 or 1
    figure.update_yaxes(visible=False, range=[low - (room if low < 0 else room * 0.1), high + room])
    figure.add_hline(y=0, line={"color": colour("line"), "width": 1})
    return figure


def bars(frame: pd.DataFrame, *, label: str, value: str, unit: str = "", format: str = "count") -> go.Figure:
    """Columns from zero with the number on top."""
    texts = [human(v, "", format) for v in frame[value]]
    figure = _bars(frame, label, value, texts, colour("brand"), unit)
    figure.update_traces(textposition="outside")
    return figure.update_yaxes(visible=False, range=[0, (frame[value].max() or 1) * 1.2])


def ranking(
    frame: pd.DataFrame, *, label: str, value: str, unit: str = "", format: str = "count", tone: str = "brand"
) -> go.Figure:
    """Rows from zero, first row on top, with the number behind the bar."""
    texts = [human(v, "", format) for v in frame[value]]
    trace = go.Bar(
        y=frame[label],
        x=frame[value],
        orientation="h",
        text=texts,
        textposition="outside",
        cliponaxis=False,
        constraintext="none",
        marker={"color": colour(tone), "cornerradius": 2},
        customdata=_leads(frame),
        hovertext=_tips(frame[label], texts, unit),
        hoverinfo="text",
    )
    figure = go.Figure(trace, layout={"template": template()})
    figure.update_yaxes(autorange="reversed", tickfont={"color": colour("text"), "size": 12}, ticklabelstandoff=8)
    return figure.update_xaxes(visible=False, range=[0, (frame[value].max() or 1) * 1.18])


def trend(
    frame: pd.DataFrame,
    *,
    x: str,
    values: dict[str, str],
    unit: str = "",
    format: str = "count",
    tones: Sequence[str] = ("brand", "neutral", "loan", "online"),
    from_zero: bool = True,
) -> go.Figure:
    """Lines over time with their name and last value at the end; ``values`` is column → name."""
    figure = go.Figure(layout={"template": template(), "hovermode": "x"})
    for (column, name), tone in zip(values.items(), tones, strict=False):
        series = frame[[x, column]].dropna()
        if series.empty:
            continue
        texts = [human(v, unit, format) for v in series[column]]
        figure.add_scatter(**_line(series, x, column, tone, [f"{name} {text}" for text in texts]))
        last = series.iloc[-1]
        _mark_end(figure, last[x], last[column], f"{name} {human(last[column], '', format)}".strip(), tone)
    figure.update_yaxes(showgrid=True, rangemode="tozero" if from_zero else "normal", nticks=4)
    if pd.api.types.is_datetime64_any_dtype(frame[x]):
        figure.update_xaxes(tickformat=DATES[current_language()], hoverformat=DATES[current_language()], nticks=6)
    return figure.update_layout(margin={"r": 92, "t": 12})


def _bars(frame: pd.DataFrame, label: str, value: str, texts: list[str], tones: Any, unit: str) -> go.Figure:
    trace = go.Bar(
        x=list(range(len(frame))),
        y=frame[value],
        text=texts,
        cliponaxis=False,
        constraintext="none",
        marker={"color": tones, "cornerradius": 2},
        customdata=_leads(frame),
        hovertext=_tips(frame[label], texts, unit),
        hoverinfo="text",
    )
    figure = go.Figure(trace, layout={"template": template()})
    return figure.update_xaxes(
        tickfont={"color": colour("text"), "size": 12},
        tickangle=0,
        tickmode="array",
        tickvals=list(range(len(frame))),
        ticktext=staggered([str(text) for text in frame[label]]),
    )


def staggered(labels: list[str], room: int = ROOM) -> list[str]:
    """Every second label a line lower when they would run into each other; ``room`` is the axis in px."""
    widest = max((sum(12 if ord(c) > 0x2E80 else 6.8 for c in text) for text in labels), default=0)
    return [f"<br>{text}" if i % 2 and widest * len(labels) > room else text for i, text in enumerate(labels)]


def _line(series: pd.DataFrame, x: str, column: str, tone: str, tips: list[str]) -> dict[str, Any]:
    return {
        "x": series[x],
        "y": series[column],
        "mode": "lines",
        "line": {"color": colour(tone), "width": 2},
        "hovertext": tips,
        "hoverinfo": "text+x",
    }


def _mark_end(figure: go.Figure, x: Any, y: Any, text: str, tone: str) -> None:
    figure.add_scatter(x=[x], y=[y], mode="markers", marker={"color": colour(tone), "size": 7}, hoverinfo="skip")
    ink = colour("muted" if tone == "neutral" else tone)
    figure.add_annotation(
        x=x, y=y, text=text, xanchor="left", xshift=8, showarrow=False, font={"color": ink, "size": 12, "weight": 700}
    )


def _leads(frame: pd.DataFrame) -> Any:
    return frame.get("href")


def _tips(labels: pd.Series, texts: list[str], unit: str) -> list[str]:
    return [f"{label} {text} {unit}".strip() for label, text in zip(labels, texts, strict=True)]
