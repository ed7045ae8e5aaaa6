"""Signing in and out: ``GET/POST /login``, ``POST /logout``.

A wrong name, a wrong password and a disabled account get the same answer in the same time. The session cookie is
signed and made anew at sign-in; the sign-in itself is a row in the operations DB, so that signing out really ends it.
"""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, redirect, render_template, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user, login_user, logout_user
from sqlalchemy import RowMapping, delete, insert
from werkzeug.wrappers import Response as AnyResponse

from api.page import page_texts
from api.people import Person, login_manager
from api.session import begin_session, csrf_token
from data.audit import record_in
from data.clock import now
from data.i18n import LANGUAGES, _, lazy
from data.ops import attempts
from data.ops.engine import engine, migrate, reading, writing
from data.ops.passwords import is_right
from data.ops.schema import user_sessions
from data.ops.seed import PASSWORD, PEOPLE, seed_demo
from data.ops.users import by_username
from data.settings import Settings, settings

bp = Blueprint("login", __name__, template_folder="templates")
limiter = Limiter(get_remote_address, strategy="moving-window", in_memory_fallback_enabled=True)
THROTTLED = {"login.sign_in", "wall_admin.pair_screen", "vote.ask_code", "vote.ask_vote", "vote.vote"}  # endpoints

DEMO_WORDS = {
    "executive": lazy("Executive, whole province"),
    "analyst": lazy("Analyst, whole province"),
    "entity": lazy("Head of one entity"),
    "branch": lazy("Head of one outlet"),
    "manager": lazy("Customer manager"),
    "clerk": lazy("Teller, the own score"),
    "centre": lazy("Head of one service centre"),
    "officer": lazy("Performance officer"),
    "steward": lazy("Data steward"),
    "admin": lazy("Administrator"),
}


@limiter.request_filter
def is_unthrottled() -> bool:
    """Nothing else is throttled: no other request pays for it."""
    return request.endpoint not in THROTTLED


def per_minute() -> str:
    """How often one address may try."""
    return f"{settings().login_per_minute}/minute"


def init(server: Flask, chosen: Settings) -> None:
    """Operations DB ready, demo accounts in demo mode, flask-login, the throttle."""
    migrate()
    if chosen.demo:
        _seed(chosen.home / "serving")
    begin_session(server, chosen)
    login_manager().init_app(server)
    server.config["RATELIMIT_STORAGE_URI"] = chosen.limits or "memory://"
    limiter.init_app(server)


def _seed(serving: Path) -> None:
    """Demo accounts from the publication on screen; when there is none yet, the demo build makes them at its end."""
    pointer = serving / "current.json"
    if pointer.exists():
        seed_demo(engine(), serving / json.loads(pointer.read_text("utf-8"))["file"])


@bp.get("/login")
def form() -> AnyResponse:
    """The form; who is signed in already goes on."""
    target = safe_target(request.args.get("next"))
    if current_user.is_authenticated and current_user.has_cookie_session:
        return redirect(target)
    return _form(target)


@bp.post("/login")
@limiter.limit(per_minute)
def sign_in() -> AnyResponse:
    """Check name and password, start a new session, go to ``next``."""
    target = safe_target(request.form.get("next") or request.args.get("next"))
    username, password = _credentials()
    with writing() as connection:
        wait = attempts.seconds_to_wait(connection, username)
        if not wait:
            attempts.note(connection, username, request.remote_addr or "")
    if wait:
        return _form(target, _("Too many attempts. Please wait %(seconds)s seconds.", seconds=wait), 429, username)
    with reading() as connection:
        account = by_username(connection, username)
    if not is_right(password, account["password_hash"] if account else None) or not account or not account["is_active"]:
        _note_failure(username if account else None)
        return _form(target, _("The name or the password is not right."), 401, username)
    _start(account)
    return redirect(_spoken(target))


@bp.post("/logout")
def sign_out() -> AnyResponse:
    """End the sign-in for good, whoever still holds its cookie."""
    with writing() as connection:
        connection.execute(delete(user_sessions).where(user_sessions.c.session_id == current_user.session_id))
        record_in(connection, "sign_out", "user", current_user.username, actor=current_user.user_id)
    logout_user()
    session.clear()
    return redirect("/login")


def safe_target(wish: str | None) -> str:
    """``wish`` when it is a path of this site, else the first page."""
    if not wish or not wish.startswith("/") or wish[1:2] in {"/", "\\"} or not wish.isprintable() or "\\" in wish:
        return "/"
    parts = urlsplit(wish)
    if parts.scheme or parts.netloc or parts.path.startswith(("/login", "/logout", "/api/", "/_dash")):
        return "/"
    return wish


def _spoken(target: str) -> str:
    """``target`` in the language that was chosen on the form."""
    wish = request.args.get("lang")
    if wish not in LANGUAGES or "lang=" in target:
        return target
    return f"{target}{'&' if '?' in target else '?'}lang={wish}"


def _credentials() -> tuple[str, str]:
    """Name and password of the form; in demo mode a demo login's button stands for both."""
    chosen = request.form.get("demo", "")
    if settings().demo and chosen in PEOPLE:
        return chosen, PASSWORD
    return request.form.get("username", "").strip()[:80], request.form.get("password", "")


def _start(account: RowMapping) -> None:
    """A new session: nothing that was in the browser before survives."""
    session_id = secrets.token_urlsafe(32)
    with writing() as connection:
        attempts.forgive(connection, account["username"])
        connection.execute(
            insert(user_sessions).values(
                session_id=session_id,
                user_id=account["user_id"],
                session_epoch=account["session_epoch"],
                started_at=now(),
            )
        )
        record_in(connection, "sign_in", "user", account["username"], actor=account["user_id"])
    session.clear()
    session.permanent = True
    login_user(Person(account, "session", session_id))
    csrf_token()


def _note_failure(username: str | None) -> None:
    """What was typed as a name is kept only when it is one: people type passwords there."""
    with writing() as connection:
        record_in(connection, "sign_in_failed", "user", username, actor="anonymous", address=request.remote_addr)


def _form(target: str, trouble: str = "", status: int = 200, username: str = "") -> Response:
    shown: dict[str, Any] = {"target": target, "trouble": trouble, "username": username, "token": csrf_token()}
    shown["action"] = f"/login?lang={request.args['lang']}" if request.args.get("lang") in LANGUAGES else "/login"
    logins = DEMO_WORDS if settings().demo else {}
    return Response(render_template("login.html", logins=logins, password=PASSWORD, **shown, **page_texts()), status)
