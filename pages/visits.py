"""Visits: who is out now and where, what it comes to, who leads; live."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, dcc, html, register_page

from components import visit_page as parts
from components.address_words import PERIOD, understands
from components.navigation import titled
from components.shell import page
from components.states import shown
from components.visit_choice import WORDS, Choice
from components.visit_feed import live_source
from data.i18n import _, lazy
from pages import _visits_views as views

LABEL = lazy("Visits")
register_page(__name__, path="/visits", name="Visits", label=LABEL, title=titled(LABEL), order=10)

RANKING_SECONDS = 10
Words = dict[str, Any]  # of the address


@shown
@understands(period=PERIOD, **WORDS)
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
            live_source(str(choice.node), selected="visits-selected", prefecture=choice.prefecture or ""),
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
    Output("visits-measure", "options"),
    Output("visits-measure", "value"),
    Output("visits-per", "options"),
    Output("visits-per", "value"),
    Output("visits-level", "options"),
    Output("visits-level", "value"),
    Output("visits-usual", "data"),
    Output("visits-entered", "data"),
    *CHOSEN,
    Input("visits-tick", "n_intervals", allow_optional=True),
    Input("visits-context", "data"),
    State("visits-entered", "data"),
    prevent_initial_call=True,
)
def update_ranking(level: str, measure: str, per: str, _ticks: int | None, context: Words, entered: Words):
    """The rows, their sum, what an export asks, the level's measures; of a unit one went to also its levels.

    Not the trigger says so but what was entered last: a tick meanwhile lets the browser drop the answer before.
    """
    is_new = context != entered
    held = {} if is_new else {"level": level, "measure": measure, "per": per}
    choice = Choice.parse({**context, **held})
    rest = (*views.levels(choice), context) if is_new else [views.NOTHING] * 4
    return *views.ranking_rows(choice), views.ranking_question(choice), *views.measures(choice, held), *rest


@callback(
    Output("visits-figures", "children"),
    Output("visits-figured", "data"),
    Input("visits-context", "data"),
    Input("visits-tick", "n_intervals", allow_optional=True),
    State("visits-figured", "data"),
    prevent_initial_call=True,
)
def update_figures(context: Words, _ticks: int | None, figured: Words):
    """The figures of another unit; those of a prefecture also with time, since the stream tells those of units only."""
    if context != figured or context.get("prefecture"):
        return views.headline(Choice.parse(context)).children, context
    return views.NOTHING, views.NOTHING


@callback(
    Output("visits-map", "data-shade"),
    Output("visits-shade", "value"),
    Output("visits-shade", "options"),
    Output("visits-out-now", "children"),
    Output("visits-focus", "data"),
    Output("visits-report-card", "children"),
    Output("visits-strip-card", "children"),
    Input("visits-shade", "value"),
    Input("visits-entered", "data"),
    State("visits-focus", "data"),
    prevent_initial_call=True,
)
def update_map(shade: str, entered: Words, focus: dict[str, Any]):
    """What shades the counties; of a unit one went to also who is out, where the map goes, and a past period's lists.

    Asked when the numbers are there: they come first.
    """
    if focus["of"] == entered:
        return views.shade(Choice.parse({**entered, "shade": shade})), *[views.NOTHING] * 6
    choice = Choice.parse(entered)
    return views.shade(choice), choice.shade, *views.around(choice, entered)


@callback(Output("visits-drawer", "children"), Input("visits-selected", "data"), State("visits-context", "data"))
def update_drawer(selected: str | None, context: dict[str, Any]):
    """Who was chosen: the visit chosen or the day's newest, track and photos. The look is audited."""
    return views.drawer(selected, Choice.parse(context)) if selected else []


@callback(
    Output("visits-visit", "children"),
    Input("visits-unmask", "n_clicks"),
    State("visits-selected", "data"),
    State("visits-context", "data"),
    prevent_initial_call=True,
)
def update_names(clicks: int | None, selected: str, context: dict[str, Any]):
    """The customer's name in full, for those with a right to it; audited."""
    return views.unmasked(selected, Choice.parse(context)) if clicks else views.NOTHING


clientside_callback(
    ClientsideFunction("qianhui", "keepVisits"),
    Output("visits-address", "data"),
    *CHOSEN,
    Input("visits-shade", "value"),
    Input("visits-selected", "data"),
    State("visits-usual", "data"),
)

clientside_callback(
    ClientsideFunction("qianhui", "lookAtUnit"),
    Output("visits-address", "data", allow_duplicate=True),
    Input("visits-focus", "data"),
    prevent_initial_call=True,
)
