"""Everybody's own score, phone first: total and groups, where I stand, what moves it most, what if, every step."""

from __future__ import annotations

from typing import Any

from dash import (
    ALL,
    ClientsideFunction,
    Input,
    Output,
    State,
    callback,
    clientside_callback,
    ctx,
    dcc,
    html,
    register_page,
)

from components import performance_bar
from components.address_words import one_of, understands
from components.performance_choice import WORDS
from components.shell import page
from components.states import shown
from components.visit_manager import at_end
from data.i18n import _, lazy
from pages import _me_own as own
from pages import _me_views as views
from pages import _performance_accounts as accounts
from pages._performance_views import nothing
from pages._recommend_tasks import own_card

LABEL = lazy("My score")
register_page(
    __name__,
    path="/me",
    name="Me",
    label=LABEL,
    title=own.window_title,
    called=own.called,
    order=41,
    bar=performance_bar.own_slot,
)


@shown
@understands(
    of=one_of("me", *views.UNITS), month=WORDS["month"], indicator=WORDS["indicator"], view=one_of("score", *own.VIEWS)
)
def layout(**query: str) -> html.Div:
    """State in the address: of, month, indicator; or ``view``: devices, kept."""
    if query.get("view") in own.VIEWS:
        return page("me", title=own.title(query["view"]), body=own.body(query["view"]))
    seen = views.seen_of(query)
    if seen is None or seen.is_empty:
        return page("me", title=_("My score"), body=[own.tabs("score"), views.nobody() if seen is None else nothing()])
    body = [
        own.tabs("score"),
        own_card(),
        *views.body(seen),
        views.store(query),
        dcc.Store(id="me-at", data=0),
        dcc.Store(id="me-moved"),
    ]
    return page("me", title=_("My score"), body=body)


@callback(Output("me-devices-list", "children"), Input("me-devices-asked", "data"), prevent_initial_call=True)
def update_devices(_asked: int) -> Any:
    """The list as it is now: a device was made or stopped (``assets/me_devices.js``)."""
    return own.device_list()


@callback(Output("me-levers", "children"), Output("me-what", "children"), Input("me-asked", "data"))
def fill_levers(query: dict[str, Any]) -> tuple[Any, Any]:
    """What brings most, and the sliders."""
    seen = views.seen_of(query)
    return views.levers(seen) if seen else ("", "")


# A slider says each step of its way; what is calculated is where it comes to rest.
clientside_callback(
    ClientsideFunction("qianhui", "settle"),
    Output("me-moved", "data"),
    Input({"type": "me-lever", "indicator": ALL}, "value"),
    prevent_initial_call=True,
)


@callback(
    Output("me-what-total", "children"),
    Output({"type": "me-lever-words", "indicator": ALL}, "children"),
    Input("me-moved", "data"),
    State({"type": "me-lever", "indicator": ALL}, "id"),
    State("me-asked", "data"),
    prevent_initial_call=True,
)
def update_what_if(values: list[Any], ids: list[dict[str, str]], query: dict[str, Any]) -> tuple[Any, list[str]]:
    """The real calculation with what the sliders say."""
    seen = views.seen_of(query)
    counts = {one["indicator"]: int(float(value or 0)) for one, value in zip(ids, values, strict=True)}
    return views.what_if(seen, counts) if seen else ("", [])


@callback(
    Output("me-accounts", "children"),
    Output("me-accounts-page", "children"),
    Output("me-at", "data"),
    Output("me-accounts-back", "disabled"),
    Output("me-accounts-next", "disabled"),
    Input("me-accounts-back", "n_clicks"),
    Input("me-accounts-next", "n_clicks"),
    State("me-at", "data"),
    State("me-asked", "data"),
    prevent_initial_call=True,
)
def update_accounts(_back: int, _next: int, at: int, query: dict[str, Any]) -> tuple[Any, str, int, bool, bool]:
    """Another page of the rows behind the indicator."""
    seen = views.seen_of(query)
    if seen is None:
        return "", "", 0, True, True
    step = 1 if ctx.triggered_id == "me-accounts-next" else -1
    wanted = max((at or 0) + step, 0)  # at the last page the button forward rests
    table, words, total = accounts.shown(seen, seen.choice.indicator, wanted)
    return table, words, wanted, *at_end(wanted, total)
