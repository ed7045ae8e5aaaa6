"""The administrators' answers as components."""

from __future__ import annotations

import json
from typing import Any

from dash import dcc, html

from components import admin_playlists, admin_screens, admin_turn, admin_words
from components.cards import card
from components.still import Still
from data.clock import now
from data.errors import NotFound
from data.i18n import _
from data.node import Node
from data.settings import settings
from data.wall import playlists, screens, showing
from data.wall.words import STANDARD

EVERY = 5_000  # milliseconds between two looks at the screens
Row = dict[str, Any]


def screens_view(app: str) -> html.Div:
    """Screens on the left, what one does to them on the right."""
    found = rows()
    words = admin_words.choices() | {
        "scopes": admin_words.scopes(),
        "playlists": playlist_choice(),
        "spoken": admin_words.SPOKEN,
        "language": settings().lang,
        "screens": [(row["screen_id"], row["name"]) for row in found if row["state"] != "revoked"],
    }
    carried = {"data-words": json.dumps(words, ensure_ascii=False)}
    listed = [
        html.Div(screens_told(found, app), id="admin-screens"),
        _gone(found),
        dcc.Interval(id="admin-clock", interval=EVERY),
    ]
    side = [
        card("admin-pair", _("Pair a screen"), html.Div(id="admin-pair", **carried)),
        card(
            "admin-show",
            _("Show now"),
            [html.Div(id="admin-show", **carried), html.Div(shows_told(), id="admin-shows")],
        ),
    ]
    return html.Div(
        [
            card("admin-screens", _("Screens"), listed, subtitle=html.Span(id="admin-count", className="card-sub")),
            html.Div(side, className="admin-side"),
        ],
        className="admin-split",
    )


def screens_told(found: list[Row], app: str) -> Still:
    """The table as it is now."""
    return Still(admin_screens.table(found, now(), app), className="table-wrap")


def gone_told(found: list[Row]) -> tuple[Still, str, bool]:
    """The screens withdrawn lately, the words of their fold, and whether it is hidden."""
    return admin_screens.withdrawn(found, now())


def _gone(found: list[Row]) -> html.Details:
    """A fold of its own: it stays open while the table is drawn anew."""
    lines, words, is_hidden = gone_told(found)
    return html.Details(
        [html.Summary(words, id="admin-gone-count"), html.Div(lines, id="admin-gone")],
        id="admin-gone-fold",
        className="screens-gone",
        hidden=is_hidden,
    )


def rows() -> list[Row]:
    """Every screen with the name of its part of the organisation and its language."""
    return [
        row | {"scope_name": Node(row["scope_level"], row["scope_id"]).name, "language": row["lang"] or settings().lang}
        for row in screens.listed()
    ]


def shows_told() -> Still:
    """What is shown out of turn."""
    found = [row | {"target_name": _target(row["target"])} for row in showing.running()]
    return Still(admin_screens.shows(found, now()), className="show-lines")


def _target(target: str) -> str:
    kind, _colon, key = target.partition(":")
    if kind == "screen":
        return next((row["name"] for row in screens.listed() if row["screen_id"] == key), key)
    if kind == "playlist":
        return dict(playlist_choice()).get(key, key)
    if kind == "alert":
        playlist_id, _colon, scope = key.partition(":")
        return f"{dict(playlist_choice()).get(playlist_id, playlist_id)} · {Node(*scope.split(':')).name}"
    return _("All screens")


def playlist_choice() -> list[tuple[str, str]]:
    """Every playlist by name."""
    return [(row["playlist_id"], row["name"]) for row in playlists.listed()]


def playlists_view(chosen: str) -> html.Div:
    """The list on the left, the editor on the right."""
    found = [row | {"seconds": admin_turn.seconds(row["playlist_id"], row["document"])} for row in playlists.listed()]
    row = next((one for one in found if one["playlist_id"] == (chosen or STANDARD)), None)
    if row is None:
        raise NotFound("There is no playlist %(playlist)s", playlist=chosen[:40])
    new = html.Button(_("New"), className="button", type="button", **{"data-playlist-new": "1"})
    return html.Div(
        [
            card("admin-playlists", _("Playlists"), admin_playlists.listed(found, row["playlist_id"]), tools=[new]),
            html.Section(admin_playlists.editor(row, admin_words.choices()), className="card"),
        ],
        className="admin-split lists",
    )
