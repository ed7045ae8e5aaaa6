"""Bars of the planner: what the plan reaches beside the even split, place by place. Frame in, figure out."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from components.theme import colour, template
from data.i18n import _
from data.i18n.numbers import human

ROW = 34  # px of a place


def by_centre(frame: pd.DataFrame) -> pd.DataFrame:
    """Sums of a plan's cells by centre, most gained first: days, even_days, cost, even_cost, gain, even_gain."""
    columns = ["days", "even_days", "cost", "even_cost", "gain", "even_gain"]
    sums = frame.groupby("centre", as_index=False)[columns].sum()
    return sums.sort_values(["gain", "centre"], ascending=[False, True], ignore_index=True)


def against_even(frame: pd.DataFrame, *, label: str = "centre_name") -> go.Figure:
    """Two bars a place: the plan in the brand's colour above the even split in grey, numbers behind them."""
    figure = go.Figure(layout={"template": template(), "bargap": 0.3, "bargroupgap": 0.08})
    pairs = (("gain", _("Plan"), "brand"), ("even_gain", _("Even split"), "neutral"))
    for column, name, tone in pairs:
        texts = [human(value, format="expected") for value in frame[column]]
        figure.add_bar(
            y=frame[label],
            x=frame[column],
            orientation="h",
            name=name,
            text=texts,
            textposition="outside",
            cliponaxis=False,
            constraintext="none",
            textfont={"color": colour("text" if column == "gain" else "muted"), "size": 11},
            marker={"color": colour(tone), "cornerradius": 2},
            hovertext=[f"{place} · {name} {text}" for place, text in zip(frame[label], texts, strict=True)],
            hoverinfo="text",
        )
    most = max(frame["gain"].max(), frame["even_gain"].max()) if len(frame) else 1
    figure.update_xaxes(visible=False, range=[0, (most or 1) * 1.18])
    figure.update_yaxes(autorange="reversed", tickfont={"color": colour("text"), "size": 12}, ticklabelstandoff=8)
    legend = {"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0}
    return figure.update_layout(showlegend=True, legend=legend, margin={"t": 30})
