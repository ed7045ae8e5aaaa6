"""Keeping a photo, whichever way it came: original, print, marked copies, row. What is answered is on disk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_login import current_user
from sqlalchemy import RowMapping, select

from api.ingest_checks import may_send_for, to_wgs84
from api.ingest_models import PhotoIn
from data.clock import now
from data.errors import Conflict, Forbidden, OtherPhoto
from data.ops.directory import directory
from data.ops.engine import reading, writing
from data.ops.incoming import Row, add_new, is_same, next_ids, standing
from data.ops.schema import case_photo, photos, visits
from data.photos import prints
from data.photos.probe import Probe, probe


class UnknownVisit(Conflict):
    """The visit of a photo has not come yet; the phone sends it first, then the photo again."""

    code = "unknown_visit"


def keep(said: PhotoIn, content: bytes) -> dict[str, str]:
    """Keep a photo of a visit, once. → ``{status: stored|duplicate, photo_id, visit_no}``.

    Raises UnknownVisit, Forbidden (somebody else's visit), BadRequest (no photo), Conflict (another under this UUID).
    """
    visit = visit_of(said.visit_uuid)
    row = _row(said, visit, probe(content))
    with reading() as connection:
        there = standing(connection, photos, [said.photo_uuid]).get(said.photo_uuid)
    if there is None:
        prints.check_free(case_photo, said.photo_uuid)
        there = _stored(row, prints.laid_down(row, content, visit["household_id"]))
    if there is not None and not is_same(row, there):
        raise OtherPhoto
    status = "stored" if there is None else "duplicate"
    return {"status": status, "photo_id": said.photo_uuid, "visit_no": row["visit_no"]}


def visit_of(visit_uuid: str) -> RowMapping:
    """The visit, when the sender may report for its visitor."""
    with reading() as connection:
        visit = connection.execute(select(visits).where(visits.c.client_uuid == visit_uuid)).mappings().first()
    if visit is None:
        raise UnknownVisit(
            "There is no visit %(visit)s yet. Send the visit first, then the photo again", visit=visit_uuid
        )
    if not may_send_for(current_user, visit["staff_id"], directory().staff.get(visit["staff_id"])):
        raise Forbidden("This visit is somebody else's")
    return visit


def _row(said: PhotoIn, visit: RowMapping, found: Probe) -> Row:
    place = said.position
    row = {
        "photo_uuid": said.photo_uuid,
        "visit_uuid": said.visit_uuid,
        "visit_no": visit["visit_no"],
        "staff_id": visit["staff_id"],
        "sha256": found.sha256,
        "mime": found.mime,
        "width": found.width,
        "height": found.height,
        "bytes": found.bytes,
        "taken_at": said.taken_at,
        "lon": place.lon if place else None,
        "lat": place.lat if place else None,
        "received_at": now(),
        "source_crs": place.crs if place else None,
    }
    to_wgs84([row])
    del row["source_crs"]
    return row


def _stored(row: Row, made: Row) -> Mapping[str, Any] | None:
    """Insert the row and its print. → what stands there already, when another request was faster."""
    with writing() as connection:
        there = standing(connection, photos, [row["photo_uuid"]])
        if not there:
            (number,) = next_ids(connection, photos, 1)
            there = add_new(connection, photos, [row | {"id": number}])
            if not there:
                prints.add(connection, made)
    return there.get(row["photo_uuid"])
