"""Apps that are already on phones: ``/ingest/osmand`` and ``/ingest/owntracks``. Their positions become rows like any other.

A device's token says whose they are (``api/device_token.py``). The same device and moment is the same position, however
often it comes. Outside working hours, or older than positions are kept, it is dropped, and the app is told that all is well:
it would send it again for ever. What cannot be a position is refused in words.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask_login import current_user
from pydantic_core import from_json

from api import osmand, owntracks
from api.device_token import token_of
from api.ingest import validated
from api.ingest_kinds import POSITIONS
from api.ingest_store import stored
from data.clock import now
from data.errors import BadRequest
from data.ops import directory
from data.ops.tokens import hash_of
from data.settings import settings
from data.working_hours import is_working

bp = Blueprint("other_phones", __name__)
MOST = 1000
Answer = tuple[Response, int]


@bp.get("/ingest/osmand")
@bp.post("/ingest/osmand")
def from_osmand() -> Answer:
    """One position as query or form, or JSON with one or many. → how many were stored, and dropped."""
    if "json" in request.mimetype:
        found = osmand.of_json(_body())
    else:
        one = osmand.of_form(request.values)
        found = [one] if one else []
    return _kept(found, {})


@bp.post("/ingest/owntracks")
def from_owntracks() -> Answer:
    """A message. → ``[]``: there is nothing for the app to do."""
    if not request.get_data():
        return jsonify([]), 200
    one = owntracks.of_message(_body())
    return _kept([one] if one else [], None)


def _body() -> object:
    try:
        return from_json(request.get_data(), allow_inf_nan=False)
    except ValueError as error:
        raise BadRequest("The body is not JSON: %(trouble)s", trouble=str(error)[:120]) from error


def _kept(found: list[dict[str, Any]], answer: dict[str, Any] | None) -> Answer:
    if len(found) > MOST:
        raise BadRequest("Allowed are 1 to %(limit)s items in a list under %(name)s", limit=MOST, name="location")
    device = hash_of(token_of(request))
    items = [_item(one, device) for one in found]
    person = current_user._get_current_object()
    refusals, rows = validated(items, POSITIONS, person)
    if refusals:
        return jsonify(status="refused", errors=next(iter(refusals.values()))["errors"]), 400
    wanted = {index: row for index, row in rows.items() if is_kept(row["at"])}
    results = stored(wanted, POSITIONS, person, directory.directory())
    if wrong := [result for result in results.values() if result["status"] == "refused"]:
        return jsonify(status="refused", errors=wrong[0]["errors"]), 400
    return jsonify([] if answer is None else {"stored": len(wanted), "dropped": len(rows) - len(wanted)}), 200


def _item(one: dict[str, Any], device: str) -> dict[str, Any]:
    """The position under a UUID of its own: of device and moment, so that sending it again changes nothing."""
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"qianhui:{device}:{one['at']}")
    return {name: value for name, value in one.items() if value is not None} | {
        "client_uuid": str(key),
        "crs": "WGS-84",
    }


def is_kept(moment: datetime) -> bool:
    """Whether a position of this moment may be kept at all: of working hours, and not over its time already."""
    return is_working(moment) and moment > now() - timedelta(days=settings().keep_position_days)
