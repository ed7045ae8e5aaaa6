"""Segments: traits of customers kept under a name, in the operations DB. A segment is the traits, never a list of people.

Everybody keeps their own; one that is shared is seen by whoever belongs to the same entity (those of the whole province
among themselves) and changed by nobody else.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.exc import IntegrityError

from data.asker import current_asker
from data.audit import record_in
from data.clock import now
from data.errors import BadRequest, Conflict, Forbidden
from data.node import Node
from data.ops.engine import reading, writing
from data.ops.schema import segment

MOST = 50  # of one person
LONGEST_NAME = 40


def home() -> str:
    """Whose shared segments the asker sees: the entity the asker belongs to, or ``province``."""
    asker = current_asker()
    top = Node.top(asker)
    if top.level == "entity":
        return str(top)
    return f"entity:{key}" if (key := top.parents.get("entity")) else "province"


def save(name: str, traits: Mapping[str, str], *, is_shared: bool = False) -> str:
    """Keep the traits. → segment_id. Raises BadRequest, Conflict when there is one of that name."""
    asker, title = current_asker(), name.strip()
    asker.need("page:recommend")
    if not title or len(title) > LONGEST_NAME:
        raise BadRequest("A segment has a name of 1 to %(most)s letters", most=LONGEST_NAME)
    if not traits:
        raise BadRequest("A segment needs a trait: choose whom to look for first")
    key = str(uuid.uuid4())
    row = {"segment_id": key, "user_id": asker.user_id, "name": title, "traits": dict(traits), "created_at": now()}
    try:
        with writing() as connection:
            count = select(func.count()).select_from(segment).where(segment.c.user_id == asker.user_id)
            if (connection.execute(count).scalar() or 0) >= MOST:
                raise BadRequest("%(most)s segments are the most one person keeps: remove one first", most=MOST)
            connection.execute(insert(segment).values(shared_with=home() if is_shared else None, **row))
            record_in(connection, "segment.save", "segment", key, name=title, shared=is_shared)
    except IntegrityError as error:
        raise Conflict("You have a segment of that name") from error
    return key


def remove(key: str) -> None:
    """Take one's own away. Raises Forbidden for any other."""
    mine = (segment.c.segment_id == key) & (segment.c.user_id == current_asker().user_id)
    with writing() as connection:
        if not connection.execute(delete(segment).where(mine)).rowcount:
            raise Forbidden("This segment is not yours")
        record_in(connection, "segment.remove", "segment", key)


def segments() -> list[dict[str, Any]]:
    """One's own and those shared with the own entity, by name; ``is_own``."""
    asker = current_asker()
    asker.need("page:recommend")
    seen = or_(segment.c.user_id == asker.user_id, segment.c.shared_with == home())
    with reading() as connection:
        rows = connection.execute(select(segment).where(seen).order_by(segment.c.name)).mappings()
        return [dict(row) | {"is_own": row["user_id"] == asker.user_id} for row in rows]
