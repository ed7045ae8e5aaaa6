"""Performance: scores from the province down to the account behind one indicator, with peers, changes and every step."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, callback, ctx, dcc, html, no_update, register_page

from components import performance_bar
from components.address_words import understands
from components.navigation import titled
from components.performance_choice import WORDS, Choice
from components.shell import page
from components.states import shown, waiting
from components.visit_manager import at_end
from data.i18n import _, lazy
from pages import _performance_accounts as accounts
from pages import _performance_views as views
from pages._performance_detail import accounts_card
from pages._performance_grid import block
from pages._performance_list import opened
from pages._performance_seen import Seen
from pages._performance_side import side

LABEL = lazy("Scores")
register_page(
    __name__,
    path="/performance",
    name="Performance",
    label=LABEL,
    title=titled(LABEL),
    order=40,
    bar=performance_bar.slot,
)


@shown
@understands(**WORDS)
def layout(**query: str) -> html.Div:
    """State in the address: node, month, by, compare, view, indicator, post."""
    seen = Seen(Choice.parse(query), waits=True)
    if seen.is_empty:
        return page("performance", title=_("Scores"), body=views.nothing())
    body = [
        html.Div(views.header(seen), id="performance-head", className="slot"),
        html.Div(waiting("performance-main"), id="performance-body", className="slot"),
        html.Div(waiting(), id="performance-side", className="performance-side")
        if seen.choice.view not in ALONE
        else None,
        dcc.Store(id="performance-asked", data=query),
        dcc.Store(id="performance-at", data=0),
        dcc.Store(id="performance-late", data=True) if seen.waits else None,
    ]
    return page("performance", title=_("Scores"), body=body)


ALONE = ("scheme", "flags")  # views that take the whole width


@callback(Output("performance-body", "children"), Input("performance-asked", "data"))
def fill_body(query: dict[str, Any]) -> Any:
    """The ranking, or what else was chosen: asked for once the page is there."""
    return views.main(Seen(Choice.parse(query)))


@callback(Output("performance-side", "children"), Input("performance-asked", "data"))
def fill_side(query: dict[str, Any]) -> Any:
    """Peers and changes, or the indicator's formula."""
    seen = Seen(Choice.parse(query))
    return side(seen) if seen.choice.view not in ALONE else no_update


@callback(
    Output("performance-behind", "children"),
    Input("performance-behind-late", "data"),
    State("performance-asked", "data"),
)
def fill_behind(_is_late: bool, query: dict[str, Any]) -> Any:
    """The rows behind the indicator, once its formula is there."""
    return accounts_card(Seen(Choice.parse(query)))


@callback(Output("performance-head", "children"), Input("performance-late", "data"), State("performance-asked", "data"))
def fill_head(_is_late: bool, query: dict[str, Any]) -> Any:
    """What the version before would have given: a calculation."""
    return views.header(Seen(Choice.parse(query)))


@callback(
    Output("performance-opened", "data-rows"),
    Input("performance-open", "data"),
    State("performance-asked", "data"),
    prevent_initial_call=True,
)
def update_opened(node: str | None, query: dict[str, Any]) -> Any:
    """The rows below one of the list."""
    return opened(Choice.parse(query), node) if node else no_update


@callback(
    Output("performance-grid", "getRowsResponse"),
    Input("performance-grid", "getRowsRequest"),
    State("performance-asked", "data"),
    prevent_initial_call=True,
)
def update_rows(request: dict[str, Any] | None, query: dict[str, Any]) -> Any:
    """The rows of a long list that come in sight."""
    return block(Seen(Choice.parse(query)), request) if request else no_update


@callback(
    Output("performance-accounts", "children"),
    Output("performance-accounts-page", "children"),
    Output("performance-at", "data"),
    Output("performance-accounts-back", "disabled"),
    Output("performance-accounts-next", "disabled"),
    Input("performance-accounts-back", "n_clicks"),
    Input("performance-accounts-next", "n_clicks"),
    State("performance-at", "data"),
    State("performance-asked", "data"),
    prevent_initial_call=True,
)
def update_accounts(_back: int, _next: int, at: int, query: dict[str, Any]) -> tuple[Any, str, int, bool, bool]:
    """Another page of the rows behind the indicator."""
    seen = Seen(Choice.parse(query))
    step = 1 if ctx.triggered_id == "performance-accounts-next" else -1
    wanted = max((at or 0) + step, 0)  # at the last page the button forward rests
    table, words, total = accounts.shown(seen, seen.choice.indicator, wanted)
    return table, words, wanted, *at_end(wanted, total)
