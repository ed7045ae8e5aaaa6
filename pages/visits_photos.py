"""Photos of visits: today's and recent ones as a wall; a watermark's number, or a file, leads to its visit."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, callback, dcc, html, register_page

from components.address_words import PERIOD, Word, understands
from components.navigation import titled
from components.period import Period
from components.shell import page
from components.states import shown
from components.visit_photos import photo_filter, photo_wall
from data.i18n import _, lazy, p_
from data.i18n.codes import code_labels
from data.photos.verify import parts_of
from data.scope import Node
from pages import _visits_questions as ask_for

LABEL = lazy("Photos")
register_page(__name__, path="/visits/photos", name="Photos", label=LABEL, title=titled(LABEL), order=11)
MOST = 120
GROUP = Word(
    lambda value, _query: value in code_labels("customer_group"),
    lambda _query: p_("list", ", ").join(code_labels("customer_group")),
)


@shown
@understands(period=PERIOD, group=GROUP)
def layout(
    node: str | None = None, period: str | None = None, group: str | None = None, no: str | None = None, **_query: str
):
    """``group`` a customer group, ``no`` a visit number to verify, with the signature or without."""
    where = {"node": str(Node.parse(node)), "period": str(Period.parse(period))}
    group = group if group and GROUP.fits(group, {}) else None
    body = [
        dcc.Store(id="photos-context", data=where),
        html.Div(id="photos-verdict", role="status"),  # filled by assets/photos_verify.js
        html.Div(wall(group, no, where), id="photos-wall"),
    ]
    return page("photos", title=_("Photos"), controls=photo_filter(group, no), body=body)


@callback(
    Output("photos-wall", "children"),
    Input("photos-group", "value"),
    Input("photos-number", "value"),
    State("photos-context", "data"),
    prevent_initial_call=True,
)
def update_wall(group: str | None, number: str | None, where: dict[str, str]) -> Any:
    """The tiles for a group, or for one number."""
    return wall(group, number, where)


def wall(group: str | None, number: str | None, where: dict[str, str]) -> Any:
    """Tiles of a number, else of the unit's newest photos."""
    number, signature = parts_of(number or "")
    if number:
        return photo_wall(ask_for.photos_of_number(number), number=number, signature=signature)
    until = ask_for.day_of(Period.parse(where["period"]))
    return photo_wall(ask_for.photo_wall(Node.parse(where["node"]), until, group, MOST))
