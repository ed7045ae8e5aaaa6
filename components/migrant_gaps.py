"""Where to push: regions by share of workers − share of service, with the reason in words and a next step. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from dash import html

from components.migrant_reasons import Reason
from components.states import empty
from data.i18n import _
from data.i18n.numbers import as_number, human
from data.metrics.registry import metric

LEAST = 0.05  # points: what is said as 0.0 is no gap
METRICS = ("migrant_share", "service_share", "migrant_gap", "migrant_shortfall")


def short(frame: pd.DataFrame) -> pd.DataFrame:
    """The regions served less than their share."""
    return frame[frame["migrant_gap"] >= LEAST].reset_index(drop=True)


def gaps(
    frame: pd.DataFrame, key: str, why: Mapping[str, Reason], kind: str, plan: Callable[[Reason], str | None]
) -> Any:
    """``plan``: reason → address of the planning tab, None where nothing is to be planned.
    ``frame``: ``METRICS`` and names by ``key``, the widest gap first, as ``short`` leaves them."""
    if frame.empty:
        return empty(_("Nobody is served less than their share"), _("Choose another month or place."))
    most = max(as_number(value) or 0.0 for value in frame["migrant_share"]) or 1.0
    rows = [
        _row(place, row, key, most, why.get(str(row[key])), kind, plan)
        for place, row in enumerate(frame.to_dict("records"), start=1)
    ]
    return html.Ol(rows, className="gaps")


def _row(
    place: int,
    row: Mapping[str, Any],
    key: str,
    most: float,
    reason: Reason | None,
    kind: str,
    plan: Callable[[Reason], str | None],
) -> html.Li:
    code = str(row[key])
    name = html.Button(row[f"{key}_name"], type="button", className="gap-name")
    bars = html.Div(
        [
            _bar(
                row["migrant_share"],
                most,
                _("Workers %(n)s", n=_said(row["migrant_share"], "migrant_share")),
                "workers",
            ),
            _bar(
                row["service_share"],
                most,
                _("Service %(n)s", n=_said(row["service_share"], "service_share")),
                "service",
            ),
        ],
        className="gap-bars",
    )
    meant_gap = metric("migrant_gap")
    points = [html.B(["▼ ", human(row["migrant_gap"], decimals=1, format="decimal")]), html.Span(meant_gap.unit.text())]
    meant = metric("migrant_shortfall")
    short = [html.B(human(row["migrant_shortfall"], meant.unit.text())), html.Span(_("to the mean"))]
    parts = [
        html.Span(str(place), className="gap-place"),
        name,
        bars,
        html.Div(points, className="gap-points"),
        html.Div(short, className="gap-short"),
    ]
    if reason:
        parts += [
            html.P(reason.text, className="gap-reason", title=reason.text),
            _step(reason, plan),
        ]
    return html.Li(parts, className="gap", **{"data-choose": f"{kind}:{code}"})


def _step(reason: Reason, plan: Callable[[Reason], str | None]) -> Any:
    """What to do next: a way to the planning tab with policy and centres, plain words where nothing is to be planned."""
    href = plan(reason)
    if href is None:
        return html.Span(reason.step, className="gap-step")
    return html.A([reason.step, "\u00a0›"], href=href, className="gap-step", title=_("Plan it"))


def _bar(share: Any, most: float, words: str, kind: str) -> html.Div:
    width = max((as_number(share) or 0.0) / most * 100, 0.5)
    return html.Div([html.I(style={"width": f"{width * 0.62:.1f}%"}), html.Span(words)], className=f"gap-bar {kind}")


def _said(value: Any, name: str) -> str:
    meant = metric(name)
    return human(value, "%", meant.format, decimals=1)
