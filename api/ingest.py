"""What phones send: ``POST /api/v1/visits`` and ``/api/v1/positions``, one or many at a time.

Each item gets its own answer: stored, duplicate (the same came before), conflict (something else came before under the
same UUID) or refused with reasons. 200 all fine, 207 some, 400 none. What is acknowledged is on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask_login import current_user
from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json
from sqlalchemy import Connection, Table

from api.ingest_checks import check_positions, check_visits, numbered, position_row, to_wgs84, visit_row
from api.ingest_models import PositionIn, VisitIn, explained
from api.people import Person
from data.clock import now
from data.errors import BadRequest
from data.i18n import _, current_language, speaking
from data.ops.directory import Directory, directory
from data.ops.engine import writing
from data.ops.incoming import Row, add_new, is_same, next_ids, standing
from data.ops.schema import positions, visits
from data.ops.together import Together

bp = Blueprint("ingest", __name__)
Result = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind of thing phones send."""

    many: str
    limit: int
    models: TypeAdapter[list[Any]]
    table: Table
    row: Callable[[Any, Person, datetime], Row]
    check: Callable[[Sequence[Row], Person, Directory], list[list[dict[str, str]]]]


VISITS = Kind("visits", 500, TypeAdapter(list[VisitIn]), visits, visit_row, check_visits)
POSITIONS = Kind("positions", 1000, TypeAdapter(list[PositionIn]), positions, position_row, check_positions)


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
    results |= stored(rows, kind, person)
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
    refusals, good = {}, {}
    try:
        good = dict(enumerate(kind.models.validate_python(items)))
    except ValidationError:  # some are wrong: look at each
        for index, item in enumerate(items):
            try:
                (good[index],) = kind.models.validate_python([item])
            except ValidationError as error:
                refusals[index] = {"client_uuid": _uuid_of(item), "status": "refused", "errors": explained(error)}
    at = now()
    rows = {index: kind.row(item, person, at) for index, item in good.items()}
    to_wgs84(list(rows.values()))
    return refusals, rows


@dataclass(frozen=True)
class Batch:
    """What one request brings: rows by their place in it, who sends them, and the language they are answered in."""

    kind: Kind
    rows: Mapping[int, Row]
    person: Person
    who: Directory
    language: str


def stored(rows: Mapping[int, Row], kind: Kind, person: Person) -> dict[int, Result]:
    """Store what is new and fits, with what other phones send in this moment; say what became of each row."""
    if not rows:
        return {}
    return _together[kind.many].do(Batch(kind, rows, person, directory(), current_language()))


def store_all(batches: Sequence[Batch]) -> list[dict[int, Result]]:
    """The batches of one kind in one transaction, on disk when this returns. Raises ``Overlap``."""
    firsts = _firsts(batches)
    table = batches[0].kind.table
    with writing() as connection:
        kept: dict[str, Mapping[str, Any]] = standing(connection, table, list(firsts))
        before = set(kept)
        fresh = [
            [row for row, whose in firsts.values() if whose is b and row["client_uuid"] not in kept] for b in batches
        ]
        errors = [_errors(rows, batch) for rows, batch in zip(fresh, batches, strict=True)]
        good = [
            [row for row in rows if row["client_uuid"] not in wrong] for rows, wrong in zip(fresh, errors, strict=True)
        ]
        made = _with_ids(connection, good, batches)
        raced = add_new(connection, table, made)
    kept |= {row["client_uuid"]: row for row in made} | raced
    before |= set(raced)
    return [_results(batch, firsts, kept, before, wrong) for batch, wrong in zip(batches, errors, strict=True)]


class Overlap(Exception):
    """Two batches of one moment hold the same UUID: whose comes first must be stored first."""


def _firsts(batches: Sequence[Batch]) -> dict[str, tuple[Row, Batch]]:
    """The first row under each UUID, and whose it is."""
    firsts: dict[str, tuple[Row, Batch]] = {}
    for batch in batches:
        for row in batch.rows.values():
            if firsts.setdefault(row["client_uuid"], (row, batch))[1] is not batch:
                raise Overlap
    return firsts


_together = {kind.many: Together(store_all) for kind in (VISITS, POSITIONS)}


def _errors(rows: Sequence[Row], batch: Batch) -> dict[str, list[dict[str, str]]]:
    """What is wrong with rows of a batch, in its sender's language, by UUID."""
    with speaking(batch.language):
        found = batch.kind.check(rows, batch.person, batch.who)
    return {row["client_uuid"]: wrong for row, wrong in zip(rows, found, strict=True) if wrong}


def _with_ids(connection: Connection, rows: Sequence[list[Row]], batches: Sequence[Batch]) -> list[Row]:
    kind, count = batches[0].kind, sum(map(len, rows))
    ids = iter(next_ids(connection, kind.table, count) if count else [])
    made: list[Row] = []
    for own, batch in zip(rows, batches, strict=True):
        taken = [next(ids) for _row in own]
        if kind is VISITS:
            made += numbered(own, taken, batch.who)
        else:
            made += [row | {"id": number} for row, number in zip(own, taken, strict=True)]
    return made


def _results(
    batch: Batch,
    firsts: Mapping[str, tuple[Row, Batch]],
    kept: Mapping[str, Mapping[str, Any]],
    before: set[str],
    errors: Mapping[str, list[dict[str, str]]],
) -> dict[int, Result]:
    results = {}
    for index, row in batch.rows.items():
        uuid = row["client_uuid"]
        is_first = row is firsts[uuid][0] and uuid not in before
        with speaking(batch.language):
            results[index] = _result(row, kept.get(uuid), errors.get(uuid), is_first)
    return results


def _result(row: Row, kept: Mapping[str, Any] | None, errors: list[dict[str, str]] | None, is_first: bool) -> Result:
    said: Result = {"client_uuid": row["client_uuid"]}
    if kept is None:
        return said | {"status": "refused", "errors": errors or []}
    if not is_first and not is_same(row, kept):
        words = _(
            "Something else was sent under this UUID before. Nothing was changed; use a new UUID for a new record"
        )
        return said | {"status": "conflict", "code": 409, "errors": [{"field": "client_uuid", "message": words}]}
    number = {"visit_no": kept["visit_no"]} if "visit_no" in kept else {}
    return said | {"status": "stored" if is_first else "duplicate"} | number


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
