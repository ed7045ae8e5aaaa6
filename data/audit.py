"""The audit: who did what to what, append-only, each line chained to the one before by its hash.

The line sits beside the action: ``record("unmask", "customer", customer_id, field="phone")``. Triggers refuse change
and deletion; what is done below them is found by ``verify()``. Each hash is also logged: a witness outside the DB.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from data.asker import current_asker
from data.clock import now
from data.errors import NotSignedIn
from data.log import logger
from data.ops.engine import reading, writing
from data.ops.schema import audit, audit_head

START = "0" * 64
log = logger(__name__)


@dataclass(frozen=True)
class Verdict:
    """The chain from its first line: how many links hold, and what is wrong with the first that does not."""

    links: int
    trouble: str | None = None

    @property
    def is_whole(self) -> bool:
        """Nothing was changed, removed or slipped in."""
        return self.trouble is None


def record(action: str, object_type: str, object_id: object = None, *, actor: str | None = None, **detail: Any) -> None:
    """Write one line in a transaction of its own; ``actor`` is the one acting now when not given."""
    with writing() as connection:
        record_in(connection, action, object_type, object_id, actor=actor, **detail)


def record_in(
    connection: Connection,
    action: str,
    object_type: str,
    object_id: object = None,
    *,
    actor: str | None = None,
    **detail: Any,
) -> None:
    """Write one line within the caller's write transaction: it stands or falls with the action."""
    head = select(audit_head.c.links, audit_head.c.hash).where(audit_head.c.head_id == 1).with_for_update()
    links, before = connection.execute(head).one()
    row = {
        "at": now(),
        "actor": (actor or _whoever())[:80],
        "action": action,
        "object_type": object_type,
        "object_id": None if object_id is None else str(object_id)[:200],
        "detail": json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str),
        "prev_hash": before,
    }
    row["hash"] = _hash(row)
    connection.execute(insert(audit).values(row))
    connection.execute(update(audit_head).where(audit_head.c.head_id == 1).values(links=links + 1, hash=row["hash"]))
    log.info("audit", action=action, object_type=object_type, object_id=row["object_id"], hash=row["hash"])


def verify() -> Verdict:
    """Walk the chain: every line's hash, its link to the line before, and the head it must end in."""
    links, before = 0, START
    with reading() as connection:
        head = connection.execute(select(audit_head.c.links, audit_head.c.hash)).one_or_none()
        for row in connection.execution_options(yield_per=1000).execute(select(audit).order_by(audit.c.id)).mappings():
            if row["prev_hash"] != before:
                return Verdict(links, f"line {row['id']} does not follow the line before it")
            if _hash(row) != row["hash"]:
                return Verdict(links, f"line {row['id']} was changed")
            links, before = links + 1, row["hash"]
    if head is None or (links, before) != tuple(head):
        return Verdict(links, f"the chain ends after {links} lines, its head says {head.links if head else 'nothing'}")
    return Verdict(links)


def _hash(row: dict[str, Any] | RowMapping) -> str:
    fields = {key: row[key] for key in ("actor", "action", "object_type", "object_id", "detail", "prev_hash")}
    canonical = fields | {"at": row["at"].isoformat(timespec="microseconds")}
    return hashlib.sha256(json.dumps(canonical, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _whoever() -> str:
    """The one acting now; jobs without anybody are the system."""
    try:
        return current_asker().user_id
    except NotSignedIn:
        return "system"


def main() -> None:
    """Operators: ``python -m data.audit`` walks the chain; status 1, and what is wrong, when it does not hold."""
    verdict = verify()
    print(f"{verdict.links} lines hold" + (f"; {verdict.trouble}" if verdict.trouble else ""))  # noqa: T201  own output
    raise SystemExit(0 if verdict.is_whole else 1)


if __name__ == "__main__":
    main()
