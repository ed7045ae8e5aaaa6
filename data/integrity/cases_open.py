"""Flagged visits become cases for people, once each; and what has waited its time goes on. Called by jobs, never by a person.

The pass puts forward what is history (``etl/trust/flagged.py``), the web what came since (``data/live/forward.py``); both wait
for photos that may still be under way (``cases_due``).

The evidence is kept as it was when the case was opened: limits that change later change no case. ``rules`` says which they were.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from data.audit import record_in
from data.clock import now
from data.integrity.cases_due import due
from data.integrity.cases_rules import ASKED, DECIDED, OPEN
from data.integrity.cases_step import move
from data.integrity.finding import read_findings
from data.integrity.limits import limits
from data.log import logger
from data.ops.engine import reading, writing
from data.ops.schema import integrity_case, integrity_step

TOGETHER = 200  # cases a transaction: phones go on posting in between
GIVEN = ("visit_id", "visit_no", "visit_date", "staff_id", "branch_id", "entity_id", "rules", "score", "findings")
SYSTEM = "system"
log = logger(__name__)


def put_forward(rows: Iterable[Mapping[str, Any]], engine: Engine | None = None) -> int:
    """Open a case for each flagged visit that has none and whose evidence is complete; how many. The others are left to who
    comes next. ``rows``: ``GIVEN`` but ``rules``, ``findings`` as text."""
    rules = limits().digest
    ready = _ready(without_case(list(rows), engine), engine)
    kept = [dict(row) | {"rules": rules, "findings": _as_dicts(row["findings"])} for row in ready]
    return open_cases([{name: row[name] for name in GIVEN} for row in kept], engine)


def _ready(rows: list[Mapping[str, Any]], engine: Engine | None) -> list[Mapping[str, Any]]:
    """The rows whose photos had time to come; what no phone sent here waits for nothing."""
    moment, opens = now(), dict[str, datetime]()
    for first in range(0, len(rows), TOGETHER):
        opens |= due([row["visit_id"] for row in rows[first : first + TOGETHER]], engine)
    return [row for row in rows if opens.get(row["visit_id"], moment) <= moment]


def _as_dicts(kept: object) -> list[dict[str, Any]]:
    return [one._asdict() for one in read_findings(kept)]


def open_cases(rows: Iterable[Mapping[str, Any]], engine: Engine | None = None) -> int:
    """Open a case for each visit that has none; how many. ``rows`` hold what ``GIVEN`` names; ``findings`` is a list of
    ``{check, grade, value, limit, weight, other?}``. Doing it again changes nothing."""
    every = without_case(list(rows), engine)
    opened = sum(_opened_once(every[first : first + TOGETHER], engine) for first in range(0, len(every), TOGETHER))
    if opened:
        log.info("cases opened", cases=opened)
    return opened


def without_case(rows: list[Any], engine: Engine | None = None) -> list[Any]:
    """The rows whose visit has none yet: usually few, so that nobody waits for the writer."""
    if not rows:
        return []
    since = integrity_case.c.visit_date >= min(row["visit_date"] for row in rows)
    with reading(engine) as connection:
        known = set(connection.execute(select(integrity_case.c.visit_id).where(since)).scalars())
    return [row for row in rows if row["visit_id"] not in known]


def _opened_once(rows: Sequence[Mapping[str, Any]], engine: Engine | None) -> int:
    """Another process may be at the same visits: on SQLite one writes after the other, on PostgreSQL the second fails."""
    try:
        return _opened(rows, engine)
    except IntegrityError:
        return _opened(rows, engine)  # what the other left


def _opened(rows: Sequence[Mapping[str, Any]], engine: Engine | None) -> int:
    with writing(engine) as connection:
        asked = select(integrity_case.c.visit_id).where(
            integrity_case.c.visit_id.in_([row["visit_id"] for row in rows])
        )
        known = set(connection.execute(asked).scalars())
        fresh = {row["visit_id"]: _case(row) for row in rows if row["visit_id"] not in known}
        if fresh:
            cases = list(fresh.values())
            connection.execute(insert(integrity_case), cases)
            connection.execute(insert(integrity_step), [_opening(case) for case in cases])
            told = {"visits": [case["visit_no"] for case in cases], "rules": cases[0]["rules"]}
            record_in(connection, "case.opened", "integrity_case", None, actor=SYSTEM, **told)
    return len(fresh)


def _case(row: Mapping[str, Any]) -> dict[str, Any]:
    held = {name: row[name] for name in GIVEN}
    return held | {"case_id": str(uuid.uuid4()), "opened_at": now(), "state": OPEN}


def _opening(case: Mapping[str, Any]) -> dict[str, Any]:
    return {"case_id": case["case_id"], "step": "opened", "actor": SYSTEM, "at": case["opened_at"]}


def lapse(engine: Engine | None = None) -> int:
    """Close what was decided and not appealed in time; give back to the head what was not explained in time. How many."""
    moment = now()
    waits = integrity_case.c.state.in_((DECIDED, ASKED)) & (integrity_case.c.due_at < moment)
    with reading(engine) as connection:
        late = [dict(row) for row in connection.execute(select(integrity_case).where(waits)).mappings()]
    for case in late:
        with writing(engine) as connection:
            move(connection, case, "lapsed" if case["state"] == DECIDED else "unanswered", actor=SYSTEM, at=moment)
    return len(late)
