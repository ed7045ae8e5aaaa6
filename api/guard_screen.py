"""What a screen's token opens: the wall and what it is made of, nothing else; and what a withdrawn one gets.

A screen is signed in by a cookie, so an unsafe request must come from a page of this site, by its ``Origin``.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Request, Response, render_template

from api.page import page_texts
from api.screen_cookie import SCREEN_COOKIE
from data.errors import Forbidden, NotSignedIn

PAGES = ("/wall", "/wall/frame")
OPENS = (  # method, path or the folder it begins with
    *(("GET", page) for page in PAGES),
    ("GET", "/api/v1/wall/program"),
    ("GET", "/api/v1/wall/scene/"),
    ("POST", "/api/v1/wall/beat"),
    ("GET", "/api/v1/live"),
    ("GET", "/api/v1/photos/"),
    ("GET", "/api/v1/geo/"),
)


def check_screen(request: Request) -> None:
    """Raises Forbidden for anything that is no part of the wall, or comes from another site."""
    if not opens(request.method, request.path):
        raise Forbidden("A screen shows the wall and opens nothing else")
    if request.method == "POST" and not request.headers.get("Authorization") and not _is_of_this_site(request):
        raise Forbidden("This request came from another site")


def opens(method: str, path: str) -> bool:
    """Whether a screen may ask for it."""
    asked = "GET" if method == "HEAD" else method
    return any(
        asked == allowed and (path == start or (start[-1] == "/" and path.startswith(start) and ".." not in path))
        for allowed, start in OPENS
    )


def _is_of_this_site(request: Request) -> bool:
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc == request.host


def refuse_ended(request: Request) -> Response | None:
    """Who carries a screen's cookie that opens nothing any more: the wall goes dark, programs hear it; others: None."""
    if not request.cookies.get(SCREEN_COOKIE):
        return None
    if request.method == "GET" and request.path in PAGES:
        return Response(render_template("screen_ended.html", **(page_texts() | {"theme": "night"})), 401)
    if request.path.startswith("/api/"):
        raise NotSignedIn("This screen was signed out by an administrator. It must be paired anew")
    return None
