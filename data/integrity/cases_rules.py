"""What may happen to a case of a visit under review, and who may do it. Pure: rows and people in, steps out.

``open`` → (branch head) ``took_place``: closed; ``did_not_take_place``: decided, and the manager has five working days to appeal;
``asked``: the manager's explanation brings it back. ``appealed`` → (entity head or officer, not who decided) ``upheld`` or
``overturned``: closed. Without an appeal it ``lapsed``. Nobody acts on a case of their own but by answering; no program decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from data.clock import is_workday

TOOK_PLACE, DID_NOT = "took_place", "did_not_take_place"
OPEN, ASKED, DECIDED, APPEALED, CLOSED = "open", "asked", "decided", "appealed", "closed"
STATES = (OPEN, ASKED, DECIDED, APPEALED, CLOSED)
REVIEWS = (TOOK_PLACE, DID_NOT, "asked")
ANSWERS = ("explained", "appealed")
SETTLEMENTS = ("overturned", "upheld")
STEPS = ("opened", *REVIEWS, *ANSWERS, *SETTLEMENTS, "unanswered", "lapsed")
APPEAL_DAYS, ANSWER_DAYS = 5, 3  # working days
LAST_MINUTE = time(23, 59)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Actor:
    """Who looks at a case: the account, the person on the staff behind it (None: nobody), rights and level of the scope."""

    user_id: str
    staff_id: str | None
    rights: frozenset[str]
    level: str


def may(case: Row, actor: Actor, *, decided_by: str | None, has_head: bool, moment: datetime) -> tuple[str, ...]:
    """The steps open to the actor now. ``decided_by``: the account that decided, if one did; ``has_head``: whether the outlet
    has a head who can decide this case (else the entity's head does)."""
    if actor.staff_id is not None and actor.staff_id == case["staff_id"]:
        return _of_one_s_own(case, actor, moment)
    if case["state"] in (OPEN, ASKED) and _may_review(actor, has_head):
        return REVIEWS if case["state"] == OPEN else (TOOK_PLACE,)  # who was asked is heard first
    if case["state"] == APPEALED and "case:settle" in actor.rights and actor.user_id != decided_by:
        return SETTLEMENTS
    return ()


def _of_one_s_own(case: Row, actor: Actor, moment: datetime) -> tuple[str, ...]:
    if "case:answer" not in actor.rights:
        return ()
    if case["state"] in (OPEN, ASKED):
        return ("explained",)
    is_in_time = case["due_at"] is None or moment <= case["due_at"]
    return ("appealed",) if case["state"] == DECIDED and is_in_time else ()


def _may_review(actor: Actor, has_head: bool) -> bool:
    return "case:review" in actor.rights and (actor.level == "branch" or not has_head)


def turns(rights: frozenset[str]) -> tuple[str, ...]:
    """The states in which somebody with these rights may be asked to act."""
    of_right = {"case:review": (OPEN,), "case:settle": (APPEALED,), "case:answer": (ASKED, DECIDED)}
    return tuple(state for right, states in of_right.items() if right in rights for state in states)


def after(step: str, moment: datetime) -> dict[str, Any]:
    """What a step makes of the case: state, and what comes with it."""
    if step in (TOOK_PLACE, "overturned"):
        return {"state": CLOSED, "outcome": TOOK_PLACE, "closed_at": moment, "due_at": None}
    if step in ("upheld", "lapsed"):
        return {"state": CLOSED, "outcome": DID_NOT, "closed_at": moment, "due_at": None}
    if step == DID_NOT:
        return {"state": DECIDED, "due_at": due(moment.date(), APPEAL_DAYS)}
    if step == "asked":
        return {"state": ASKED, "due_at": due(moment.date(), ANSWER_DAYS)}
    return {"state": APPEALED if step == "appealed" else OPEN, "due_at": None}


def verdict(step: str) -> str | None:
    """What a step says of the visit; None for what only asks or tells."""
    if step in (TOOK_PLACE, "overturned"):
        return TOOK_PLACE
    return DID_NOT if step in (DID_NOT, "upheld", "lapsed") else None


def needs_words(step: str) -> bool:
    """Whether a step must say why: all but that a visit took place."""
    return step != TOOK_PLACE


def due(day: date, days: int) -> datetime:
    """The last minute of the ``days``-th working day after ``day``."""
    while days:
        day += timedelta(days=1)
        days -= is_workday(day)
    return datetime.combine(day, LAST_MINUTE)


def decided_by(steps: Sequence[Row]) -> str | None:
    """The account that decided last; None when nobody did."""
    return next((str(step["actor"]) for step in reversed(steps) if step["step"] == DID_NOT), None)
