"""Guessing passwords is slowed down per account name: free tries, then a wait that doubles up to a minute.

An attempt is written before the password is looked at, so that many at once do not slip through together. Names nobody
has are slowed down alike: the answer tells nothing. The wait is short enough that nobody is locked out by others.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from data.clock import now
from data.ops.schema import login_attempts

FREE_TRIES = 5
LONGEST_WAIT = 60
MEMORY = timedelta(minutes=15)


def seconds_to_wait(connection: Connection, username: str) -> int:
    """How long this account name must wait; 0 when it may try now."""
    since = now() - MEMORY
    asked = select(func.count(), func.max(login_attempts.c.at))
    tries, last = connection.execute(
        asked.where(login_attempts.c.username == username, login_attempts.c.at > since)
    ).one()
    if tries < FREE_TRIES:
        return 0
    return max(0, _wait(tries) - int((now() - last).total_seconds()))


def _wait(tries: int) -> int:
    return min(LONGEST_WAIT, 2 ** min(tries - FREE_TRIES + 1, 10))


def note(connection: Connection, username: str, address: str, at: datetime | None = None) -> None:
    """An attempt begins; old ones are forgotten."""
    moment = at or now()
    connection.execute(delete(login_attempts).where(login_attempts.c.at < moment - 4 * MEMORY))
    connection.execute(insert(login_attempts).values(username=username, address=address[:64], at=moment))


def forgive(connection: Connection, username: str) -> None:
    """The right password came: nothing is held against the account."""
    connection.execute(delete(login_attempts).where(login_attempts.c.username == username))
