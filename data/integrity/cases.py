"""Cases of visits under review, as far as the asker may see them: those of the own outlet, entity or person.

A case is a row of ``integrity_case`` with ``is_own`` (about a visit of the asker's own), ``decided_by`` and ``may`` (the steps open
to the asker now). Who has no part in cases sees how many there are (metrics ``cases_…``), not whose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select, true

from data.asker import Asker, current_asker
from data.clock import now
from data.errors import Forbidden, NotFound
from data.integrity import cases_due
from data.integrity import cases_rules as rules
from data.node import Node
from data.ops.engine import reading
from data.ops.schema import integrity_case, integrity_step, users
from data.ops.users import staff_of

RIGHTS = ("case:review", "case:settle", "case:answer")
MOST = 500
TOLD = ("state", "opened_at", "closed_at", "outcome", "case_id")  # of a case, beside its visit
Row = dict[str, Any]


def takes_part(asker: Asker | None = None) -> bool:
    """Whether the asker has anything to do with cases."""
    return not (asker or current_asker()).rights.isdisjoint(RIGHTS)


def cases(node: Node | None = None, states: Sequence[str] = rules.STATES) -> list[Row]:
    """The cases in these states, the longest waiting first; of closed ones the newest first, ``MOST`` at most.

    Raises Forbidden without a part in cases.
    """
    wanted = select(integrity_case).where(_within(node or Node.top()), integrity_case.c.state.in_(states)).limit(MOST)
    is_over = tuple(states) == (rules.CLOSED,)
    order = integrity_case.c.closed_at.desc() if is_over else integrity_case.c.opened_at
    return _told(wanted.order_by(order, integrity_case.c.visit_date, integrity_case.c.visit_no))


def one(case_id: str) -> Row:
    """A case. Raises NotFound also for one outside the scope."""
    found = _told(select(integrity_case).where(_within(Node.top()), integrity_case.c.case_id == case_id))
    if not found:
        raise NotFound("There is no such case in your part of the organisation")
    return found[0]


def of_visit(visit: Mapping[str, Any]) -> Row | None:
    """How far the review of a visit is, of a row of the listing ``visit`` (whose scope is checked there); None where it needs none,
    and for who has no part in it: that a person is under review is told to nobody else.

    ``state``, ``opened_at``, ``closed_at``, ``outcome``, ``case_id`` (all None while no case is open), ``opens_at``:
    from when it may be opened, None where the next pass opens it, ``is_old``: no case is opened that long after.
    """
    if not takes_part():
        return None
    asked = select(integrity_case).where(integrity_case.c.visit_id == visit["visit_id"])
    with reading() as connection:
        case = next((dict(row) for row in connection.execute(asked).mappings()), None)
    if case is not None:
        return {name: case[name] for name in TOLD} if _may_see(case) else None
    if visit.get("trust_grade") != "flagged":
        return None
    is_old = visit["started_at"].date() <= now().date() - timedelta(days=cases_due.DAYS)
    return dict.fromkeys(TOLD) | {"opens_at": _opens_at(visit["visit_id"]), "is_old": is_old}


def _opens_at(visit_id: str) -> datetime | None:
    """When the web opens the case. A moment gone by it has missed: the visit was published while its photos were under way."""
    opens = cases_due.due([visit_id]).get(visit_id)
    return opens if opens and opens > now() - cases_due.QUIET else None


def _may_see(case: Mapping[str, Any]) -> bool:
    """Whether a case is of the own part of the organisation."""
    return current_asker().scope_id in (None, *(case[f"{level}_id"] for level in ("entity", "branch", "staff")))


def steps(case_id: str) -> list[Row]:
    """What was done in a case, in order, with ``by`` (a name; empty for the system) and ``by_staff`` (the staff number, if any)."""
    asked = select(integrity_step).where(integrity_step.c.case_id == case_id).order_by(integrity_step.c.id)
    with reading() as connection:
        found = [dict(row) for row in connection.execute(asked).mappings()]
        people = users.c.user_id.in_({row["actor"] for row in found})
        rows = connection.execute(select(users.c.user_id, users.c.name, users.c.staff_id).where(people))
        who = {key: {"by": name, "by_staff": staff} for key, name, staff in rows}
    return [row | who.get(row["actor"], {"by": "", "by_staff": None}) for row in found]


def waiting(node: Node | None = None) -> list[Row]:
    """The cases in which the asker is asked to act, the longest waiting first. None for who has no part in cases."""
    if not takes_part():
        return []
    return [case for case in cases(node, rules.turns(current_asker().rights)) if is_asked(case)]


def is_asked(case: Row) -> bool:
    """Whether it is the asker's turn: an explanation that nobody asked for may be given, and is not waited for."""
    return bool(case["may"]) and not (case["is_own"] and case["state"] == rules.OPEN)


def counts(node: Node | None = None) -> dict[str, int]:
    """State → how many cases are in it."""
    column = integrity_case.c.state
    asked = select(column, func.count()).where(_within(node or Node.top())).group_by(column)
    with reading() as connection:
        found = {state: count for state, count in connection.execute(asked)}
    return {state: found.get(state, 0) for state in rules.STATES}


def _within(node: Node) -> ColumnElement[bool]:
    current_asker().need(*RIGHTS)
    if node.id is None:
        return true()
    if node.level not in ("entity", "branch", "staff"):
        raise Forbidden("%(node)s is outside your part of the organisation", node=str(node))
    return integrity_case.c[f"{node.level}_id"] == node.id


def _told(wanted: Select[Any]) -> list[Row]:
    """Rows with what the asker may do."""
    moment = now()
    with reading() as connection:
        found = [dict(row) for row in connection.execute(wanted).mappings()]
        actor = actor_of(connection)
        deciders = _deciders(connection, [row["case_id"] for row in found if row["state"] in ("decided", "appealed")])
        heads = _heads(connection, {row["branch_id"] for row in found})
    return [row | _for(actor, row, deciders.get(row["case_id"]), heads, moment) for row in found]


def _for(actor: rules.Actor, row: Row, decided_by: str | None, heads: dict[str, set[str | None]], moment: Any) -> Row:
    has_head = bool(heads.get(row["branch_id"], set()) - {row["staff_id"]})
    may = rules.may(row, actor, decided_by=decided_by, has_head=has_head, moment=moment)
    return {"may": may, "is_own": actor.staff_id == row["staff_id"], "decided_by": decided_by, "has_head": has_head}


def actor_of(connection: Connection) -> rules.Actor:
    """Who asks, as the rules see them."""
    asker = current_asker()
    staff = asker.scope_id if asker.scope_level == "staff" else staff_of(connection, asker.user_id)
    return rules.Actor(asker.user_id, staff, asker.rights, asker.scope_level)


def _deciders(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    """Case → the account that decided last."""
    decided = integrity_step.c.case_id.in_(list(keys)) & (integrity_step.c.step == rules.DID_NOT)
    asked = select(integrity_step.c.case_id, integrity_step.c.actor).where(decided).order_by(integrity_step.c.id)
    return {key: actor for key, actor in connection.execute(asked)}


def _heads(connection: Connection, branches: set[str]) -> dict[str, set[str | None]]:
    """Outlet → the staff numbers of its heads who can sign in (None: an account without one)."""
    there = (users.c.role == "branch_head") & users.c.is_active & users.c.scope_id.in_(branches)
    found: dict[str, set[str | None]] = {}
    for branch, staff in connection.execute(select(users.c.scope_id, users.c.staff_id).where(there)):
        found.setdefault(branch, set()).add(staff)
    return found
