"""The people who may sign in. Operators: ``python -m data.ops.users add|password|disable|list``."""

from __future__ import annotations

import argparse
import getpass
import secrets
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from data.asker import SCOPES
from data.clock import now
from data.errors import BadRequest, Conflict, NotFound
from data.ops.engine import migrate, reading, writing
from data.ops.passwords import hashed
from data.ops.schema import user_sessions, users
from data.rights import RIGHTS

ROLES = tuple(RIGHTS)
SHORTEST_PASSWORD = 10
ACCOUNT = "u.user_id, u.username, u.name, u.role, u.scope_level, u.scope_id, u.staff_id, u.lang, u.theme"  # of users u


def by_username(connection: Connection, username: str) -> RowMapping | None:
    """The account of that name, active or not."""
    return connection.execute(select(users).where(users.c.username == username)).mappings().first()


def staff_of(connection: Connection, user_id: str) -> str | None:
    """The staff number of an account; None when it belongs to nobody on the staff."""
    return connection.execute(select(users.c.staff_id).where(users.c.user_id == user_id)).scalar()


def add(
    connection: Connection,
    username: str,
    *,
    name: str,
    role: str,
    scope: str = "province",
    staff_id: str | None = None,
    password: str | None = None,
) -> str:
    """A new account; ``scope`` is ``province`` or ``<level>:<id>``. → user_id. Without a password: tokens only."""
    level, _, scope_id = scope.partition(":")
    if role not in ROLES or level not in SCOPES or bool(scope_id) == (level == "province"):
        raise BadRequest(
            "Role %(role)s, scope %(scope)s: allowed are %(roles)s, and province, entity:<id>, branch:<id>, staff:<id>, "
            "centre:<id>",
            role=role,
            scope=scope,
            roles=", ".join(ROLES),
        )
    if by_username(connection, username):
        raise Conflict("There is already an account %(username)s", username=username)
    row: dict[str, Any] = {
        "user_id": f"u{secrets.token_hex(5)}",
        "username": username,
        "name": name,
        "role": role,
        "scope_level": level,
        "scope_id": scope_id or None,
        "staff_id": staff_id or (scope_id if level == "staff" else None),
        "password_hash": hashed(password) if password else None,
        "created_at": now(),
    }
    connection.execute(insert(users).values(is_active=True, session_epoch=0, **row))
    return str(row["user_id"])


def set_password(connection: Connection, username: str, password: str) -> None:
    """Change the password; every session of the account ends."""
    if len(password) < SHORTEST_PASSWORD:
        raise BadRequest("A password needs at least %(n)s characters", n=SHORTEST_PASSWORD)
    _change(connection, username, password_hash=hashed(password))


def disable(connection: Connection, username: str) -> None:
    """Nobody signs in with this account any more; its sessions and tokens stop working at once."""
    _change(connection, username, is_active=False)


def set_preference(connection: Connection, user_id: str, *, lang: str | None = None, theme: str | None = None) -> None:
    """Remember language and theme of a person."""
    wish = {key: value for key, value in (("lang", lang), ("theme", theme)) if value}
    if wish:
        connection.execute(update(users).where(users.c.user_id == user_id).values(**wish))


def _change(connection: Connection, username: str, **values: Any) -> None:
    account = by_username(connection, username)
    if account is None:
        raise NotFound("There is no account %(username)s", username=username)
    same = users.c.user_id == account["user_id"]
    connection.execute(update(users).where(same).values(session_epoch=users.c.session_epoch + 1, **values))
    connection.execute(user_sessions.delete().where(user_sessions.c.user_id == account["user_id"]))


def _arguments() -> argparse.Namespace:
    ask = argparse.ArgumentParser(prog="python -m data.ops.users", description=__doc__)
    commands = ask.add_subparsers(dest="command", required=True)
    new = commands.add_parser("add", help="a new account; asks for the password")
    new.add_argument("username")
    new.add_argument("--name", required=True)
    new.add_argument("--role", required=True, choices=ROLES)
    new.add_argument("--scope", default="province", help="province, entity:<id>, branch:<id> or staff:<id>")
    new.add_argument("--staff", help="the account's own staff id")
    new.add_argument("--no-password", action="store_true", help="signs in with tokens only")
    for command, what in (("password", "change it; asks for the new one"), ("disable", "no sign-in any more")):
        commands.add_parser(command, help=what).add_argument("username")
    commands.add_parser("list", help="all accounts")
    return ask.parse_args()


def _list(connection: Connection) -> str:
    rows = connection.execute(select(users).order_by(users.c.username)).mappings()
    return "\n".join(
        f"{r['username']}\t{r['name']}\t{r['role']}\t{r['scope_level']}:{r['scope_id'] or ''}\t"
        f"{'active' if r['is_active'] else 'disabled'}"
        for r in rows
    )


def main() -> None:
    """Command line."""
    from data.audit import record_in

    asked = _arguments()
    migrate()
    if asked.command == "list":
        with reading() as connection:
            print(_list(connection))  # noqa: T201  the command's own output
        return
    with writing() as connection:
        if asked.command == "add":
            password = None if asked.no_password else getpass.getpass()
            if password is not None and len(password) < SHORTEST_PASSWORD:
                raise BadRequest("A password needs at least %(n)s characters", n=SHORTEST_PASSWORD)
            add(
                connection,
                asked.username,
                name=asked.name,
                role=asked.role,
                scope=asked.scope,
                staff_id=asked.staff,
                password=password,
            )
        elif asked.command == "password":
            set_password(connection, asked.username, getpass.getpass())
        else:
            disable(connection, asked.username)
        record_in(connection, f"user_{asked.command}", "user", asked.username, actor="operator")


if __name__ == "__main__":
    main()
