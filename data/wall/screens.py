"""Screens in the operations DB: who they are, what they show, when they were last seen. Each change is audited."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from data.asker import current_asker
from data.audit import record_in
from data.clock import now
from data.errors import BadRequest, Conflict, NotFound
from data.i18n import LANGUAGES
from data.ops import tokens
from data.ops import users as accounts
from data.ops.driver import first
from data.ops.engine import reading, writing
from data.ops.schema import users, wall_pairing, wall_playlist, wall_screen
from data.wall.playlists import check_there, checked_name
from data.wall.words import playlist_name

GONE_AFTER = timedelta(days=30)  # a withdrawn screen is listed so long; the audit keeps it for ever
SILENT_AFTER = timedelta(seconds=60)  # four beats missed


def add(connection: Connection, name: str, scope: str, playlist_id: str, language: str = "") -> str:
    """A new screen with an account of its own, within the caller's transaction; ``language`` empty: the product's. → its id"""
    called, asker = checked_name(name), current_asker()
    _check_free(connection, called)
    check_there(connection, playlist_id)
    screen_id = f"s{secrets.token_hex(5)}"
    user_id = accounts.add(connection, f"screen-{screen_id}", name=called, role="wall", scope=scope)
    accounts.set_preference(connection, user_id, lang=_checked_language(language))
    row = {"screen_id": screen_id, "name": called, "user_id": user_id, "playlist_id": playlist_id, "reload": 0}
    connection.execute(insert(wall_screen).values(**row, paired_by=asker.user_id, paired_at=now()))
    record_in(connection, "screen.pair", "screen", screen_id, name=called, scope=scope, playlist=playlist_id)
    return screen_id


def listed() -> list[dict[str, Any]]:
    """Every screen with scope, playlist and state (online, silent, new, revoked), by name; then those withdrawn in the last 30
    days, newest first."""
    asked = (
        select(wall_screen, wall_playlist.c.name.label("playlist"), users.c.scope_level, users.c.scope_id, users.c.lang)
        .join(users, users.c.user_id == wall_screen.c.user_id)
        .join(wall_playlist, wall_playlist.c.playlist_id == wall_screen.c.playlist_id)
    )
    moment = now()
    shown = wall_screen.c.revoked_at.is_(None) | (wall_screen.c.revoked_at > moment - GONE_AFTER)
    with reading() as connection:
        rows = [dict(row) for row in connection.execute(asked.where(shown)).mappings()]
    found = [
        row | {"state": state_of(row, moment), "playlist": playlist_name(row["playlist_id"], row["playlist"])}
        for row in rows
    ]
    active = sorted((row for row in found if not row["revoked_at"]), key=lambda row: (row["name"], row["screen_id"]))
    withdrawn = (row for row in found if row["revoked_at"])
    return [*active, *sorted(withdrawn, key=lambda row: row["revoked_at"], reverse=True)]


def state_of(row: Mapping[str, Any], moment: datetime) -> str:
    """``revoked``, ``new`` (never seen), ``online`` or ``silent``."""
    if row["revoked_at"] is not None:
        return "revoked"
    if row["last_seen"] is None:
        return "new"
    return "online" if moment - row["last_seen"] <= SILENT_AFTER else "silent"


def rename(screen_id: str, name: str) -> None:
    """Another name."""
    called = checked_name(name)
    with writing() as connection:
        row = _active(connection, screen_id)
        if called != row["name"]:
            _check_free(connection, called)
        _change(connection, screen_id, name=called)
        connection.execute(update(users).where(users.c.user_id == row["user_id"]).values(name=called))
        record_in(connection, "screen.rename", "screen", screen_id, name=called, before=row["name"])


def move(screen_id: str, playlist_id: str) -> None:
    """Another playlist."""
    with writing() as connection:
        row = _active(connection, screen_id)
        check_there(connection, playlist_id)
        _change(connection, screen_id, playlist_id=playlist_id)
        record_in(connection, "screen.move", "screen", screen_id, playlist=playlist_id, before=row["playlist_id"])


def speak(screen_id: str, language: str) -> None:
    """What the screen speaks where its playlist leaves that open; "zh" or "en". Raises BadRequest."""
    spoken = _checked_language(language)
    with writing() as connection:
        row = _active(connection, screen_id)
        accounts.set_preference(connection, row["user_id"], lang=spoken)
        record_in(connection, "screen.language", "screen", screen_id, language=spoken)


def _checked_language(language: str) -> str:
    """One the product speaks, or none. Raises BadRequest."""
    if language not in {"", *LANGUAGES}:
        raise BadRequest("A screen speaks zh or en, not %(language)s", language=language[:20])
    return language


def ask_reload(screen_id: str) -> None:
    """The screen loads itself anew, unseen."""
    with writing() as connection:
        row = _active(connection, screen_id)
        _change(connection, screen_id, reload=row["reload"] + 1)
        record_in(connection, "screen.reload", "screen", screen_id)


def revoke(screen_id: str) -> None:
    """Its token opens nothing any more, at once; it must be paired anew."""
    with writing() as connection:
        row = _active(connection, screen_id)
        _change(connection, screen_id, revoked_at=now())
        connection.execute(update(users).where(users.c.user_id == row["user_id"]).values(is_active=False))
        tokens.revoke_all(connection, row["user_id"])
        connection.execute(delete(wall_pairing).where(wall_pairing.c.screen_id == screen_id))
        record_in(connection, "screen.revoke", "screen", screen_id, name=row["name"])


OF_USER = """
select s.screen_id, s.name, s.playlist_id, s.reload, p.version, p.name as playlist, u.lang
from wall_screen s join wall_playlist p on p.playlist_id = s.playlist_id join users u on u.user_id = s.user_id
where s.user_id = ? and s.revoked_at is null
"""


def of_user(user_id: str) -> dict[str, Any] | None:
    """The screen an account belongs to, with its playlist's name and version, and its language; None for a person."""
    return first(OF_USER, [user_id])


def beat(screen_id: str, status: Mapping[str, Any]) -> None:
    """The screen is alive and says how it is. No matter of the audit: nothing was decided."""
    with writing() as connection:
        connection.execute(
            update(wall_screen)
            .where(wall_screen.c.screen_id == screen_id, wall_screen.c.revoked_at.is_(None))
            .values(last_seen=now(), status=dict(status))
        )


def _active(connection: Connection, screen_id: str) -> dict[str, Any]:
    current_asker().need("page:admin")
    asked = select(wall_screen).where(wall_screen.c.screen_id == screen_id, wall_screen.c.revoked_at.is_(None))
    row = connection.execute(asked).mappings().first()
    if row is None:
        raise NotFound("There is no screen %(screen)s, or it was withdrawn", screen=screen_id[:40])
    return dict(row)


def _change(connection: Connection, screen_id: str, **values: Any) -> None:
    connection.execute(update(wall_screen).where(wall_screen.c.screen_id == screen_id).values(**values))


def _check_free(connection: Connection, name: str) -> None:
    same = select(wall_screen.c.screen_id).where(wall_screen.c.name == name, wall_screen.c.revoked_at.is_(None))
    if connection.execute(same).first() is not None:
        raise Conflict("There is a screen of the name %(name)s already", name=name)
