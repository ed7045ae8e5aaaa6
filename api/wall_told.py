"""Screens, playlists and shows as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def screen_told(row: dict[str, Any]) -> dict[str, Any]:
    """A screen and what it last said."""
    told = {name: row[name] for name in ("screen_id", "name", "playlist_id", "playlist", "state", "reload")}
    scope = row["scope_level"] if row["scope_id"] is None else f"{row['scope_level']}:{row['scope_id']}"
    moments = {name: _at(row[name]) for name in ("paired_at", "last_seen", "revoked_at")}
    return told | moments | {"scope": scope, "language": row["lang"] or "", "status": row["status"] or {}}


def playlist_told(row: dict[str, Any]) -> dict[str, Any]:
    """A playlist; ``screens``, how many show it, only in the list."""
    told = {name: row[name] for name in ("playlist_id", "name", "version", "document", "screens") if name in row}
    return told | {"updated_at": _at(row["updated_at"])}


def show_told(row: dict[str, Any]) -> dict[str, Any]:
    """What is shown out of turn."""
    told = {name: row[name] for name in ("show_id", "target", "item", "priority", "why")}
    return told | {"from": _at(row["starts_at"]), "until": _at(row["ends_at"])}


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
