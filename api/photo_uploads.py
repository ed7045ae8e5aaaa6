"""Photos in pieces: ``/api/v1/photos/uploads``. A phone goes on where the signal broke off.

``POST`` announces a photo, ``PUT …/<photo_uuid>?offset=n`` brings a piece of at most 1 MB, ``GET`` says how far it is.
With the last piece the answer is that of ``POST /api/v1/photos``; the visit must have come by then, and not before.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask_login import current_user
from pydantic import ValidationError
from pydantic_core import from_json
from sqlalchemy import RowMapping, select

from api.ingest_checks import may_send_for
from api.ingest_models import PhotoIn, UploadIn, explained
from api.photos_store import keep, visit_of
from data.errors import BadRequest, Forbidden, OtherPhoto
from data.i18n import _
from data.ops.directory import directory
from data.ops.engine import reading
from data.ops.schema import photos, visits
from data.photos import uploads

bp = Blueprint("photo_uploads", __name__)
Answer = tuple[Response, int]


@bp.post("/api/v1/photos/uploads")
def begin() -> Answer:
    """Announce a photo, or ask to go on. → ``{photo_uuid, offset}``; the offset is its length when it is kept already."""
    try:
        said = UploadIn.model_validate(_sent())
    except ValidationError as error:
        return jsonify(status="refused", errors=explained(error)), 400
    if done := _kept(said.photo_uuid):
        if (done["sha256"], done["visit_uuid"]) != (said.sha256, said.visit_uuid):
            raise OtherPhoto
        return jsonify(_done(done)), 200
    _check_visit(said.visit_uuid)
    fields = said.model_dump(exclude={"bytes", "sha256"}, exclude_none=True) | {"taken_at": said.taken_at.isoformat()}
    at = uploads.begin(current_user.user_id, said.photo_uuid, size=said.bytes, sha256=said.sha256, fields=fields)
    return jsonify(photo_uuid=said.photo_uuid, offset=at), 200


@bp.get("/api/v1/photos/uploads/<photo_uuid>")
def how_far(photo_uuid: str) -> Answer:
    """How many bytes are here: where the next piece begins."""
    photo_uuid = photo_uuid.lower()
    if done := _kept(photo_uuid):
        return jsonify(_done(done)), 200
    upload = uploads.one(current_user.user_id, photo_uuid)
    return jsonify(photo_uuid=photo_uuid, offset=uploads.offset(photo_uuid), bytes=upload["bytes"]), 200


@bp.put("/api/v1/photos/uploads/<photo_uuid>")
def add(photo_uuid: str) -> Answer:
    """A piece. → ``{photo_uuid, offset}``, or what became of the photo when it is whole."""
    photo_uuid, at, piece = photo_uuid.lower(), _offset(), request.get_data()
    if done := _kept(photo_uuid):
        return jsonify(_done(done)), 200
    upload = uploads.one(current_user.user_id, photo_uuid)
    here = uploads.offset(photo_uuid)
    if at != here:
        return _elsewhere(here)
    _check_length(len(piece), upload["bytes"] - here)
    if here + len(piece) < upload["bytes"]:
        return jsonify(photo_uuid=photo_uuid, offset=uploads.add(photo_uuid, at, piece)), 200
    return jsonify(_finish(upload, piece)), 200


def _finish(upload: uploads.Upload, last: bytes) -> dict[str, Any]:
    """Keep the whole photo. Without its visit nothing happens yet: the last piece comes again, after the visit."""
    visit_of(upload["fields"]["visit_uuid"])
    content = uploads.whole(upload, last)
    try:
        kept = keep(PhotoIn.model_validate(upload["fields"]), content)
    except BadRequest:  # no photo, and none by sending it again
        uploads.end(upload["photo_uuid"])
        raise
    uploads.end(upload["photo_uuid"])
    return kept | {"photo_uuid": upload["photo_uuid"], "offset": upload["bytes"]}


def _sent() -> object:
    try:
        return from_json(request.get_data(), allow_inf_nan=False)
    except ValueError as error:
        raise BadRequest("The body is not JSON: %(trouble)s", trouble=str(error)[:120]) from error


def _offset() -> int:
    raw = request.args.get("offset", "")
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 12):
        raise BadRequest("offset=%(came)s: say where this piece begins, a whole number from 0", came=raw[:20])
    return int(raw)


def _check_length(came: int, missing: int) -> None:
    if not 0 < came <= missing:
        raise BadRequest(
            "The piece has %(came)s bytes; %(missing)s are missing of the photo", came=came, missing=missing
        )


def _elsewhere(here: int) -> Answer:
    """The piece is not the next one."""
    words = _("This piece does not begin where the photo ends. Go on at %(offset)s", offset=here)
    return jsonify(error="wrong_offset", message=words, offset=here), 409


def _check_visit(visit_uuid: str) -> None:
    """A visit that is here already must be the sender's: better told now than after twelve megabytes."""
    with reading() as connection:
        known = connection.execute(select(visits.c.staff_id).where(visits.c.client_uuid == visit_uuid)).scalar()
    if known is not None:
        visit_of(visit_uuid)


def _kept(photo_uuid: str) -> RowMapping | None:
    """The photo, when it is whole and kept already. Raises Forbidden when it is somebody else's."""
    with reading() as connection:
        row = connection.execute(select(photos).where(photos.c.photo_uuid == photo_uuid)).mappings().first()
    if row is not None and not may_send_for(current_user, row["staff_id"], directory().staff.get(row["staff_id"])):
        raise Forbidden("This visit is somebody else's")
    return row


def _done(row: RowMapping) -> dict[str, Any]:
    return {
        "status": "duplicate",
        "photo_id": row["photo_uuid"],
        "visit_no": row["visit_no"],
        "photo_uuid": row["photo_uuid"],
        "offset": row["bytes"],
    }
