"""The asker's own devices: phones whose apps send positions by a token of their own, made and withdrawn by the person."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from data.asker import current_asker
from data.audit import record_in
from data.capture.notice import accepted_at
from data.clock import now
from data.errors import BadRequest, Conflict, Forbidden, NotFound
from data.ops import tokens
from data.ops.engine import reading, writing
from data.ops.schema import api_tokens
from data.ops.users import staff_of

MOST = 5  # valid ones at a time
DAYS = 365
LONGEST_NAME = 40


class Device(NamedTuple):
    """A device as its owner sees it; the token itself nobody can read again."""

    token_id: str
    name: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    @property
    def is_valid(self) -> bool:
        """Whether it still sends."""
        return self.revoked_at is None and self.expires_at > now()


def mine() -> list[Device]:
    """All devices the asker ever had, newest first."""
    columns = [api_tokens.c[name] for name in Device._fields]
    own = (api_tokens.c.user_id == current_asker().user_id, api_tokens.c.kind == "device")
    with reading() as connection:
        found = connection.execute(select(*columns).where(*own).order_by(api_tokens.c.created_at.desc()))
        return [Device(*row) for row in found]


def make(name: str) -> str:
    """A new device. → its token, shown once. Raises Forbidden, Conflict (notice not accepted, too many), BadRequest."""
    asker, name = current_asker(), " ".join(name.split())
    asker.need("visit:write")
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise BadRequest("A device needs a name of 1 to %(most)s letters", most=LONGEST_NAME)
    if accepted_at(asker.user_id) is None:
        raise Conflict("Please read and accept the notice on positions first")
    with writing() as connection:
        if staff_of(connection, asker.user_id) is None:
            raise Forbidden("This account is nobody's on the staff: it has no positions of its own")
        valid = (api_tokens.c.revoked_at.is_(None), api_tokens.c.expires_at > now(), api_tokens.c.kind == "device")
        held = select(func.count()).select_from(api_tokens).where(api_tokens.c.user_id == asker.user_id, *valid)
        if connection.execute(held).scalar_one() >= MOST:
            raise Conflict("You have %(most)s devices already. Withdraw one first", most=MOST)
        token = tokens.new(connection, asker.user_id, name=name, kind="device", days=DAYS)
        record_in(connection, "device.make", "token", tokens.hash_of(token)[:12], name=name)
    return token


def withdraw(token_id: str) -> None:
    """Withdraw a device of the asker's own: it stops sending at once. Raises NotFound."""
    if token_id not in {device.token_id for device in mine() if device.is_valid}:
        raise NotFound("You have no valid device %(device)s", device=token_id[:40])
    with writing() as connection:
        tokens.revoke(connection, token_id)
        record_in(connection, "device.withdraw", "token", token_id)
