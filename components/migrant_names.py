"""A worker's name in full, one at a time, for those with a right to it: the masked name as a button. Pure.

``assets/migrants_names.js`` tells the page which was clicked and puts the name in its place.
"""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from data.i18n import _

LISTS = ("worker", "worker_activity")  # the listings whose names can be shown


def masked(listing: str, worker: str, name: str) -> html.Button:
    """The masked name; a click asks for the whole one."""
    return html.Button(name, type="button", className="unmask", title=words(), **{"data-unmask": f"{listing}:{worker}"})


def words() -> str:
    """What a click does."""
    return _("Show the name; this is recorded")


def hint(*, may_unmask: bool) -> str:
    """What the heading of a list says of its names."""
    return _("names on click, recorded") if may_unmask else _("names masked")


def slots() -> list[Any]:
    """Where a click is told to the server, and its answer to the page."""
    return [dcc.Store(id="migrants-unmask"), html.Div(id="migrants-named", hidden=True)]
