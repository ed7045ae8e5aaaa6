"""Photos as the checks read them, with their prints, and earlier photos whose print is the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, Select, select

from data.integrity.pictures import COLUMNS
from data.ops.engine import reading
from data.ops.schema import photos
from data.ops.schema_visits import PhotoPrint

AT_ONCE = 500


def pictures(engine: Engine, photo_ids: Sequence[str]) -> pd.DataFrame:
    """A row per photo (``data.integrity.pictures.COLUMNS``): those asked for, and those that look exactly like one of them."""
    with reading(engine) as connection:
        rows = [row for part in _parts(photo_ids) for row in _read(connection, part)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).drop_duplicates("photo_uuid")
    return frame.astype({"taken_at": "datetime64[us]"})


def _parts(photo_ids: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(photo_ids), AT_ONCE):
        yield list(photo_ids[start : start + AT_ONCE])


def _read(connection: Connection, photo_ids: list[str]) -> Iterator[Any]:
    own = connection.execute(_wanted().where(photos.c.photo_uuid.in_(photo_ids))).fetchall()
    yield from own
    prints = sorted({row.phash for row in own if row.phash})
    if prints:
        yield from connection.execute(_wanted().where(PhotoPrint.phash.in_(prints))).fetchall()


def _wanted() -> Select[Any]:
    columns = [
        photos.c[name]
        for name in ("photo_uuid", "visit_uuid", "visit_no", "staff_id", "taken_at", "lon", "lat", "sha256")
    ]
    joined = photos.outerjoin(PhotoPrint.__table__, PhotoPrint.photo_uuid == photos.c.photo_uuid)
    return select(*columns, PhotoPrint.phash).select_from(joined)
