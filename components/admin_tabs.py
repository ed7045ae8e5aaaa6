"""The two views of the administrators' page: screens, playlists."""

from __future__ import annotations

from dash import html

from data.i18n import _

VIEWS = ("screens", "playlists")


def tabs(active: str) -> html.Nav:
    """Links to both; the present one is marked."""
    words = {"screens": _("Screens"), "playlists": _("Playlists")}
    links = [
        html.A(
            words[view],
            href=f"/admin?view={view}",
            className="on" if view == active else "",
            **({"aria-current": "page"} if view == active else {}),
        )
        for view in VIEWS
    ]
    return html.Nav(
        html.Div(links, className="offer-tabs-list"), className="offer-tabs", **{"aria-label": _("Administration")}
    )
