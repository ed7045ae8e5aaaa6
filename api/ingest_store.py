"""Keeping what phones send, each row once, and saying what became of it.

Requests of one moment share a transaction (``data/ops/together.py``). What can be looked up before is: while one holds
the writer, it only asks what is there, gives out numbers and inserts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection

from api.ingest_checks import Errors
from api.ingest_kinds import POSITIONS, VISITS, Kind
from api.people import Person
from data.clock import now
from data.i18n import _
from data.ops.directory import Directory
from data.ops.engine import writing
from data.ops.incoming import Row, add_new, is_same, next_ids, standing
from data.ops.schema import visits
from data.ops.together import Together
from data.votes import bind

Result = dict[str, Any]


class Overlap(Exception):
    """Two batches of one moment hold the same UUID: whose comes first must be stored first."""


class Kept(NamedTuple):
    """By UUID: the rows that stand there now, and which of them stood there before."""

    rows: Mapping[str, Mapping[str, Any]]
    before: set[str]


@dataclass(frozen=True)
class Batch:
    """What one request brings: the first row under each UUID, and what is wrong with it, in the sender's language."""

    kind: Kind
    firsts: Mapping[str, Row]
    wrong: Mapping[str, Errors]
    who: Directory


def stored(rows: Mapping[int, Row], kind: Kind, person: Person, who: Directory) -> dict[int, Result]:
    """Store what is new and fits, with what other phones send in this moment; say what became of each row."""
    if not rows:
        return {}
    batch = _batch(rows, kind, person, who)
    kept = _together[kind.many].do(batch)
    return {index: _result(row, batch, kept) for index, row in rows.items()}


def _batch(rows: Mapping[int, Row], kind: Kind, person: Person, who: Directory) -> Batch:
    firsts: dict[str, Row] = {}
    for row in rows.values():
        firsts.setdefault(row["client_uuid"], row)
    found = kind.check(list(firsts.values()), person, who)
    return Batch(kind, firsts, {uuid: wrong for uuid, wrong in zip(firsts, found, strict=True) if wrong}, who)


def store_all(connection: Connection, batches: Sequence[Batch]) -> list[Kept]:
    """Insert what is new and fits of batches of one kind, in the caller's transaction. Raises ``Overlap``."""
    table = batches[0].kind.table
    uuids = [uuid for batch in batches for uuid in batch.firsts]
    if len(set(uuids)) < len(uuids):
        raise Overlap
    there = standing(connection, table, uuids)
    made = _numbered(connection, batches, there)
    raced = add_new(connection, table, made)
    if table is visits:
        bind(connection, [row for row in made if row["client_uuid"] not in raced], now())
    kept = Kept(there | {row["client_uuid"]: row for row in made} | raced, {*there, *raced})
    return [kept] * len(batches)


def _numbered(connection: Connection, batches: Sequence[Batch], there: Mapping[str, Any]) -> list[Row]:
    """The rows that are new and fit, each with an id of its own."""
    kind = batches[0].kind
    fresh = [
        (row, batch.who)
        for batch in batches
        for uuid, row in batch.firsts.items()
        if uuid not in there and uuid not in batch.wrong
    ]
    ids = next_ids(connection, kind.table, len(fresh)) if fresh else []
    return [kind.numbered(row, number, who) for (row, who), number in zip(fresh, ids, strict=True)]


_together = {kind.many: Together(writing, store_all) for kind in (VISITS, POSITIONS)}


def _result(row: Row, batch: Batch, kept: Kept) -> Result:
    uuid = row["client_uuid"]
    said: Result = {"client_uuid": uuid}
    found = kept.rows.get(uuid)
    if found is None:
        return said | {"status": "refused", "errors": batch.wrong.get(uuid, [])}
    is_first = row is batch.firsts[uuid] and uuid not in kept.before
    if not is_first and not is_same(row, found):
        return said | {"status": "conflict", "code": 409, "errors": [_conflict()]}
    number = {"visit_no": found["visit_no"]} if "visit_no" in found else {}
    return said | {"status": "stored" if is_first else "duplicate"} | number


def _conflict() -> dict[str, str]:
    words = _("Something else was sent under this UUID before. Nothing was changed; use a new UUID for a new record")
    return {"field": "client_uuid", "message": words}
