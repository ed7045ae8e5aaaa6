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
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from api.ingest_checks import is_inside
from api.ingest_models import PhotoIn, explained
from api.photos_store import keep
from data.errors import BadRequest, NotFound
from data.integrity import cases_photo
from data.ops.directory import directory
from data.ops.engine import reading
from data.ops.schema import photos, visits
from data.photos import files, prints
from data.photos.prints import SIZES
from data.photos.watermark import Copies, decoded

bp = Blueprint("photos", __name__)
PLACE_FIELDS = ("lon", "lat", "crs", "accuracy_m", "is_mock")
Answer = tuple[Response, int]


@bp.post("/api/v1/photos")
def post_photo() -> Answer:
    """Keep a photo of a visit: original, marked copies, row; then acknowledge."""
    fields, content = _multipart() if request.mimetype == "multipart/form-data" else _json()
    try:
        said = PhotoIn.model_validate(fields)
    except ValidationError as error:
        return jsonify(status="refused", errors=explained(error)), 400
    return jsonify(keep(said, content)), 200


@bp.get("/api/v1/photos/<photo_id>")
def get_photo(photo_id: str) -> AnyResponse:
    """The marked copy, ``?size=thumb|full``, of a photo or of a picture of a case; kept by the reader's own browser only."""
    size = request.args.get("size", "thumb")
    if size not in SIZES:
        raise BadRequest("Size %(size)s: allowed are thumb and full", size=size[:20])
    row = _visible(photo_id)
    answer = Response(mimetype="image/jpeg")
    answer.set_etag(f"{row['sha256'][:20]}-{row['photo_uuid']}-{size}")
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


def _visible(photo_id: str) -> Mapping[Any, Any]:
    """The photo's row, when its visitor is in the asker's part of the organisation; of a case, when the asker may see that."""
    with reading() as connection:
        row = connection.execute(select(photos).where(photos.c.photo_uuid == photo_id)).mappings().first()
    if row is not None and is_inside(current_user, row["staff_id"], directory().staff.get(row["staff_id"])):
        return row
    if row is None and (evidence := cases_photo.seen(photo_id)):
        return evidence
    raise NotFound("There is no photo %(photo)s here", photo=photo_id[:40])


def _made_again(row: Mapping[Any, Any]) -> Copies:
    """Copies from the original, when they were lost."""
    content = files.read(files.original(row["sha256"]))
    if content is None:
        raise NotFound("There is no photo %(photo)s here", photo=row["photo_uuid"])
    if "case" in row:
        return cases_photo.made_again(row, content)
    with reading() as connection:
        home = select(visits.c.household_id).where(visits.c.client_uuid == row["visit_uuid"])
        household_id = connection.execute(home).scalar_one()
    return prints.mark(dict(row), household_id, decoded(content), prints.signature_kept(row["photo_uuid"]))
