"""Visits: who is out now and where, what it comes to, who leads; live."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, dcc, html, register_page

from components import visit_page as parts
from components.navigation import titled
from components.shell import page
from components.states import shown
from components.visit_choice import Choice
from components.visit_feed import live_source
from data.i18n import _, lazy
from pages import _visits_views as views

LABEL = lazy("Visits")
register_page(__name__, path="/visits", name="Visits", label=LABEL, title=titled(LABEL), order=10)

RANKING_SECONDS, SHADE_SECONDS = 10, 60


@shown
def layout(**query: str) -> html.Div:
    """State in the address: node, prefecture, period, level, measure, per, shade, sel, unit; z, lon, lat are the map's view."""
    choice = Choice.parse(query)
    body = [
        views.the_map(choice, query),
        views.headline(choice),
        views.ranking_card(choice),
        views.out_now(choice),
        *views.feeds(choice),
        parts.phone_tabs(),
        *parts.stores(choice),
    ]
    if choice.period.is_live:
        body += [
            live_source(str(choice.node), selected="visits-selected", is_part=bool(choice.prefecture)),
            dcc.Interval(id="visits-tick", interval=RANKING_SECONDS * 1000),
        ]
    drawer = html.Aside(id="visits-drawer", className="visits-drawer", **{"aria-label": _("Who was chosen")})
    return page("visits", title=_("Visits"), body=body, drawer=drawer)


CHOSEN = (
    Input("visits-level", "value"),
    Input("visits-measure", "value"),
    Input("visits-per", "value"),
)


@callback(
    Output("visits-ranking", "data-rows"),
    Output("visits-ranking-foot", "children"),
    Output("visits-ranking-twin", "data-question"),
    *CHOSEN,
    Input("visits-tick", "n_intervals", allow_optional=True),
    State("visits-context", "data"),
    prevent_initial_call=True,
)
def update_ranking(level: str, measure: str, per: str, _ticks: int | None, context: dict[str, Any]):
    """The rows, their sum, and what an export of them asks."""
    choice = Choice.parse({**context, "level": level, "measure": measure, "per": per})
    return views.ranking_rows(choice), views.ranking_foot(choice), views.ranking_question(choice)


@callback(
    Output("visits-figures", "children"),
    Input("visits-tick", "n_intervals", allow_optional=True),
    State("visits-context", "data"),
    prevent_initial_call=True,
)
def update_figures(_ticks: int | None, context: dict[str, Any]):
    """The figures of a prefecture: the stream tells those of units only."""
    return views.headline(Choice.parse(context)).children if context.get("prefecture") else views.NOTHING


@callback(
    Output("visits-map", "data-shade"),
    Input("visits-shade", "value"),
    State("visits-context", "data"),
    prevent_initial_call=True,
)
def update_shade(shade: str, context: dict[str, Any]):
    """What shades the counties."""
    return views.shade(Choice.parse({**context, "shade": shade}))


@callback(Output("visits-drawer", "children"), Input("visits-selected", "data"), State("visits-context", "data"))
def update_drawer(staff_id: str | None, context: dict[str, Any]):
    """Who was chosen: the day's newest visit, track and photos. The look is audited."""
    return views.drawer(staff_id, Choice.parse(context)) if staff_id else []


@callback(
    Output("visits-visit", "children"),
    Input("visits-unmask", "n_clicks"),
    State("visits-selected", "data"),
    State("visits-context", "data"),
    prevent_initial_call=True,
)
def update_names(clicks: int | None, staff_id: str, context: dict[str, Any]):
    """The customer's name in full, for those with a right to it; audited."""
    return views.unmasked(staff_id, Choice.parse(context)) if clicks else views.NOTHING


clientside_callback(
    ClientsideFunction("qianhui", "keepVisits"),
    Output("visits-address", "data"),
    *CHOSEN,
    Input("visits-shade", "value"),
    Input("visits-selected", "data"),
    State("visits-usual", "data"),
)
