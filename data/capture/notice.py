"""The notice on tracking: its version, who accepted it and when. PIPL art. 17 and 29: told in plain words, agreed to apart."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, insert, select

from data.asker import current_asker
from data.audit import record_in
from data.clock import now
from data.errors import Conflict
from data.ops.engine import reading, writing
from data.ops.schema import notice_acceptance

VERSION = "2026-11"  # changes with its words (components/capture_words.py): everybody is asked again
LONGEST_AGENT = 300


def accepted_at(user_id: str) -> datetime | None:
    """When the person accepted the notice of today's version, for the first time."""
    same = (notice_acceptance.c.user_id == user_id) & (notice_acceptance.c.version == VERSION)
    with reading() as connection:
        return connection.execute(select(func.min(notice_acceptance.c.accepted_at)).where(same)).scalar()


def accept(version: str, agent: str) -> datetime:
    """Keep that the asker accepted, once. → when. Raises Conflict for words that are not today's any more."""
    if version != VERSION:
        raise Conflict("The notice has changed since. Please read it again")
    person = current_asker().user_id
    before = accepted_at(person)
    if before is not None:
        return before
    moment = now()
    with writing() as connection:
        row = {"user_id": person, "version": version, "accepted_at": moment, "agent": agent[:LONGEST_AGENT]}
        connection.execute(insert(notice_acceptance).values(row))
        record_in(connection, "notice.accept", "notice", version)
    return moment
