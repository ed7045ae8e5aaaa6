"""Tasks for one customer: given from the portrait to the manager who looks after the customer, until a day, with a note.

Whoever makes campaigns gives tasks within the own part of the organisation; a manager gives them to themselves. Who does not
want to be contacted, or is kept as control for the product, is nobody's task.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from data.asker import current_asker
from data.audit import record_in
from data.campaigns import ANSWERS, OPEN, held_out
from data.clock import now
from data.errors import BadRequest, Conflict, Forbidden
from data.listing import records
from data.ops.engine import reading, writing
from data.ops.schema import customer_task, customer_task_answer, users
from data.taps import keep

LONGEST = 184  # days ahead
LONGEST_NOTE = 200
CARD = ("customer_id", "staff_id", "is_opted_out")


def assign(customer_id: str, due_on: date, note: str, product: str = "") -> str:
    """Give the task to who looks after the customer. → task_id. Raises BadRequest, Conflict, Forbidden."""
    staff = _manager_of(customer_id)
    words, today = note.strip(), now().date()
    if not words and not product:
        raise BadRequest("A task says what to do: a product or a note")
    if len(words) > LONGEST_NOTE:
        raise BadRequest("A note has %(most)s letters at most", most=LONGEST_NOTE)
    if not today <= due_on <= today + timedelta(days=LONGEST):
        raise BadRequest("A task is due today or within %(days)s days", days=LONGEST)
    if product and customer_id in held_out(product):
        raise Conflict("This product is not offered to this customer at present")
    key = str(uuid.uuid4())
    row = {
        "task_id": key,
        "customer_id": customer_id,
        "product_code": product or None,
        "staff_id": staff,
        "note": words,
    }
    with writing() as connection:
        who = current_asker().user_id
        connection.execute(insert(customer_task).values(due_on=due_on, created_by=who, created_at=now(), **row))
        record_in(connection, "task.assign", "customer", customer_id, task=key, staff=staff, due=str(due_on))
    return key


def may_assign(staff_id: str | None) -> bool:
    """Whether the asker may give this manager a task."""
    asker = current_asker()
    is_self = asker.scope_level == "staff" and asker.scope_id == staff_id
    return bool(staff_id) and ("campaign:make" in asker.rights or (is_self and "campaign:answer" in asker.rights))


def _manager_of(customer_id: str) -> str:
    found = records("customer_portrait", {"customer": customer_id}, columns=CARD)
    if not found:
        raise Forbidden("%(customer)s is not a customer of your part of the organisation", customer=customer_id[:40])
    staff = found[0]["staff_id"]
    if not staff:
        raise Conflict("Nobody looks after this customer: there is nobody to give the task to")
    if not may_assign(str(staff)):
        raise Forbidden("Your role has no right to do this (%(right)s)", right="campaign:make")
    if found[0]["is_opted_out"]:
        raise Conflict("This customer does not want to be contacted")
    return str(staff)


def tasks(staff_id: str) -> list[dict[str, Any]]:
    """A person's tasks: open (or put off) ones whatever their day, answered ones until it. ``by``: who gave it."""
    own = customer_task.c.staff_id == staff_id
    with reading() as connection:
        rows = [dict(row) for row in connection.execute(select(customer_task).where(own)).mappings()]
        latest = _latest(connection, [row["task_id"] for row in rows])
        asked = select(users.c.user_id, users.c.name).where(users.c.user_id.in_({row["created_by"] for row in rows}))
        names = {key: name for key, name in connection.execute(asked)}
    nothing = {"answer": OPEN, "answered_at": None}
    found = [row | {"by": names.get(row["created_by"], "")} | latest.get(row["task_id"], nothing) for row in rows]
    today = now().date()
    return [row for row in found if row["answer"] in (OPEN, "later") or row["due_on"] >= today]


def of_customer(customer_id: str) -> list[dict[str, Any]]:
    """Open tasks of a customer, the next due first."""
    with reading() as connection:
        asked = select(customer_task).where(customer_task.c.customer_id == customer_id)
        rows = [dict(row) for row in connection.execute(asked.order_by(customer_task.c.due_on)).mappings()]
        latest = _latest(connection, [row["task_id"] for row in rows])
    return [row for row in rows if latest.get(row["task_id"], {}).get("answer", OPEN) in (OPEN, "later")]


def answer(client_uuid: str, task_id: str, said: str, staff_id: str) -> str:
    """Keep what became of it. → ``stored``, or ``duplicate`` when the same tap came before. Raises Forbidden for a foreign one."""
    current_asker().need("campaign:answer")
    if said not in ANSWERS:
        raise BadRequest("Answer %(answer)s: allowed are %(allowed)s", answer=repr(said), allowed=", ".join(ANSWERS))
    task = next((one for one in tasks(staff_id) if one["task_id"] == task_id), None)
    if task is None:
        raise Forbidden("%(customer)s is none of your tasks", customer=task_id[:40])
    row = {"client_uuid": client_uuid, "task_id": task_id, "staff_id": staff_id, "answer": said}
    return keep(customer_task_answer, row, "task.answer", task["customer_id"], task=task_id, answer=said)


def _latest(connection: Connection, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    chosen = customer_task_answer.c.task_id.in_(keys)
    rows = connection.execute(select(customer_task_answer).where(chosen).order_by(customer_task_answer.c.answered_at))
    return {one["task_id"]: {"answer": one["answer"], "answered_at": one["answered_at"]} for one in rows.mappings()}
