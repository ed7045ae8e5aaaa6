"""Bearer tokens of devices and programs: shown once, kept as a hash, expiring, revocable.

Operators: ``python -m data.ops.tokens new --user … --kind device|api``, ``… revoke <token_id>``, ``… list``.
"""

from __future__ import annotations

import argparse
import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from data.clock import now
from data.errors import BadRequest, NotFound
from data.ops.driver import first
from data.ops.engine import migrate, reading, writing
from data.ops.schema import api_tokens, users
from data.ops.users import ACCOUNT, by_username

KINDS = ("device", "api")
SCREEN = "screen"  # made by pairing only, carried as a cookie, renewed by use (``data/wall/pairing.py``)
PREFIX = "qh_"


def new(connection: Connection, user_id: str, *, name: str, kind: str = "device", days: int = 365) -> str:
    """Make a token that acts as the user. → the token itself, which nobody can read again."""
    if kind not in (*KINDS, SCREEN):
        raise BadRequest("Token kind %(kind)s: allowed are device and api", kind=kind)
    token = PREFIX + secrets.token_urlsafe(32)
    made = now()
    connection.execute(
        insert(api_tokens).values(
            token_id=f"t{secrets.token_hex(5)}",
            user_id=user_id,
            name=name,
            kind=kind,
            token_hash=hash_of(token),
            created_at=made,
            expires_at=made + timedelta(days=days),
        )
    )
    return token


def hash_of(token: str) -> str:
    """What is stored of a token. A plain hash is enough: tokens are 256 random bits, not passwords."""
    return hashlib.sha256(token.encode()).hexdigest()


def owner(token: str, chosen: Engine | None = None) -> dict[str, Any] | None:
    """The active account a valid token acts for, with ``token_id``, ``token_kind`` and ``is_touched``; else None.

    ``is_touched``: that it was used is remembered since ``TOUCH_EVERY``.
    """
    moment = now()
    return first(OWNER, [_text(moment - TOUCH_EVERY), hash_of(token), _text(moment)], chosen)


TOUCH_EVERY = timedelta(minutes=10)
OWNER = f"""
select {ACCOUNT}, t.token_id, t.kind as token_kind, coalesce(t.last_used_at >= ?, false) as is_touched
from api_tokens t join users u on u.user_id = t.user_id
where t.token_hash = ? and t.revoked_at is null and t.expires_at > ? and u.is_active
"""


def _text(moment: datetime) -> str:
    """A moment as SQLite keeps it and PostgreSQL reads it."""
    return moment.isoformat(" ", "microseconds")


def revoke(connection: Connection, token_id: str) -> None:
    """The token stops working at once."""
    changed = connection.execute(
        update(api_tokens)
        .where(api_tokens.c.token_id == token_id, api_tokens.c.revoked_at.is_(None))
        .values(revoked_at=now())
    )
    if changed.rowcount == 0:
        raise NotFound("There is no valid token %(token_id)s", token_id=token_id)


def revoke_all(connection: Connection, user_id: str) -> None:
    """Every token of an account stops working at once."""
    valid = (api_tokens.c.user_id == user_id, api_tokens.c.revoked_at.is_(None))
    connection.execute(update(api_tokens).where(*valid).values(revoked_at=now()))


def touch(connection: Connection, token_id: str, *, days: int | None = None) -> None:
    """Remember that the token was used; with ``days`` it is good for so long from now on."""
    more = {"expires_at": now() + timedelta(days=days)} if days else {}
    connection.execute(update(api_tokens).where(api_tokens.c.token_id == token_id).values(last_used_at=now(), **more))


def _arguments() -> argparse.Namespace:
    ask = argparse.ArgumentParser(prog="python -m data.ops.tokens", description=__doc__)
    commands = ask.add_subparsers(dest="command", required=True)
    make = commands.add_parser("new", help="prints the token, once")
    make.add_argument("--user", required=True)
    make.add_argument("--kind", default="device", choices=KINDS)
    make.add_argument("--name", default="")
    make.add_argument("--days", type=int, default=365)
    commands.add_parser("revoke").add_argument("token_id")
    commands.add_parser("list")
    return ask.parse_args()


def _list(connection: Connection) -> str:
    rows = connection.execute(select(api_tokens, users.c.username).join_from(api_tokens, users)).mappings()
    return "\n".join(
        f"{r['token_id']}\t{r['username']}\t{r['kind']}\t{r['name']}\texpires {r['expires_at']:%Y-%m-%d}"
        f"{' revoked' if r['revoked_at'] else ''}"
        for r in rows
    )


def _make(connection: Connection, asked: argparse.Namespace) -> str:
    account = by_username(connection, asked.user)
    if account is None:
        raise NotFound("There is no account %(username)s", username=asked.user)
    return new(connection, account["user_id"], name=asked.name or asked.kind, kind=asked.kind, days=asked.days)


def main() -> None:
    """Command line."""
    from data.audit import record_in

    asked, said = _arguments(), ""
    migrate()
    if asked.command == "list":
        with reading() as connection:
            said = _list(connection)
    else:
        with writing() as connection:
            if asked.command == "new":
                said, about = _make(connection, asked), asked.user
            else:
                revoke(connection, asked.token_id)
                about = asked.token_id
            record_in(connection, f"token_{asked.command}", "token", about, actor="operator")
    print(said)  # noqa: T201  the command's own output


if __name__ == "__main__":
    main()
