"""Playlists as a list, and the place of the editor, which carries the document and the words (``assets/admin_playlist.js``)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from components.admin_turn import lasting
from data.i18n import _, n_

Row = Mapping[str, Any]


def listed(rows: Sequence[Row], chosen: str) -> html.Div:
    """A line a playlist, with ``seconds`` of its turn; the chosen one is marked."""
    return html.Div([_line(row, row["playlist_id"] == chosen) for row in rows], className="playlist-list")


def _line(row: Row, is_chosen: bool) -> html.A:
    items = row["document"].get("items", [])
    told = [
        n_("%(count)s scene", "%(count)s scenes", len(items)),
        _("a turn %(time)s", time=lasting(row["seconds"])),
        n_("on %(count)s screen", "on %(count)s screens", row["screens"]),
    ]
    return html.A(
        [html.B(row["name"]), html.Small(" · ".join(told))],
        href=f"/admin?view=playlists&playlist={row['playlist_id']}",
        className="playlist-line on" if is_chosen else "playlist-line",
        **({"aria-current": "true"} if is_chosen else {}),
    )


def editor(row: Row, words: Mapping[str, Any]) -> html.Div:
    """The place of the editor, whose content is the script's."""
    told = {name: row[name] for name in ("playlist_id", "name", "version", "document")}
    carried = json.dumps({"playlist": told, "words": words}, ensure_ascii=False)
    return html.Div(
        className="playlist-editor",
        id="admin-editor",
        key=f"{row['playlist_id']}-{row['version']}",
        **{"data-playlist": carried},
    )
