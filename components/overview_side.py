"""Overview, right side: how many are out now with a small map, and what needs a look today."""

from __future__ import annotations

import json

from dash import html

from components.alerts import alerts, rows
from components.cards import info
from components.icons import icon
from components.view import View
from components.visit_feed import live_source
from components.visit_map import region_map
from components.visit_shade import shading
from data.geo.region import attribution
from data.i18n import _, current_language, n_
from data.i18n.numbers import human
from data.metrics.registry import metric
from data.query import ask
from data.scope import current_asker
from data.settings import settings

MOST_ALERTS = 6
SHADE = "reach_rate_ytd"


def out_now_card(view: View) -> html.Section:
    """Managers out now, and a map shaded by the share of households reached; it leads to the visits page."""
    frame = ask(SHADE, by="county", where=view.where, as_of=view.as_of).frame.rename(columns={"county_name": "name"})
    shade = shading(frame, SHADE)
    href = view.lead("/visits", "province", "province")
    to_map = {"title": _("To the map"), "aria-label": _("To the map")}
    head = [
        html.H2(_("Out now") if view.period.is_live else _("Coverage"), className="card-title"),
        html.Span(_("shaded by reach this year"), className="card-sub"),
        html.A(icon("expand"), href=href, className="tool push", **to_map),
    ]
    is_live = view.period.is_live and current_asker().may("page:visits")
    drawn = region_map("overview-map", shade=shade, legend=False, clusters=False, thumbnail=True, live=is_live)
    return html.Section(
        [
            html.Header(head, className="card-head"),
            _out_now(view),
            html.A(drawn, href=href, className="out-now-map", **to_map),
            _scale(json.loads(shade)["breaks"]),
            _source(),
        ],
        id="overview-map-card",
        className="card",
        **{"aria-label": _("Out now")},
    )


def _out_now(view: View) -> html.Div | None:
    """The count; a past period has no now."""
    if not view.period.is_live:
        return None
    out = ask("managers_out_now", where=view.where).value("managers_out_now")
    words = n_("manager in the field now", "managers in the field now", int(out or 0))
    return html.Div(
        [
            html.Span(className="dot"),
            html.B(human(out), className="out-now-value", **{"data-live-text": "out_now"}),
            html.Span(words),
            info("managers_out_now"),
        ],
        className="out-now",
    )


def _source() -> html.Small | None:
    """Whose boundaries these are, as the region's files ask for."""
    said = attribution(settings().region).get(current_language())
    return html.Small(said, className="out-now-source") if said else None


def _scale(breaks: list[str]) -> html.Div | None:
    """The shades from least to most, with the first and last break."""
    if not breaks:
        return None
    steps = html.Span([html.I(className=f"shade-{n}") for n in range(1, len(breaks) + 2)], className="out-now-steps")
    name = html.Span(metric(SHADE).short.text())
    return html.Div([name, html.Span(f"< {breaks[0]}"), steps, html.Span(f"> {breaks[-1]}")], className="out-now-scale")


def live(view: View) -> html.Div | None:
    """Makes numbers and map live for those who may see visits."""
    if not view.period.is_live or not current_asker().may("page:visits"):
        return None
    source = live_source(str(view.node))
    source.id = "overview-live"
    return source


def alerts_card() -> html.Section:
    """Today's alerts."""
    found = alerts()
    urgent = sum(alert.tone in {"bad", "warn"} for alert in found)
    head = [
        html.H2(_("Today's alerts"), className="card-title"),
        html.Span(n_("%(count)s to see to", "%(count)s to see to", urgent), className="card-sub"),
    ]
    return html.Section(
        [html.Header(head, className="card-head"), html.Div(rows(found[:MOST_ALERTS]), className="alert-list")],
        id="overview-alerts-card",
        className="card",
        **{"aria-label": _("Today's alerts")},
    )
