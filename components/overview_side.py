"""Overview, right side: how many are out now with a small map, and what needs a look today."""

from __future__ import annotations

from dash import html

from components.alerts import alerts, rows
from components.cards import info
from components.icons import icon
from components.view import View
from components.visit_map import region_map
from components.visit_shade import shading
from data.i18n import _, n_
from data.i18n.numbers import human
from data.metrics.registry import metric
from data.query import ask

MOST_ALERTS = 6
SHADE = "reach_rate_ytd"


def out_now_card(view: View) -> html.Section:
    """Managers out now, and a map shaded by the share of households reached; it leads to the visits page."""
    out = ask("managers_out_now", where=view.where).value("managers_out_now") if view.period.is_live else None
    frame = ask(SHADE, by="county", where=view.where, as_of=view.as_of).frame.rename(columns={"county_name": "name"})
    href = view.lead("/visits", "province", "province")
    head = [
        html.H2(_("Out now"), className="card-title"),
        html.Span(metric(SHADE).label.text(), className="card-sub"),
        html.A(icon("expand"), href=href, className="tool", title=_("To the map"), **{"aria-label": _("To the map")}),
    ]
    count = [html.Span(className="dot"), html.B(human(out), className="out-now-value")]
    words = n_("manager on visits now", "managers on visits now", int(out or 0))
    map_link = html.A(
        region_map(
            "overview-map",
            shade=shading(frame, SHADE, title=metric(SHADE).label.text()),
            thumbnail=True,
            live=view.period.is_live,
        ),
        href=href,
        className="out-now-map",
        **{"aria-label": _("To the map")},
    )
    return html.Section(
        [
            html.Header(head, className="card-head"),
            html.Div([*count, html.Span(words), info("managers_out_now")], className="out-now")
            if out is not None
            else None,
            map_link,
        ],
        id="overview-map-card",
        className="card",
        **{"aria-label": _("Out now")},
    )


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
