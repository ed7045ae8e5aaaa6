"""What stands in the shell where no page is; opened from the address bar, ``api/guard.py`` answers 404 before."""

from __future__ import annotations

from dash import html, register_page

from components.navigation import titled
from components.states import state_of
from data.errors import NotFound
from data.i18n import lazy

LABEL = lazy("Not found")
register_page(
    __name__, path="/not-found", name="Not found", label=LABEL, title=titled(LABEL), in_rail=False, has_scope=False
)


def layout(**_query: str) -> html.Div:
    """The designed state with a way home."""
    return state_of(NotFound("There is nothing at this address"))
