"""Overview: a row for each scenario that exists: three numbers, a chart, a sentence; who is out now; today's alerts."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, callback, dcc, html, register_page

from components.address_words import PERIOD, understands
from components.breadcrumb import query_of
from components.navigation import titled
from components.overview_data import data_row
from components.overview_migrants import migrants_row
from components.overview_reach import reach_row
from components.overview_service import service_row
from components.overview_side import alerts_card, live, out_now_card
from components.overview_visits import visits_row
from components.shell import page
from components.states import empty, shown
from components.view import View
from data.i18n import _, lazy
from data.scope import current_asker

LABEL = lazy("Overview")
EVERY = 60_000  # ms between renewals of sentence and chart; the numbers come live
register_page(__name__, path="/", name="Overview", label=LABEL, title=titled(LABEL), order=0)


@shown
@understands(period=PERIOD)
def layout(**query: str) -> html.Div:
    """``node`` and ``period`` of the address; the data row is for those who may judge it."""
    view = View.parse(query)
    if current_asker().scope_level == "centre":  # it has no visits to show
        row = migrants_row(view) or empty(_("Nobody is registered as working at this place"))
        return page("overview", title=_("Overview"), body=html.Div(row, className="overview-rows stack"))
    rows = [html.Div(visits_row(view), id="overview-visits"), reach_row(view), service_row(view)]
    if current_asker().may("page:migrants") and (row := migrants_row(view)):
        rows.append(row)
    if current_asker().may("page:quality") and view.node.level == "province":
        rows.append(data_row())
    side = [out_now_card(view), alerts_card()]
    body = [
        html.Div(rows, className="overview-rows stack"),
        html.Div(side, className="overview-side stack"),
        dcc.Interval(id="overview-clock", interval=EVERY, disabled=not view.period.is_live),
        live(view),
    ]
    return page("overview", title=_("Overview"), body=html.Div(body, className="overview"))


@callback(
    Output("overview-visits", "children"),
    Input("overview-clock", "n_intervals"),
    State("shell-location", "search"),
    prevent_initial_call=True,
)
def update_visits(_ticks: int, search: str | None) -> Any:
    """The running row, anew."""
    return visits_row(View.parse(query_of(search)))
