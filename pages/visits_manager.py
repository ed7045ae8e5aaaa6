"""One manager: figures, the day's hours and way, thirteen months of days, portfolio, visits."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, callback, ctx, dcc, html, no_update, register_page

from components.address_words import PERIOD, understands
from components.navigation import titled
from components.period import Period
from components.shell import page
from components.states import shown
from components.visit_feed import live_source
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
@understands(period=PERIOD)
def layout(staff_id: str = "", period: str | None = None, **_query: str) -> html.Div:
    """``period``: its last day is the one replayed, today or an earlier one of the calendar. Who and figures come at once, the rest
    after."""
    body = [
        *views.top(staff_id, period),
        views.to_come("day"),
        views.to_come("year"),
        views.to_come("tables"),
        dcc.Store(id="manager-who", data=staff_id),
        dcc.Store(id="manager-shown-day", data=period),
        dcc.Store(id="manager-news"),
        dcc.Store(id="manager-selected"),
    ]
    if Period.parse(period).is_live:
        body.append(live_source(f"staff:{staff_id}"))
    drawer = html.Aside(id="manager-drawer", className="page-drawer", **{"aria-label": _("The visit chosen")})
    return page("manager", title=_("Manager"), body=body, drawer=drawer)


@callback(
    Output("manager-drawer", "children"),
    Input("manager-selected", "data"),
    State("manager-who", "data"),
    prevent_initial_call=True,
)
def update_drawer(selected: str | None, staff_id: str) -> Any:
    """The visit of the row that was chosen. The look is audited."""
    return views.drawer(selected, staff_id) if selected else []


@callback(
    Output("manager-visit", "children"),
    Input("manager-unmask", "n_clicks"),
    State("manager-selected", "data"),
    State("manager-who", "data"),
    prevent_initial_call=True,
)
def update_names(clicks: int | None, selected: str, staff_id: str) -> Any:
    """The customer's name in full, for those with a right to it; audited."""
    return views.unmasked(selected, staff_id) if clicks else no_update


@callback(
    Output("manager-visits-rows", "children", allow_duplicate=True),
    Output("manager-visits-page", "children", allow_duplicate=True),
    Output("manager-at", "data", allow_duplicate=True),
    Input("manager-news", "data"),
    State("manager-who", "data"),
    State("manager-at", "data"),
    prevent_initial_call=True,
)
def update_live(_news: str, staff_id: str, at: dict[str, int]) -> Any:
    """The newest visits where their first page is shown, when a visit came in. The figures are the stream's."""
    return views.newest_visits(staff_id, at)


@callback(
    Output("manager-day-slot", "children"),
    Input("manager-who", "data"),
    Input("manager-news", "data"),
    State("manager-shown-day", "data"),
)
def fill_day(staff_id: str, _news: str | None, day: str | None) -> Any:
    """The day's hours and way; again when a visit came in."""
    return views.day(staff_id, day, is_again=_news is not None)


@callback(Output("manager-year-slot", "children"), Input("manager-who", "data"), State("manager-shown-day", "data"))
def fill_year(staff_id: str, day: str | None) -> Any:
    """The calendar and the portfolio."""
    return [views.year(staff_id, day), views.portfolio(staff_id)]


@callback(Output("manager-tables-slot", "children"), Input("manager-who", "data"))
def fill_tables(staff_id: str) -> Any:
    """Customers and visits, last: they read most."""
    return views.tables(staff_id)


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
