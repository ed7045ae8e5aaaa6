"""Catalogue: every number of the program, found by word, each with its definition; and the feeds they come from."""

from __future__ import annotations

from dash import Input, Output, callback, register_page

from components.address_words import one_of, understands
from components.catalog import feed_board, metric_list, switch
from components.navigation import titled
from components.shell import page
from components.states import shown
from data.i18n import _, lazy

LABEL = lazy("Catalogue")
register_page(__name__, path="/catalog", name="Catalogue", label=LABEL, title=titled(LABEL), order=60, has_scope=False)


@shown
@understands(view=one_of("feeds"))
def layout(view: str = "", q: str = "", **_query: str):
    """``view=feeds`` shows the feeds; ``q`` is the word looked for."""
    body = feed_board() if view == "feeds" else metric_list(q)
    return page("catalog", title=_("Catalogue"), controls=switch(view, q), body=body)


@callback(Output("catalog-metrics", "children"), Input("catalog-search", "value"), prevent_initial_call=True)
def update_metrics(wish: str | None):
    """Metrics that hold the word in name, definition or formula."""
    return metric_list(wish or "").children
