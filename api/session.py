"""The session cookie: signed, HttpOnly, ended after ``session_minutes`` without a request; and its CSRF token.

The token stands in the session and in the readable cookie ``_csrf_token``, which Dash sends back as ``X-CSRFToken``.
"""

from __future__ import annotations

import secrets
import time
from datetime import timedelta

from flask import Flask, Response, request, session
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from data.settings import Settings

CSRF_COOKIE = "_csrf_token"
CSRF_HEADER = "X-CSRFToken"
RENEW_AFTER = 60  # seconds: the cookie is signed anew at most once a minute, not with every update of the map


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookie; what signs it is made once, not with every request."""

    def __init__(self) -> None:
        self._made: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs the cookies of the one application this belongs to."""
        self._made = self._made or super().get_signing_serializer(app)
        return self._made


def begin_session(server: Flask, chosen: Settings) -> None:
    """Flask's session as we want it."""
    server.secret_key = chosen.secret_key
    server.session_interface = Sessions()
    server.config.update(
        SESSION_COOKIE_NAME="qianhui_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=chosen.https,
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=chosen.session_minutes),
    )

    @server.after_request
    def show_csrf(response: Response) -> Response:
        token = session.get("csrf") if session.accessed else None
        if token and request.cookies.get(CSRF_COOKIE) != token:
            response.set_cookie(CSRF_COOKIE, token, samesite="Lax", secure=chosen.https, httponly=False)
        return response


def csrf_token() -> str:
    """This session's token, made when there is none."""
    if "csrf" not in session:
        session["csrf"] = secrets.token_urlsafe(24)
    return str(session["csrf"])


def has_csrf_token() -> bool:
    """Whether the request carries the session's token, in the header or as a field of a form."""
    held, came = session.get("csrf", ""), request.headers.get(CSRF_HEADER, "")
    if not came and request.mimetype == "application/x-www-form-urlencoded":
        came = request.form.get("csrf_token", "")
    return bool(held) and secrets.compare_digest(held.encode(), came.encode())


def is_over(minutes: int) -> bool:
    """Whether the last request of this session is longer ago than ``minutes``; else the session is renewed."""
    moment = time.time()
    seen = session.get("seen", moment)
    if moment - seen > minutes * 60:
        return True
    if "seen" not in session or moment - seen > RENEW_AFTER:
        session["seen"] = moment
    return False
