"""Playlists as a list, and the place of the editor, which carries the document and the words (``assets/admin_playlist.js``)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from data.i18n import _, n_
from data.i18n.numbers import human

Row = Mapping[str, Any]


def listed(rows: Sequence[Row], chosen: str) -> html.Div:
    """A line a playlist; the chosen one is marked."""
    return html.Div([_line(row, row["playlist_id"] == chosen) for row in rows], className="playlist-list")


def _line(row: Row, is_chosen: bool) -> html.A:
    items = row["document"].get("items", [])
    length = sum(item["dwell_s"] for item in items)
    told = [
        n_("%(count)s scene", "%(count)s scenes", len(items)),
        _("a turn %(time)s", time=minutes(length)),
        n_("on %(count)s screen", "on %(count)s screens", row["screens"]),
    ]
    return html.A(
        [html.B(row["name"]), html.Small(" · ".join(told))],
        href=f"/admin?view=playlists&playlist={row['playlist_id']}",
        className="playlist-line on" if is_chosen else "playlist-line",
        **({"aria-current": "true"} if is_chosen else {}),
    )


def minutes(seconds: float) -> str:
    """A length of time as a clock says it."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02}" if whole < 3600 else f"{human(whole / 3600, decimals=1)} h"


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
