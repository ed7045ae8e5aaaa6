"""How a screen signs in: it shows a code, an administrator confirms it with a name, a part of the organisation and a playlist.

The screen proves itself by a secret only it holds; the code alone opens nothing. Both live ten minutes. Few codes wait at a time
for one address; an administrator who types wrong ones is slowed down like one who types wrong passwords, and each is audited.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from data.asker import current_asker
from data.audit import record_in
from data.clock import now
from data.errors import NotFound, TooMany
from data.ops import attempts, tokens
from data.ops.engine import reading, writing
from data.ops.schema import wall_pairing, wall_screen
from data.wall import screens

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is read as something else from afar: no 0, O, 1, I
LENGTH = 6
LIFE = timedelta(minutes=10)
MOST_OF_ADDRESS = 20
MOST = 1000
TOKEN_DAYS = 400  # as long as browsers keep a cookie; use renews it


@dataclass(frozen=True)
class Waiting:
    """A code on a screen; ``screen_id`` once it is confirmed."""

    code: str
    until: datetime
    screen_id: str | None


def begin(address: str) -> tuple[Waiting, str]:
    """A new code for a screen. → it, and the secret the screen keeps. Raises TooMany."""
    secret, moment = secrets.token_urlsafe(32), now()
    code = "".join(secrets.choice(ALPHABET) for _n in range(LENGTH))
    with writing() as connection:
        connection.execute(delete(wall_pairing).where(wall_pairing.c.expires_at <= moment))
        _check_room(connection, address[:64])
        row = {"code": code, "secret_hash": tokens.hash_of(secret), "address": address[:64]}
        connection.execute(insert(wall_pairing).values(**row, made_at=moment, expires_at=moment + LIFE))
    return Waiting(code, moment + LIFE, None), secret


def _check_room(connection: Connection, address: str) -> None:
    count = select(func.count()).select_from(wall_pairing)
    of_address = connection.execute(count.where(wall_pairing.c.address == address)).scalar_one()
    if of_address >= MOST_OF_ADDRESS or connection.execute(count).scalar_one() >= MOST:
        raise TooMany("Too many screens wait to be paired. In ten minutes their codes have ended")


def waiting(secret: str) -> Waiting | None:
    """The code that belongs to the secret; None when it has ended or never was."""
    asked = select(wall_pairing.c.code, wall_pairing.c.expires_at, wall_pairing.c.screen_id)
    mine = wall_pairing.c.secret_hash == tokens.hash_of(secret)
    with reading() as connection:
        row = connection.execute(asked.where(mine, wall_pairing.c.expires_at > now())).first()
    return Waiting(*row) if row else None


def confirm(code: str, *, name: str, scope: str, playlist_id: str, language: str = "", address: str = "") -> str:
    """An administrator at ``address`` says whose screen shows ``code``. → the new screen's id. Raises NotFound, TooMany,
    BadRequest."""
    asker = current_asker()
    asker.need("page:admin")
    typed = "".join(code.split()).replace("-", "").upper()[:LENGTH]
    _slow_down(f"pairing:{asker.user_id}", address)
    with writing() as connection:
        if is_shown := _is_shown(connection, typed):
            screen_id = screens.add(connection, name, scope, playlist_id, language)
            connection.execute(update(wall_pairing).where(wall_pairing.c.code == typed).values(screen_id=screen_id))
            attempts.forgive(connection, f"pairing:{asker.user_id}")
        else:  # what was typed is not kept: it may be the code of another screen, mistyped
            record_in(connection, "screen.pair_failed", "screen", address=address)
    if not is_shown:
        raise NotFound("No screen shows the code %(code)s now. A code lives ten minutes", code=typed)
    return screen_id


def _is_shown(connection: Connection, code: str) -> bool:
    """Whether a screen shows the code and nobody took it."""
    fits = (wall_pairing.c.code == code, wall_pairing.c.expires_at > now(), wall_pairing.c.screen_id.is_(None))
    return connection.execute(select(wall_pairing.c.code).where(*fits).with_for_update()).first() is not None


def _slow_down(key: str, address: str) -> None:
    with writing() as connection:
        wait = attempts.seconds_to_wait(connection, key)
        if not wait:
            attempts.note(connection, key, address)
    if wait:
        raise TooMany("Too many attempts. Please wait %(seconds)s seconds.", seconds=wait)


def claim(secret: str) -> str | None:
    """The token of a confirmed screen, made now; an answer that was lost is followed by a new one. None: not confirmed."""
    found = waiting(secret)
    if found is None or found.screen_id is None:
        return None
    with writing() as connection:
        asked = select(wall_screen).where(
            wall_screen.c.screen_id == found.screen_id, wall_screen.c.revoked_at.is_(None)
        )
        screen = connection.execute(asked).mappings().first()
        if screen is None:
            return None
        tokens.revoke_all(connection, screen["user_id"])
        token = tokens.new(connection, screen["user_id"], name=screen["name"], kind="screen", days=TOKEN_DAYS)
        record_in(connection, "screen.sign_in", "screen", found.screen_id, actor=screen["user_id"])
    return token
