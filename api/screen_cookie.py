"""A screen's sign-in: its token as a cookie no script reads, sent to this site alone, good for 400 days and renewed by use."""

from __future__ import annotations

from flask import Flask, Response, g

from data.settings import Settings, settings
from data.wall.pairing import TOKEN_DAYS

SCREEN_COOKIE = "qianhui_screen"
PAIRING_COOKIE = "qianhui_pairing"  # the secret of a code that waits; it goes to /pair only


def init(server: Flask, _chosen: Settings) -> None:
    """A token that was renewed by this request is sent with its answer, for the browser's clock to begin anew."""

    @server.after_request
    def renew(response: Response) -> Response:
        if token := g.pop("renewed_screen", None):
            keep(response, token)
        return response


def keep(response: Response, token: str) -> None:
    """Give the browser the token."""
    response.set_cookie(
        SCREEN_COOKIE, token, max_age=TOKEN_DAYS * 86_400, httponly=True, samesite="Strict", secure=settings().https
    )


def keep_secret(response: Response, secret: str, seconds: int) -> None:
    """Give the browser the secret of its code; an empty one takes it away."""
    response.set_cookie(
        PAIRING_COOKIE, secret, max_age=seconds, path="/pair", httponly=True, samesite="Strict", secure=settings().https
    )
