"""One manager: figures, the day's hours and way, thirteen months of days, portfolio, visits."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, callback, ctx, dcc, html, register_page

from components.navigation import titled
from components.shell import page
from components.states import shown
from data.i18n import _, lazy
from pages import _visits_manager_views as views

LABEL = lazy("Visits")
register_page(
    __name__,
    path_template="/visits/manager/<staff_id>",
    name="Manager",
    label=LABEL,
    title=titled(LABEL),
    in_rail=False,
    has_scope=False,
)


@shown
def layout(staff_id: str = "", day: str | None = None, **_query: str) -> html.Div:
    """``day`` is the day replayed: today, or an earlier one of the calendar."""
    body = [
        *views.top(staff_id),
        views.day(staff_id, day),
        views.year(staff_id),
        views.portfolio(staff_id),
        *views.tables(staff_id),
        dcc.Store(id="manager-who", data=staff_id),
        dcc.Store(id="manager-at", data={"customers": 0, "visits": 0}),
    ]
    return page("manager", title=_("Manager"), body=body)


@callback(
    Output("manager-customers-rows", "children"),
    Output("manager-customers-page", "children"),
    Output("manager-visits-rows", "children"),
    Output("manager-visits-page", "children"),
    Output("manager-at", "data"),
    Input("manager-customers-back", "n_clicks"),
    Input("manager-customers-next", "n_clicks"),
    Input("manager-visits-back", "n_clicks"),
    Input("manager-visits-next", "n_clicks"),
    Input("manager-customers-sort", "value"),
    State("manager-who", "data"),
    State("manager-at", "data"),
    prevent_initial_call=True,
)
def update_tables(_b: int, _n: int, _vb: int, _vn: int, sort: str, staff_id: str, at: dict[str, int]) -> Any:
    """Another page or order of the two tables."""
    return views.turned(staff_id, str(ctx.triggered_id), sort, at)
