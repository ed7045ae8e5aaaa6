"""What phones send: ``POST /api/v1/visits`` and ``/api/v1/positions``, one or many at a time.

Each item gets its own answer: stored, duplicate (the same came before), conflict (something else came before under the
same UUID) or refused with reasons. 200 all fine, 207 some, 400 none. What is acknowledged is on disk.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask_login import current_user
from pydantic import ValidationError
from pydantic_core import from_json

from api.ingest_checks import to_wgs84
from api.ingest_kinds import POSITIONS, VISITS, Kind
from api.ingest_models import explained
from api.ingest_store import Result, stored
from api.people import Person
from data.clock import now
from data.errors import BadRequest
from data.ops.directory import directory
from data.ops.incoming import Row

bp = Blueprint("ingest", __name__)


@bp.post("/api/v1/visits")
def post_visits() -> tuple[Response, int]:
    """Visits of managers."""
    return receive(VISITS)


@bp.post("/api/v1/positions")
def post_positions() -> tuple[Response, int]:
    """Positions of managers on their way."""
    return receive(POSITIONS)


def receive(kind: Kind) -> tuple[Response, int]:
    """Validate, store, answer each item."""
    items = unwrapped(request.get_data(), kind)
    person = current_user._get_current_object()  # the person, not flask-login's proxy: it is asked for each row
    results, rows = validated(items, kind, person)
    results |= stored(rows, kind, person, directory())
    return answered([{"index": index} | results[index] for index in range(len(items))])


def unwrapped(body: bytes, kind: Kind) -> list[Any]:
    """The items of a body: one object, or many under the name of their kind. Raises BadRequest."""
    try:
        came = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise BadRequest("The body is not JSON: %(trouble)s", trouble=str(error)[:120]) from error
    items = came.get(kind.many) if isinstance(came, dict) and kind.many in came else [came]
    if not isinstance(items, list) or not 1 <= len(items) <= kind.limit:
        raise BadRequest("Allowed are 1 to %(limit)s items in a list under %(name)s", limit=kind.limit, name=kind.many)
    return items


def validated(items: Sequence[Any], kind: Kind, person: Person) -> tuple[dict[int, Result], dict[int, Row]]:
    """Refusals and rows, by the item's place in the batch."""
    refusals, good = _read(items, kind)
    at = now()
    rows = {index: kind.row(item, person, at) for index, item in good.items()}
    to_wgs84(list(rows.values()))
    return refusals, rows


def _read(items: Sequence[Any], kind: Kind) -> tuple[dict[int, Result], dict[int, Any]]:
    """Refusals and models; all at once when none is wrong."""
    try:
        return {}, dict(enumerate(kind.models.validate_python(items)))
    except ValidationError:  # some are wrong: look at each
        refusals, good = {}, {}
        for index, item in enumerate(items):
            try:
                (good[index],) = kind.models.validate_python([item])
            except ValidationError as error:
                refusals[index] = {"client_uuid": _uuid_of(item), "status": "refused", "errors": explained(error)}
        return refusals, good


def answered(results: list[Result]) -> tuple[Response, int]:
    """The answer to a batch."""
    states = [result["status"] for result in results]
    counts = {name: states.count(status) for name, status in _COUNTED.items()}
    fine = counts["stored"] + counts["duplicates"]
    status = 200 if fine == len(results) else 207 if fine else 409 if states == ["conflict"] else 400
    return jsonify(results=results, **counts), status


_COUNTED = {"stored": "stored", "duplicates": "duplicate", "conflicts": "conflict", "refused": "refused"}


def _uuid_of(item: object) -> str | None:
    uuid = item.get("client_uuid") if isinstance(item, dict) else None
    return uuid[:80] if isinstance(uuid, str) else None
