"""What happens to a campaign after it was made: renamed, stopped before its last day. Who changed it and when is its history.

Stopped, a campaign ends on the day: its tasks leave the phones at once, its outcome is counted up to that day, its customers
are free for others from the next. The control group stays as it was drawn.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.asker import current_asker
from data.audit import record_in
from data.campaigns import one
from data.clock import now
from data.errors import BadRequest, Conflict, Forbidden
from data.node import Node
from data.ops.engine import reading, writing
from data.ops.schema import campaign, campaign_change, users

LONGEST_NAME = 80


def owner_of(row: Mapping[str, Any]) -> Node:
    """The part of the organisation a campaign was made for."""
    level, _colon, key = str(row["owner"]).partition(":")
    return Node(level, key or None)


def may_change(row: Mapping[str, Any]) -> bool:
    """Whether the asker may change the campaign: with the right to make some, and for a part of the own organisation."""
    return "campaign:make" in current_asker().rights and owner_of(row).is_within(current_asker())


def rename(key: str, name: str) -> None:
    """Another name. Raises BadRequest without one, Forbidden for a campaign of others."""
    row, wanted = _own(key), name.strip()[:LONGEST_NAME]
    if not wanted:
        raise BadRequest("A campaign needs a name")
    if wanted == row["name"]:
        return
    with writing() as connection:
        connection.execute(update(campaign).where(campaign.c.campaign_id == key).values(name=wanted))
        _keep(connection, key, "renamed", row["name"], wanted)


def stop(key: str) -> None:
    """End it today. Raises Conflict when it is over, Forbidden for a campaign of others."""
    row, today = _own(key), now().date()
    if row["stopped_at"] is not None or row["ends_on"] < today:
        raise Conflict("This campaign is over")
    with writing() as connection:
        changed = {"stopped_at": now(), "ends_on": today}
        connection.execute(update(campaign).where(campaign.c.campaign_id == key).values(**changed))
        _keep(connection, key, "stopped", str(row["ends_on"]), str(today))


def _own(key: str) -> dict[str, Any]:
    current_asker().need("campaign:make")
    row = one(key)
    if not may_change(row):
        raise Forbidden("This campaign was made for a larger part of the organisation than yours")
    return row


def _keep(connection: Connection, key: str, kind: str, before: str, after: str) -> None:
    row = {"campaign_id": key, "kind": kind, "before": before, "after": after}
    who = current_asker().user_id
    connection.execute(
        insert(campaign_change).values(change_id=str(uuid.uuid4()), changed_by=who, changed_at=now(), **row)
    )
    record_in(connection, f"campaign.{kind}", "campaign", key, before=before, after=after)


def history(key: str) -> list[dict[str, Any]]:
    """``kind`` made, renamed or stopped, ``before``, ``after``, ``at`` and ``by`` (a name), the oldest first."""
    row = one(key)
    made = {"kind": "made", "before": "", "after": "", "at": row["created_at"], "by": row["created_by"]}
    asked = select(campaign_change).where(campaign_change.c.campaign_id == key).order_by(campaign_change.c.changed_at)
    with reading() as connection:
        changes = [
            {name: one[name] for name in ("kind", "before", "after")}
            | {"at": one["changed_at"], "by": one["changed_by"]}
            for one in connection.execute(asked).mappings()
        ]
        found = [made, *changes]
        names = dict(_names(connection, {one["by"] for one in found}))
    return [one | {"by": names.get(one["by"], one["by"])} for one in found]


def _names(connection: Connection, keys: set[str]) -> list[tuple[str, str]]:
    asked = select(users.c.user_id, users.c.name).where(users.c.user_id.in_(keys))
    return [(key, name) for key, name in connection.execute(asked)]
