"""Photos that come in pieces, over a signal that breaks: what was begun, how far it is, what is given up.

A row says what is coming and from whom; the pieces lie in the file store, each under where it begins. The last piece is
never laid down: with it the photo is whole, and is kept as any other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from data.clock import now
from data.errors import BadRequest, NotFound, OtherPhoto, TooMany
from data.log import logger
from data.ops.engine import reading, writing
from data.ops.schema import photo_upload
from data.photos import files

KEPT = timedelta(days=7)  # after the last piece
MOST = 500  # of one account at a time: no more is laid in store for somebody who never finishes
Upload = Mapping[str, Any]
log = logger(__name__)


def begin(user_id: str, photo_uuid: str, *, size: int, sha256: str, fields: dict[str, object]) -> int:
    """Begin a photo, or go on with one. → how many bytes are here. What is said about it may change, its content not."""
    with writing() as connection:
        there = _row(connection, photo_uuid)
        if there is None:
            _check_room(connection, user_id)
            connection.execute(
                insert(photo_upload).values(
                    photo_uuid=photo_uuid, user_id=user_id, fields=fields, bytes=size, sha256=sha256, **_begun()
                )
            )
        elif (there["user_id"], there["bytes"], there["sha256"]) != (user_id, size, sha256):
            raise OtherPhoto
        else:
            _touch(connection, photo_uuid, fields=fields)
    return offset(photo_uuid)


def one(user_id: str, photo_uuid: str) -> Upload:
    """The photo this account is sending. Raises NotFound."""
    with reading() as connection:
        there = _row(connection, photo_uuid)
    if there is None or there["user_id"] != user_id:
        raise NotFound("No photo is on its way under this UUID. Begin it with POST /api/v1/photos/uploads")
    return there


def offset(photo_uuid: str) -> int:
    """How many bytes are here without a gap: where the next piece begins."""
    at = 0
    for name, size in files.sizes(files.pieces_of(photo_uuid)).items():
        if int(name.rsplit("/", 1)[1]) == at:
            at += size
    return at


def add(photo_uuid: str, at: int, piece: bytes) -> int:
    """Lay down a piece. → where the next begins."""
    files.write(files.piece(photo_uuid, at), piece)
    with writing() as connection:
        _touch(connection, photo_uuid)
    return at + len(piece)


def whole(upload: Upload, last: bytes) -> bytes:
    """The photo, with its last piece. Raises BadRequest, and lets go of the pieces, when it is not what was announced."""
    photo_uuid = upload["photo_uuid"]
    at, parts = 0, []
    for name in files.sizes(files.pieces_of(photo_uuid)):
        if int(name.rsplit("/", 1)[1]) == at:
            parts.append(files.read(name) or b"")
            at += len(parts[-1])
    content = b"".join([*parts, last])
    if hashlib.sha256(content).hexdigest() != upload["sha256"]:
        end(photo_uuid)
        raise BadRequest(
            "The photo came whole but with another SHA-256. Its pieces were dropped; send it from the start"
        )
    return content


def end(photo_uuid: str) -> None:
    """Let go of the pieces and of what was announced."""
    files.remove(files.pieces_of(photo_uuid))
    with writing() as connection:
        connection.execute(delete(photo_upload).where(photo_upload.c.photo_uuid == photo_uuid))


def sweep() -> int:
    """Let go of what nobody went on with. → how many."""
    with reading() as connection:
        old = select(photo_upload.c.photo_uuid).where(photo_upload.c.touched_at < now() - KEPT)
        given_up = list(connection.execute(old).scalars())
    for photo_uuid in given_up:
        end(photo_uuid)
    if given_up:
        log.info("uploads_given_up", count=len(given_up))
    return len(given_up)


def _row(connection: Connection, photo_uuid: str) -> Upload | None:
    asked = select(photo_upload).where(photo_upload.c.photo_uuid == photo_uuid)
    return connection.execute(asked).mappings().first()  # type: ignore[return-value]


def _begun() -> dict[str, object]:
    at = now()
    return {"started_at": at, "touched_at": at}


def _touch(connection: Connection, photo_uuid: str, **more: object) -> None:
    mine = photo_upload.c.photo_uuid == photo_uuid
    connection.execute(update(photo_upload).where(mine).values(touched_at=now(), **more))


def _check_room(connection: Connection, user_id: str) -> None:
    asked = select(func.count()).select_from(photo_upload).where(photo_upload.c.user_id == user_id)
    if connection.execute(asked).scalar_one() >= MOST:
        raise TooMany("%(most)s photos of yours are on their way and not whole. Finish them first", most=MOST)
