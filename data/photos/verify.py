"""Is this file one of ours, unchanged? An original by its hash, a marked copy by its bytes, a likeness by its look.

Says which photos, whoever may see them: the edge cuts that to the asker's part (``api/photo_verify.py``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select

from data.ops.engine import reading
from data.ops.schema import photos, visits
from data.photos import files, look, prints
from data.photos.signature import LENGTH, LETTERS
from data.photos.watermark import decoded, named_in

Photo = Mapping[str, Any]
MOST_LIKE = 5
SIGNATURE = re.compile(rf"[{LETTERS}]{{{LENGTH}}}", re.IGNORECASE)


class Found(NamedTuple):
    """``kind``: original, copy, near or none; the photos, best first; of a likeness how many of 64 bits differ."""

    kind: str
    photos: list[Photo]
    bits: int = 0


def identify(content: bytes) -> Found:
    """What a file is to us. Raises BadRequest when it is neither ours nor a picture that can be read."""
    if same := _photos(photos.c.sha256 == hashlib.sha256(content).hexdigest()):
        return Found("original", same)
    if copied := _copied(content):
        return Found("copy", [copied])
    alike = dict(look.near(look.phash(decoded(content)))[:MOST_LIKE])
    found = sorted(_photos(photos.c.photo_uuid.in_(list(alike))), key=lambda photo: alike[photo["photo_uuid"]])
    return Found("near", found, min(alike.values())) if found else Found("none", [])


def parts_of(typed: str) -> tuple[str, str]:
    """Visit number and signature out of what somebody read off a watermark; the signature may be left out."""
    words = typed.split()
    signed = [word for word in words if SIGNATURE.fullmatch(word)]
    number = " ".join(word for word in words if word not in signed[:1])
    return number, (signed[0].upper() if signed else "")


def signatures_of(photo_uuids: list[str]) -> dict[str, str]:
    """The signature in each photo's watermark; photos without are left out."""
    table = prints.photo_print
    asked = select(table.c.photo_uuid, table.c.signature).where(table.c.photo_uuid.in_(photo_uuids))
    with reading() as connection:
        return {str(key): str(value) for key, value in connection.execute(asked)}


def _photos(which: ColumnElement[bool]) -> list[Photo]:
    asked = select(photos, visits.c.household_id).join(visits, visits.c.client_uuid == photos.c.visit_uuid)
    with reading() as connection:
        return list(connection.execute(asked.where(which).order_by(photos.c.id)).mappings())  # type: ignore[arg-type]


def _copied(content: bytes) -> Photo | None:
    """The photo of which ``content`` is a marked copy, byte for byte; lost copies are made again to compare."""
    name = named_in(content)
    for photo in _photos(photos.c.photo_uuid == name) if name else []:
        for size in prints.SIZES:
            if content == _copy(photo, size):
                return photo
    return None


def _copy(photo: Photo, size: str) -> bytes | None:
    kept = files.read(files.copy(photo["photo_uuid"], size))
    if kept is not None:
        return kept
    original = files.read(files.original(photo["sha256"]))
    if original is None:
        return None
    signature = prints.signature_kept(photo["photo_uuid"])
    return bytes(getattr(prints.mark(photo, photo["household_id"], decoded(original), signature), size))
