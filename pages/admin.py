"""Administration: screens of the wall (pair, look after, withdraw) and the playlists they show."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, callback, html, register_page

from api.wall_version import assets_version
from components import admin_screens
from components.address_words import one_of, understands
from components.admin_tabs import VIEWS, tabs
from components.navigation import titled
from components.shell import page
from components.states import shown
from data.i18n import _, lazy
from pages import _admin_views as views

LABEL = lazy("Screens")
register_page(
    __name__, path="/admin", name="Admin", label=LABEL, title=titled(LABEL), order=90, icon="gear", has_scope=False
)


@shown
@understands(view=one_of(*VIEWS))
def layout(**query: str) -> html.Div:
    """State in the address: view, playlist."""
    view = query.get("view") or VIEWS[0]
    body = (
        views.screens_view(assets_version())
        if view == "screens"
        else views.playlists_view(str(query.get("playlist") or ""))
    )
    return page("admin", title=_("Administration"), body=[tabs(view), body])


@callback(
    Output("admin-screens", "children"),
    Output("admin-shows", "children"),
    Output("admin-count", "children"),
    Output("admin-gone", "children"),
    Output("admin-gone-count", "children"),
    Output("admin-gone-fold", "hidden"),
    Input("admin-clock", "n_intervals"),
)
def update_screens(_ticks: int | None) -> tuple[Any, ...]:
    """The screens as they are now."""
    found = views.rows()
    said = admin_screens.counts(found)
    return views.screens_told(found, assets_version()), views.shows_told(), said, *views.gone_told(found)
