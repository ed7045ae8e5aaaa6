"""Playlists in the operations DB: listed, made, copied, saved, deleted; each change audited.

Saving names the version one began with: who was overtaken is told so and changes nothing.
"""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from data.asker import current_asker
from data.audit import record_in
from data.clock import now
from data.errors import BadRequest, Conflict, NotFound
from data.i18n import _
from data.ops.engine import reading, writing
from data.ops.schema import wall_playlist, wall_screen
from data.wall.playlist import Playlist, parse
from data.wall.words import STANDARD, playlist_name

LONGEST_NAME = 80


def listed() -> list[dict[str, Any]]:
    """Every playlist with ``screens``, how many show it; the standing one first, then by name."""
    active = select(wall_screen.c.playlist_id, func.count().label("screens")).where(wall_screen.c.revoked_at.is_(None))
    counts = active.group_by(wall_screen.c.playlist_id).subquery()
    asked = select(wall_playlist, func.coalesce(counts.c.screens, 0).label("screens")).outerjoin(
        counts, counts.c.playlist_id == wall_playlist.c.playlist_id
    )
    with reading() as connection:
        rows = [_named(dict(row)) for row in connection.execute(asked).mappings()]
    return sorted(rows, key=lambda row: (row["playlist_id"] != STANDARD, row["name"], row["playlist_id"]))


def one(playlist_id: str) -> dict[str, Any]:
    """A playlist as it is kept. Raises NotFound."""
    with reading() as connection:
        return _named(_row(connection, playlist_id))


def document_of(playlist_id: str) -> Playlist:
    """What it holds."""
    with reading() as connection:
        return parse(_row(connection, playlist_id)["document"])


def create(name: str, document: Any) -> str:
    """A new playlist. → its id. Raises PlaylistInvalid."""
    asker = current_asker()
    asker.need("page:admin")
    kept, playlist_id = parse(document).document, f"p{secrets.token_hex(4)}"
    row = {"playlist_id": playlist_id, "name": checked_name(name), "document": kept, "version": 1}
    with writing() as connection:
        connection.execute(insert(wall_playlist).values(**row, updated_by=asker.user_id, updated_at=now()))
        record_in(connection, "playlist.create", "playlist", playlist_id, name=row["name"], document=kept)
    return playlist_id


def copy(playlist_id: str) -> str:
    """A playlist of its own with the same content. → its id."""
    before = one(playlist_id)
    name = _("Copy of %(name)s", name=before["name"])[:LONGEST_NAME]
    return create(name, before["document"])


def save(playlist_id: str, version: int, name: str, document: Any) -> int:
    """Keep a change made on ``version``. → the new version. Raises Conflict when somebody was faster."""
    asker = current_asker()
    asker.need("page:admin")
    kept, called = parse(document).document, checked_name(name)
    with writing() as connection:
        row = _row(connection, playlist_id)
        if row["version"] != version:
            raise Conflict(
                "The playlist was changed in between, last at %(at)s. Load it anew; your changes were not kept",
                at=f"{row['updated_at']:%H:%M:%S}",
            )
        values: dict[str, Any] = {"name": called, "document": kept, "version": version + 1}
        same = wall_playlist.c.playlist_id == playlist_id
        connection.execute(
            update(wall_playlist).where(same).values(**values, updated_by=asker.user_id, updated_at=now())
        )
        record_in(connection, "playlist.save", "playlist", playlist_id, **values)
    return version + 1


def remove(playlist_id: str) -> None:
    """Delete a playlist no screen shows; withdrawn screens that showed it fall back on the standing one."""
    current_asker().need("page:admin")
    if playlist_id == STANDARD:
        raise BadRequest("The standard rotation stays: screens fall back on it. It can be changed")
    with writing() as connection:
        row = _row(connection, playlist_id)
        shown = wall_screen.c.playlist_id == playlist_id
        active = select(func.count()).select_from(wall_screen).where(shown, wall_screen.c.revoked_at.is_(None))
        if screens := connection.execute(active).scalar_one():
            raise Conflict("%(n)s screens show this playlist: move them to another one first", n=screens)
        connection.execute(update(wall_screen).where(shown).values(playlist_id=STANDARD))
        connection.execute(delete(wall_playlist).where(wall_playlist.c.playlist_id == playlist_id))
        record_in(connection, "playlist.delete", "playlist", playlist_id, name=row["name"], document=row["document"])


def check_there(connection: Connection, playlist_id: str) -> None:
    """Raises NotFound for a playlist there is not."""
    _row(connection, playlist_id)


def checked_name(name: object) -> str:
    """A name as it is kept. Raises BadRequest for an empty or endless one."""
    text = " ".join(str(name or "").split())
    if not text or len(text) > LONGEST_NAME:
        raise BadRequest("A name has 1 to %(most)s characters", most=LONGEST_NAME)
    return text


def _row(connection: Connection, playlist_id: str) -> dict[str, Any]:
    asked = select(wall_playlist).where(wall_playlist.c.playlist_id == playlist_id)
    row = connection.execute(asked).mappings().first()
    if row is None:
        raise NotFound("There is no playlist %(playlist)s", playlist=playlist_id[:40])
    return dict(row)


def _named(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"name": playlist_name(row["playlist_id"], row["name"])}
