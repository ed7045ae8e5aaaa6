"""One customer: who, holdings, behaviour over time, what happened, what to offer and why, who is alike."""

from __future__ import annotations

from dash import Input, Output, State, callback, html, register_page

from components.navigation import titled
from components.recommend_choice import Choice
from components.recommend_tabs import tabs
from components.shell import page
from components.states import shown
from data.i18n import _, lazy
from pages import _recommend_newcomer as newcomer
from pages import _recommend_profile as views

LABEL = lazy("Customer")
register_page(
    __name__,
    path_template="/recommend/customer/<customer_id>",
    name="Customer",
    label=LABEL,
    title=titled(LABEL),
    in_rail=False,
    has_scope=False,
)


@shown
def layout(customer_id: str = "", **query: str) -> html.Div:
    """The customer is in the path; a foreign one is refused."""
    head = tabs(Choice.parse({}), "customers", has_newcomer=newcomer.is_there())
    return page("recommend", title=_("Customer"), body=[head, *views.body(customer_id)])


@callback(
    Output("recommend-name", "children"),
    Input("recommend-unmask", "n_clicks"),
    State("recommend-customer", "data"),
    prevent_initial_call=True,
)
def show_name(_clicks: int, key: str) -> str:
    """Name and phone of this customer in full."""
    return views.unmasked(key)
