"""Votes of customers: codes a manager's phone hands out, each bound to one visit, each good for one vote.

A code names nobody: who holds it learns neither visit nor manager from it, and the vote keeps no address, only its
keyed hash. The vote may come before the visit does; the two meet over the code. A single vote is read by those above
the visitor alone (``may_read``): who was voted on learns of months with enough of them (``data/kept.py``).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from data.asker import current_asker
from data.clock import now
from data.errors import Conflict, NotFound, TooMany
from data.ops.engine import reading, writing
from data.ops.schema import visit_vote, vote_code
from data.ops.users import staff_of
from data.settings import settings

LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another (I, L, O, U), no digits among them
LENGTH = 10  # 22^10: nobody guesses one
GOOD_FOR = timedelta(days=60)  # from the day it was given out; then an unused one is forgotten
MOST_A_DAY = 600  # codes one person's phones are given
MOST_FROM_ONE_PLACE = 300  # votes a day from one address: many phones share one, but not so many
LONGEST = 500  # letters of what is said


def issue(staff_id: str, count: int) -> list[str]:
    """New codes for the phone of a member of staff; fewer, in the end none, for who was given ``MOST_A_DAY`` today."""
    at = now()
    with writing() as connection:
        codes = [_random() for _ in range(min(count, MOST_A_DAY - _given(connection, staff_id, at)))]
        if codes:
            rows = [{"code": code, "staff_id": staff_id, "issued_at": at} for code in codes]
            connection.execute(insert(vote_code), rows)
    return codes


def bind(connection: Connection, visits: Iterable[Mapping[str, Any]], at: datetime) -> int:
    """Bind the codes new visits came with, in the transaction that stores them. → how many were bound.

    A code of somebody else, unknown or bound before is left alone: a visit is never lost for it.
    """
    bound = 0
    for visit in visits:
        if code := visit.get("vote_code"):
            free = (
                vote_code.c.code == code,
                vote_code.c.staff_id == visit["staff_id"],
                vote_code.c.visit_uuid.is_(None),
            )
            values = {"visit_uuid": visit["client_uuid"], "bound_at": at}
            bound += connection.execute(update(vote_code).where(*free).values(**values)).rowcount
    return bound


def cleaned(typed: str) -> str:
    """A code as it is kept, from what somebody typed; empty when it cannot be one."""
    code = "".join(letter for letter in typed.upper() if letter not in " -–·")
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else ""


def shown(code: str) -> str:
    """A code as it is read aloud: two halves."""
    return f"{code[:5]}-{code[5:]}"


def is_open(code: str) -> bool:
    """Whether a vote can be given with this code. Raises NotFound when there is no such code."""
    with reading() as connection:
        _check_known(connection, code)
        return connection.execute(select(visit_vote.c.code).where(visit_vote.c.code == code)).first() is None


def vote(code: str, rating: int, said: str | None, address: str) -> None:
    """Keep the one vote of a code. Raises NotFound, Conflict (voted before), TooMany (from one place)."""
    at, place = now(), _hash_of(address)
    with writing() as connection:
        _check_known(connection, code)
        _check_place(connection, place, at)
        row = {"code": code, "rating": rating, "said": said or None, "voted_at": at, "address_hash": place}
        try:
            connection.execute(insert(visit_vote).values(**row))
        except IntegrityError as error:
            raise Conflict("With this code somebody voted already. Each counts once") from error


def may_read(staff_id: str) -> bool:
    """Whether the asker may read single votes on visits of this member of staff: nobody who visits reads those on their own,
    whatever else they are (a head with visits of their own)."""
    asker = current_asker()
    if asker.scope_level == "staff":
        return False
    with reading() as connection:
        return staff_of(connection, asker.user_id) != staff_id


def of_visit(visit_uuid: str) -> Mapping[str, Any] | None:
    """The customer's own vote on a visit: rating, said, voted_at; None without. For who ``may_read`` it."""
    asked = select(visit_vote.c.rating, visit_vote.c.said, visit_vote.c.voted_at).join_from(visit_vote, vote_code)
    with reading() as connection:
        return connection.execute(asked.where(vote_code.c.visit_uuid == visit_uuid)).mappings().first()  # type: ignore[return-value]


def ratings(visit_uuids: Sequence[str]) -> dict[str, int]:
    """Visit → what the customer voted; visits without a vote are left out. For who ``may_read`` them."""
    asked = select(vote_code.c.visit_uuid, visit_vote.c.rating).join_from(visit_vote, vote_code)
    with reading() as connection:
        found = connection.execute(asked.where(vote_code.c.visit_uuid.in_(list(visit_uuids))))
        return {str(visit): int(rating) for visit, rating in found}


def forget_unused() -> int:
    """Forget codes nobody used within ``GOOD_FOR``. → how many."""
    old = (vote_code.c.issued_at < now() - GOOD_FOR, vote_code.c.visit_uuid.is_(None))
    voted = select(visit_vote.c.code)
    with writing() as connection:
        return connection.execute(delete(vote_code).where(*old, vote_code.c.code.not_in(voted))).rowcount


def _random() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def _given(connection: Connection, staff_id: str, at: datetime) -> int:
    """Codes given to this person within a day, which may be more than ``MOST_A_DAY`` never."""
    today = (vote_code.c.staff_id == staff_id, vote_code.c.issued_at > at - timedelta(days=1))
    return int(connection.execute(select(func.count()).select_from(vote_code).where(*today)).scalar_one())


def _check_known(connection: Connection, code: str) -> None:
    good = (vote_code.c.code == code, vote_code.c.issued_at > now() - GOOD_FOR)
    if not code or connection.execute(select(vote_code.c.code).where(*good)).first() is None:
        raise NotFound("This code is not known. It has ten letters; please look at it again")


def _check_place(connection: Connection, place: str, at: datetime) -> None:
    today = (visit_vote.c.address_hash == place, visit_vote.c.voted_at > at - timedelta(days=1))
    if (
        connection.execute(select(func.count()).select_from(visit_vote).where(*today)).scalar_one()
        >= MOST_FROM_ONE_PLACE
    ):
        raise TooMany("Many votes came from here today. Please vote over another network, or tomorrow")


def _hash_of(address: str) -> str:
    """An address as it is kept: equal ones are seen to be equal, none can be read back."""
    return hmac.new(settings().secret_key.encode(), f"vote {address}".encode(), hashlib.sha256).hexdigest()
