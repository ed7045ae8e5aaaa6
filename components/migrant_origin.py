"""Where they come from: the small map of the region, its menu of counties, and the bars of where they went. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
from dash import html

from components.migrant_values import breaks_of
from components.short_names import short_name
from components.sparkline import sparkline
from components.states import empty
from components.visit_shade import class_of
from data.geo.boundaries import geo_url
from data.i18n import _
from data.i18n.numbers import as_number, human, percent
from data.metrics.registry import metric

MOST_BARS = 6
WORKERS = "migrant_workers"


def home_map(id: str, counties: str, *, is_part: bool = False) -> html.Div:
    """``counties`` as ``home_values`` gives it, ``is_part`` as of ``china_map``; ``assets/migrants_home.js`` draws it."""
    none = _("None registered in your part") if is_part else _("No output registered")
    told = {"geo": geo_url("home"), "words": {"label": _("Counties of origin"), "none": none}}
    return html.Div(
        id=id,
        className="home-map",
        **{"data-home": json.dumps(told, ensure_ascii=False), "data-counties": counties},
    )


def home_values(frame: pd.DataFrame, chosen: str | None) -> str:
    """JSON for ``data-counties``: a county with workers away has a step and words, the others are grey and offered
    nowhere. ``frame``: workers by ``county``."""
    unit = metric(WORKERS).unit.text()
    held = frame[frame[WORKERS] > 0].sort_values(WORKERS, ascending=False, kind="stable")
    breaks = breaks_of([float(value) for value in held[WORKERS]], metric(WORKERS))
    rows = {
        str(code): [class_of(float(count), breaks), short_name(str(name)), human(count, unit)]
        for code, name, count in zip(held["county"], held["county_name"], held[WORKERS], strict=True)
    }
    told = {"chosen": chosen or "", "counties": rows, "order": list(rows), "legend": _legend(breaks, unit)}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _legend(breaks: Sequence[float], unit: str) -> dict[str, Any]:
    """Steps of the map's shades from lightest to darkest, and the words at both ends."""
    if not breaks:
        return {"steps": [], "low": "", "high": ""}
    steps = [class_of(edge, list(breaks)) for edge in [float("-inf"), *breaks]]
    return {"steps": steps, "low": f"< {human(breaks[0])}", "high": f"≥ {human(breaks[-1], unit)}"}


def destinations(frame: pd.DataFrame, dimension: str, kind: str) -> Any:
    """The largest destinations as bars with count and share, the rest summed. A row chooses its place."""
    shown = _bars(frame, lambda row: (str(row[f"{dimension}_name"]), f"{kind}:{row[dimension]}", ""), _("Elsewhere"))
    return shown or empty(_("Nobody is away"), _("Choose another county or month."))


def origins(frame: pd.DataFrame) -> Any:
    """The counties most of them come from as bars, the rest summed. A row chooses its county. ``frame``: by ``county``."""
    shown = _bars(frame, lambda row: (short_name(str(row["county_name"])), "", str(row["county"])), _("Other counties"))
    return shown or empty(_("Nobody is away here"), _("Choose another month or place."))


def _bars(frame: pd.DataFrame, said: Callable[[dict[str, Any]], tuple[str, str, str]], others: str) -> html.Ul | None:
    """The largest rows, and the rest summed as ``others``; None without workers. ``said``: name, place and origin of a row."""
    held = frame[frame[WORKERS] > 0].sort_values(WORKERS, ascending=False, kind="stable")
    if held.empty:
        return None
    whole, most = held[WORKERS].sum(), held[WORKERS].iloc[0]
    shown = held.head(MOST_BARS)
    rows = [_bar(whole, most, row[WORKERS], *said(row)) for row in shown.to_dict("records")]
    rest = whole - shown[WORKERS].sum()
    if rest:
        rows.append(_bar(whole, most, rest, others))
    return html.Ul(rows, className="ways")


def with_trend(bars: Any, course: Sequence[Any], span: tuple[str, str]) -> list[Any]:
    """The bars, and below them the workers away month by month. ``span``: names of the first and the last month."""
    line = sparkline(course, tone="accent", width=150, className="ways-line")
    if line is None:
        return [bars]
    whole = _("Workers away, %(first)s to %(last)s", first=span[0], last=span[1])
    words = html.Span(_("%(first)s to %(last)s", first=span[0], last=span[1]))
    return [bars, html.Div([words, line], className="ways-trend", title=whole, role="img", **{"aria-label": whole})]


def _bar(whole: Any, most: Any, count: Any, name: str, place: str = "", origin: str = "") -> html.Li:
    width = min((as_number(count) or 0) / most * 100, 100)
    leads = bool(place or origin)
    label = html.Button(name, type="button", className="way-name") if leads else html.Span(name, className="way-name")
    parts = [
        label,
        html.Span(html.I(style={"width": f"{width:.1f}%"}), className="way-bar", **{"aria-hidden": "true"}),
        html.B(human(count), className="way-count"),
        html.Span(percent(count / whole, 0), className="way-share"),
    ]
    there = {"data-choose": place} if place else {}
    there |= {"data-migrants-set": json.dumps({"origin": origin})} if origin else {}
    return html.Li(parts, className="way" if leads else "way rest", **there)
