"""Photos of visits: ``POST /api/v1/photos`` keeps one, ``GET /api/v1/photos/<photo_id>`` shows its marked copy.

The original is kept unchanged and never shown. Who may not see the visitor does not learn that the photo exists.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask_login import current_user
from pydantic import ValidationError
from pydantic_core import from_json
from sqlalchemy import RowMapping, select
from werkzeug.wrappers import Response as AnyResponse

from api.ingest_checks import is_inside, may_send_for, to_wgs84
from api.ingest_models import PhotoIn, explained
from data.clock import now
from data.errors import BadRequest, Conflict, Forbidden, NotFound
from data.ops.directory import directory
from data.ops.engine import reading, writing
from data.ops.incoming import Row, add_new, is_same, next_ids, standing
from data.ops.schema import photos, visits
from data.photos import files
from data.photos.caption import Caption, caption
from data.photos.probe import Probe, probe
from data.photos.watermark import Copies, copies

bp = Blueprint("photos", __name__)
SIZES = ("thumb", "full")
PLACE_FIELDS = ("lon", "lat", "crs", "accuracy_m", "is_mock")
Answer = tuple[Response, int]


class UnknownVisit(Conflict):
    """The visit of a photo has not come yet; the phone sends it first, then the photo again."""

    code = "unknown_visit"


@bp.post("/api/v1/photos")
def post_photo() -> Answer:
    """Keep a photo of a visit: original, marked copies, row; then acknowledge."""
    fields, content = _multipart() if request.mimetype == "multipart/form-data" else _json()
    try:
        said = PhotoIn.model_validate(fields)
    except ValidationError as error:
        return jsonify(status="refused", errors=explained(error)), 400
    visit = _visit_of(said.visit_uuid)
    row = _row(said, visit, probe(content))
    with reading() as connection:
        there = standing(connection, photos, [said.photo_uuid]).get(said.photo_uuid)
    if there is None:
        made = copies(content, _caption_of(row, visit))
        files.write(files.original(row["sha256"]), content)
        _write_copies(said.photo_uuid, made)
        there = _stored(row)
    if there is not None and not is_same(row, there):
        raise Conflict("Another photo was sent under this UUID before. Nothing was changed")
    status = "stored" if there is None else "duplicate"
    return jsonify(status=status, photo_id=said.photo_uuid, visit_no=row["visit_no"]), 200


@bp.get("/api/v1/photos/<photo_id>")
def get_photo(photo_id: str) -> AnyResponse:
    """The marked copy, ``?size=thumb|full``; kept by the reader's own browser only."""
    size = request.args.get("size", "thumb")
    if size not in SIZES:
        raise BadRequest("Size %(size)s: allowed are thumb and full", size=size[:20])
    row = _visible(photo_id)
    answer = Response(mimetype="image/jpeg")
    answer.set_etag(f"{row['sha256'][:20]}-{row['id']}-{size}")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    answer.make_conditional(request)
    if answer.status_code == 200:
        answer.set_data(files.read(files.copy(photo_id, size)) or getattr(_made_again(row), size))
    return answer


def _multipart() -> tuple[dict[str, Any], bytes]:
    """Fields and bytes of a form; the position comes as fields of its own."""
    sent = request.files.get("file")
    if sent is None:
        raise BadRequest("The photo is missing: send it as the part named file, or as image_base64 in JSON")
    fields: dict[str, Any] = request.form.to_dict()
    place = {name: _value(fields.pop(name)) for name in PLACE_FIELDS if name in fields}
    return fields | ({"position": place} if place else {}), sent.read()


def _value(text: str) -> object:
    """A form's text as the number or truth it stands for."""
    if text in {"true", "false"}:
        return text == "true"
    try:
        return float(text)
    except ValueError:
        return text


def _json() -> tuple[dict[str, Any], bytes]:
    try:
        came = from_json(request.get_data(), allow_inf_nan=False)
        content = base64.b64decode(came.pop("image_base64"), validate=True)
    except (ValueError, AttributeError, KeyError, TypeError, binascii.Error) as error:
        raise BadRequest("The photo is missing: send it as the part named file, or as image_base64 in JSON") from error
    return came, content


def _visit_of(visit_uuid: str) -> RowMapping:
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


def _stored(row: Row) -> Mapping[str, Any] | None:
    """Insert the row. → what stands there already, when another request was faster."""
    with writing() as connection:
        there = standing(connection, photos, [row["photo_uuid"]])
        if not there:
            (number,) = next_ids(connection, photos, 1)
            there = add_new(connection, photos, [row | {"id": number}])
    return there.get(row["photo_uuid"])


def _write_copies(photo_uuid: str, made: Copies) -> None:
    for size in SIZES:
        files.write(files.copy(photo_uuid, size), getattr(made, size))


def _caption_of(row: Row | RowMapping, visit: RowMapping) -> Caption:
    return caption(
        taken_at=row["taken_at"],
        household_id=visit["household_id"],
        staff_id=row["staff_id"],
        visit_no=row["visit_no"],
    )


def _visible(photo_id: str) -> RowMapping:
    """The photo's row, when its visitor is in the asker's part of the organisation."""
    with reading() as connection:
        row = connection.execute(select(photos).where(photos.c.photo_uuid == photo_id)).mappings().first()
    member = directory().staff.get(row["staff_id"]) if row else None
    if row is None or not is_inside(current_user, row["staff_id"], member):
        raise NotFound("There is no photo %(photo)s here", photo=photo_id[:40])
    return row


def _made_again(row: RowMapping) -> Copies:
    """Copies from the original, when they were lost."""
    content = files.read(files.original(row["sha256"]))
    if content is None:
        raise NotFound("There is no photo %(photo)s here", photo=row["photo_uuid"])
    with reading() as connection:
        visit = connection.execute(select(visits).where(visits.c.client_uuid == row["visit_uuid"])).mappings().one()
    made = copies(content, _caption_of(row, visit))
    _write_copies(row["photo_uuid"], made)
    return made
