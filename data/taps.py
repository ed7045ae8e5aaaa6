"""One tap of a manager, kept under the UUID the phone gave it: sent twice it counts once, whatever it answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.exc import IntegrityError

from data.audit import record_in
from data.clock import now
from data.errors import Conflict
from data.ops.engine import reading, writing


def keep(table: Table, row: Mapping[str, str], action: str, customer_id: str, **detail: Any) -> str:
    """Store ``row`` (with ``client_uuid``) and audit it. → ``stored``, or ``duplicate`` when the same tap came before.

    Raises Conflict for a UUID that meant something else.
    """
    try:
        with writing() as connection:
            connection.execute(insert(table).values(**row, answered_at=now()))
            record_in(connection, action, "customer", customer_id, **detail)
    except IntegrityError:
        _check_same(table, row)
        return "duplicate"
    return "stored"


def _check_same(table: Table, row: Mapping[str, str]) -> None:
    with reading() as connection:
        asked = select(table).where(table.c.client_uuid == row["client_uuid"])
        kept = connection.execute(asked).mappings().one()
    if any(kept[name] != value for name, value in row.items()):
        raise Conflict("This tap was kept before with another meaning")
