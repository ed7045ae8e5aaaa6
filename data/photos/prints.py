"""Prints of photos: what one looks like, what the phone wrote into it, and the signature in its watermark.

Made when a photo is kept. Those that were kept before there were prints get theirs by ``backfill``, nightly, and with it
copies that carry the signature.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from PIL import Image
from sqlalchemy import Connection, Table, insert, select

from data.clock import now
from data.errors import OtherPhoto, QianhuiError
from data.log import logger
from data.ops.engine import reading, writing
from data.ops.schema import photo_print, photos, visits
from data.photos import exif, files, look
from data.photos.caption import caption
from data.photos.signature import sign
from data.photos.watermark import Copies, decoded, drawn

SIZES = ("thumb", "full")
log = logger(__name__)
Photo = Mapping[str, Any]


def check_free(others: Table, photo_uuid: str) -> None:
    """Copies are named by UUID: no picture of the other kind stands under this one. Raises Conflict."""
    with reading() as connection:
        if connection.execute(select(others.c.photo_uuid).where(others.c.photo_uuid == photo_uuid)).first():
            raise OtherPhoto


def laid_down(photo: Photo, content: bytes, household_id: str | None = None) -> dict[str, Any]:
    """Keep the original and the marked copies of a photo that was looked at (``probe``). → its print."""
    picture = decoded(content)
    made = print_of(photo, content, picture)
    files.write(files.original(photo["sha256"]), content)
    mark(photo, household_id, picture, made["signature"])
    return made


def print_of(photo: Photo, content: bytes, picture: Image.Image) -> dict[str, Any]:
    """The row of ``photo_print`` of a photo: its own row, its bytes, the decoded picture."""
    return {
        "photo_uuid": photo["photo_uuid"],
        "phash": look.phash(picture),
        "exif": exif.facts(content),
        "signature": signature_of(photo),
        "made_at": now(),
    }


def signature_of(photo: Photo) -> str:
    """The signature a photo gets."""
    return sign(photo["sha256"], photo["visit_no"], photo["taken_at"], photo["staff_id"])


def add(connection: Connection, made: Mapping[str, Any]) -> None:
    """Keep a print, in the transaction that keeps its photo."""
    connection.execute(insert(photo_print).values(**made))


def signature_kept(photo_uuid: str) -> str:
    """The signature in a photo's watermark; empty when it has none yet."""
    with reading() as connection:
        asked = select(photo_print.c.signature).where(photo_print.c.photo_uuid == photo_uuid)
        return connection.execute(asked).scalar() or ""


def mark(photo: Photo, household_id: str | None, picture: Image.Image, signature: str) -> Copies:
    """Draw and keep the marked copies of a photo; without a household it is evidence (``caption``)."""
    words = caption(
        taken_at=photo["taken_at"],
        household_id=household_id,
        staff_id=photo["staff_id"],
        visit_no=photo["visit_no"],
        signature=signature,
    )
    made = drawn(picture, words, photo["photo_uuid"])
    for size in SIZES:
        files.write(files.copy(photo["photo_uuid"], size), getattr(made, size))
    return made


def backfill(seconds: float = 900) -> int:
    """Prints, and copies that carry the signature, for photos without, newest first. → how many were made."""
    made, ends = 0, time.monotonic() + seconds
    for photo in _without():
        if time.monotonic() > ends:
            break
        made += _fill(photo)
    if made:
        log.info("photos_printed", count=made)
    return made


def _without() -> list[Photo]:
    asked = (
        select(photos, visits.c.household_id)
        .join(visits, visits.c.client_uuid == photos.c.visit_uuid)
        .where(photos.c.photo_uuid.not_in(select(photo_print.c.photo_uuid)))
        .order_by(photos.c.id.desc())
        .limit(20_000)
    )
    with reading() as connection:
        return list(connection.execute(asked).mappings())  # type: ignore[arg-type]


def _fill(photo: Photo) -> int:
    content = files.read(files.original(photo["sha256"]))
    if content is None:
        return 0
    try:
        picture = decoded(content)
    except QianhuiError:  # kept before it was looked at so closely
        return 0
    made = print_of(photo, content, picture)
    mark(photo, photo["household_id"], picture, made["signature"])
    with writing() as connection:
        add(connection, made)
    return 1
