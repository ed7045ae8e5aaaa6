"""Who is asking: the person behind a session cookie or a bearer token, as flask-login's ``current_user``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from flask import Request, g
from flask_login import LoginManager, UserMixin
from sqlalchemy import RowMapping

from api.device_token import BELOW, token_of
from api.screen_cookie import SCREEN_COOKIE
from data.asker import Asker
from data.ops import tokens
from data.ops.driver import first
from data.ops.engine import writing
from data.ops.users import ACCOUNT
from data.rights import rights_of
from data.wall.pairing import TOKEN_DAYS

DEVICE_RIGHTS = frozenset({"visit:write"})  # a lost phone reads nothing


class Person(UserMixin):
    """An account for the length of a request. ``via`` says how it came: session, device, api or screen."""

    def __init__(self, row: Mapping[str, Any] | RowMapping, via: str, session_id: str = "") -> None:
        self.user_id: str = row["user_id"]
        self.username: str = row["username"]
        self.name: str = row["name"]
        self.role: str = row["role"]
        self.scope_level: str = row["scope_level"]
        self.scope_id: str | None = row["scope_id"]
        self.staff_id: str | None = row["staff_id"]
        self.lang: str | None = row["lang"]
        self.theme: str | None = row["theme"]
        self.via, self.session_id = via, session_id

    def get_id(self) -> str:
        """What flask-login keeps in the session: the sign-in, not the account."""
        return self.session_id

    @property
    def has_cookie_session(self) -> bool:
        """Signed in by a cookie, which browsers send by themselves: unsafe requests must prove where they come from."""
        return self.via == "session"

    @property
    def is_screen(self) -> bool:
        """A screen nobody touches, signed in by pairing: it opens the wall only."""
        return self.via == tokens.SCREEN

    @cached_property
    def rights(self) -> frozenset[str]:
        """What the role allows; a device may only send."""
        held = rights_of(self.role)
        return held & DEVICE_RIGHTS if self.via == "device" else held

    @cached_property
    def asker(self) -> Asker:
        """The person as the query path knows it."""
        return Asker(
            user_id=self.user_id,
            name=self.name,
            role=self.role,
            scope_level=self.scope_level,
            scope_id=self.scope_id,
            rights=self.rights,
        )


OF_SESSION = f"""
select {ACCOUNT} from user_sessions s join users u on u.user_id = s.user_id
where s.session_id = ? and s.session_epoch = u.session_epoch and u.is_active
"""


def of_session(session_id: str) -> Person | None:
    """The person of a sign-in that has not ended and an account that is still active and unchanged."""
    row = first(OF_SESSION, [session_id])
    return Person(row, "session", session_id) if row else None


def of_request(request: Request) -> Person | None:
    """Whom a bearer token acts for, else the screen whose cookie came; below ``/ingest/`` the owner of a device alone."""
    if request.path.startswith(BELOW):
        device = _of_token(token) if (token := token_of(request)) else None
        return device if device and device.via == "device" else None
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer" and token.strip():
        return _of_token(token.strip())
    return None if kind else of_screen(request)


def of_screen(request: Request) -> Person | None:
    """The screen whose cookie came."""
    token = request.cookies.get(SCREEN_COOKIE)
    found = _of_token(token) if token else None
    return found if found and found.is_screen else None


def _of_token(token: str) -> Person | None:
    row = tokens.owner(token)
    if row is None:
        return None
    is_screen = row["token_kind"] == tokens.SCREEN
    if not row["is_touched"]:
        with writing() as connection:
            tokens.touch(connection, row["token_id"], days=TOKEN_DAYS if is_screen else None)
        if is_screen:
            g.renewed_screen = token
    return Person(row, row["token_kind"])


def login_manager() -> LoginManager:
    """flask-login with our two ways of knowing a person."""
    manager = LoginManager()
    manager.session_protection = None  # phones change their address; our sessions live in the DB
    manager.user_loader(of_session)
    manager.request_loader(of_request)
    return manager
