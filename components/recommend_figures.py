"""Curves of the model card: what the best part of the list catches, what was said against what happened, what a campaign gained.
Frame in, figure out."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.theme import colour, template
from data.i18n import _
from data.i18n.numbers import percent

MARGIN = {"l": 48, "r": 16, "t": 8, "b": 40}


def gains(frame: pd.DataFrame) -> go.Figure:
    """``share`` of customers looked at, ``model``, ``ideal``: share of takers reached; the random line between the corners."""
    figure = _figure(_("share of customers, best forecast first"), _("share of takers reached"))
    shares = frame["share"].tolist()
    figure.add_trace(_line(shares, frame["ideal"], "muted", _("ideal"), dash="dot"))
    figure.add_trace(_line(shares, frame["model"], "brand", _("model"), width=2.4, fill="tozeroy"))
    figure.add_trace(_line([0, 1], [0, 1], "muted", _("random"), dash="dash"))
    tenth = frame[frame["share"].between(0.099, 0.101)]
    if len(tenth):
        reached = float(tenth["model"].iloc[0])
        text = _("first tenth: %(p)s", p=percent(reached, 0))
        figure.add_annotation(
            x=0.1,
            y=reached,
            text=text,
            showarrow=False,
            xanchor="left",
            xshift=8,
            yshift=-8 if reached > 0.15 else 12,
            font={"color": colour("brand"), "size": 13},
        )
        figure.add_trace(_points([0.1], [reached], "accent", text))
    figure.update_xaxes(range=[0, 1], tickformat=".0%", dtick=0.2)
    return figure.update_yaxes(range=[0, 1.04], tickformat=".0%", dtick=0.25)


def calibration(frame: pd.DataFrame) -> go.Figure:
    """``said``, ``happened`` with ``low`` and ``high``, a row per tenth; on the line what is said is what happens."""
    most = float(max(frame["said"].max(), frame["high"].max(), 0.001)) * 1.05
    figure = _figure(_("probability said"), _("share that took it"))
    figure.add_trace(_line([0, most], [0, most], "muted", _("said = happened"), dash="dash"))
    tips = [
        _("said %(a)s, happened %(b)s", a=percent(a, 2), b=percent(b, 2))
        for a, b in zip(frame["said"], frame["happened"], strict=True)
    ]
    error = {
        "type": "data",
        "symmetric": False,
        "color": colour("muted"),
        "thickness": 1,
        "width": 3,
        "array": frame["high"] - frame["happened"],
        "arrayminus": frame["happened"] - frame["low"],
    }
    figure.add_trace(
        go.Scatter(
            x=frame["said"],
            y=frame["happened"],
            mode="markers",
            marker={"color": colour("brand"), "size": 9},
            error_y=error,
            hovertext=tips,
            hoverinfo="text",
            showlegend=False,
        )
    )
    figure.update_xaxes(range=[0, most], tickformat=".1%")
    return figure.update_yaxes(range=[0, most], tickformat=".1%")


def qini(frame: pd.DataFrame) -> go.Figure:
    """``share`` of members addressed, best forecast first; ``gained``: openings gained per member addressed. The straight line is
    what a random order gains."""
    figure = _figure(_("share addressed, best forecast first"), _("gained per customer addressed"))
    figure.add_trace(_line([0, 1], [0, float(frame["gained"].iloc[-1])], "muted", _("random"), dash="dash"))
    figure.add_trace(_line(frame["share"].tolist(), frame["gained"], "brand", _("by forecast"), width=2.4))
    figure.update_xaxes(range=[0, 1], tickformat=".0%", dtick=0.25)
    return figure.update_yaxes(tickformat=".1%", zeroline=True, zerolinecolor=colour("line"))


def _figure(x: str, y: str) -> go.Figure:
    figure = go.Figure()
    figure.update_layout(template=template(), margin=MARGIN, showlegend=True, hovermode="closest")
    figure.update_layout(
        legend={"orientation": "h", "x": 1, "xanchor": "right", "y": 0.02, "yanchor": "bottom", "font": {"size": 12}}
    )
    figure.update_xaxes(title={"text": x, "font": {"size": 12}}, showgrid=False)
    return figure.update_yaxes(title={"text": y, "font": {"size": 12}})


def _line(
    x: Any, y: Any, tone: str, name: str, *, dash: str = "solid", width: float = 1.4, fill: str = "none"
) -> go.Scatter:
    tips = [f"{name}: {percent(a, 0)} → {percent(b)}" for a, b in zip(x, y, strict=True)]
    tint = colour("tint") if fill != "none" else None
    line = {"color": colour(tone), "dash": dash, "width": width}
    return go.Scatter(
        x=list(x),
        y=list(y),
        mode="lines",
        name=name,
        line=line,
        fill=fill,
        fillcolor=tint,
        hovertext=tips,
        hoverinfo="text",
    )


def _points(x: list[float], y: list[float], tone: str, tip: str) -> go.Scatter:
    return go.Scatter(
        x=x,
        y=y,
        mode="markers",
        marker={"color": colour(tone), "size": 9},
        hovertext=[tip],
        hoverinfo="text",
        showlegend=False,
    )
