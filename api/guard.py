"""The one guard before every route: who asks, from where, and may they. Whatever is not open is closed.

Anonymous: a page sends to ``/login?next=``, anything else answers 401. An unsafe request by cookie must carry the CSRF
token and come from this origin; bearer tokens are exempt, since no browser sends them by itself. Rights by path, and
for Dash callbacks by the page their outputs belong to. Bodies have limits. Refusals are audited in ``api/problems.py``.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlsplit

from dash import Dash
from flask import current_app, redirect, request, session
from flask_login import current_user
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response

from api.guard_screen import check_screen, refuse_ended
from api.people import of_screen
from api.session import CSRF_COOKIE, CSRF_HEADER, has_csrf_token, is_over
from components.navigation import page_at
from data.errors import BadRequest, CsrfMissing, Forbidden, NotFound, NotSignedIn
from data.ops.engine import writing
from data.ops.schema import user_sessions
from data.rights import component_right, page_right
from data.settings import settings

OPEN = (
    "/login",
    "/v",
    "/pair",
    "/pair/state",
    "/healthz",
    "/readyz",
    "/metrics",
    "/favicon.ico",
    "/_favicon.ico",
    "/robots.txt",
)
OPEN_BELOW = ("/assets/", "/_dash-component-suites/", "/v/")
NOT_PAGES = ("/api/", "/ingest/", "/_", "/assets/", "/logout", "/pair/")
SAFE = {"GET", "HEAD", "OPTIONS"}

KB = 1024
MB = KB * KB
BODY_LIMITS = (
    ("/login", 16 * KB),
    ("/logout", 16 * KB),
    ("/pair", 4 * KB),
    ("/v/", 8 * KB),
    ("/api/v1/capture", 16 * KB),
    ("/api/v1/me", 4 * KB),
    ("/api/v1/wall", 256 * KB),
    ("/api/v1/photos/uploads", MB),
    ("/api/v1/photos", 17 * MB),
    ("/api/v1/cases/photos/", 17 * MB),
    ("/api/v1/visits", 2 * MB),
    ("/ingest/", 512 * KB),
)
BODY_LIMIT = MB
CALLBACK_LIMIT = 8 * MB

CALLBACK = "/_dash-update-component"
CATCH_ALL = "/<path:path>"  # Dash's route for pages; what is no page must not get one
API_RIGHTS = (  # method, path or the folder it begins with ("…/"), right; the first that fits counts
    ("POST", "/api/v1/visits", "visit:write"),
    ("POST", "/api/v1/positions", "visit:write"),
    ("POST", "/api/v1/photos", "visit:write"),
    ("POST", "/api/v1/photos/uploads", "visit:write"),
    ("PUT", "/api/v1/photos/uploads/", "visit:write"),
    ("GET", "/api/v1/photos/uploads/", "visit:write"),
    ("POST", "/api/v1/photos/verify", "page:visits"),
    ("GET", "/api/v1/photos/", "live:read"),
    ("POST", "/api/v1/votes/codes", "visit:write"),
    ("GET", "/api/v1/live", "live:read"),
    ("GET", "/api/v1/capture/", "page:capture"),
    ("POST", "/api/v1/capture/notice", "page:capture"),
    ("POST", "/api/v1/me/devices", "visit:write"),
    ("POST", "/api/v1/me/", "page:me"),
    ("GET", "/api/v1/me/", "page:me"),
    ("POST", "/api/v1/query", "api:query"),
    ("POST", "/api/v1/export", "export"),
    ("POST", "/api/v1/campaigns", "campaign:make"),
    ("POST", "/api/v1/campaigns/answers", "campaign:answer"),
    ("POST", "/api/v1/campaigns/", "campaign:make"),
    ("POST", "/api/v1/tasks", "page:recommend"),
    ("POST", "/api/v1/tasks/answers", "campaign:answer"),
    ("POST", "/api/v1/segments", "page:recommend"),
    ("POST", "/api/v1/segments/", "page:recommend"),
    ("GET", "/api/v1/cases", "page:visits"),
    ("GET", "/api/v1/cases/", "page:visits"),
    ("POST", "/api/v1/cases/review/", "case:review"),
    ("POST", "/api/v1/cases/answer/", "case:answer"),
    ("POST", "/api/v1/cases/photos/", "case:answer"),
    ("POST", "/api/v1/cases/settle/", "case:settle"),
    ("GET", "/api/v1/metrics", "page:catalog"),
    ("GET", "/api/v1/wall/program", "page:wall"),
    ("GET", "/api/v1/wall/scene/", "page:wall"),
    ("POST", "/api/v1/wall/beat", "page:wall"),
    ("GET", "/api/v1/wall/", "page:admin"),
    ("POST", "/api/v1/wall/", "page:admin"),
)
OF_DEVICES = {  # addresses phone apps know, by the token of a device alone: a GET here stores, so no cookie opens it
    "/ingest/osmand": "visit:write",
    "/ingest/owntracks": "visit:write",
}
DESCRIPTIONS = ("/api/openapi.json", "/openapi.json")  # of the API, for everybody signed in and every token
PERSON = "page:overview"  # what every person has and no gateway: the least any other address asks for

_OUTPUT_ID = re.compile(r'"type":"([\w-]+)"|(?:^|\.\.)([A-Za-z_][\w-]*)')


def init(app: Dash) -> None:
    """Stand before every route of the application."""

    @app.server.before_request
    def guard() -> Response | None:
        request.max_content_length = body_limit(request.path)
        if is_open(request.path):
            if request.method not in SAFE:
                _check_same_site()
            return None
        _end_stale_session()
        _give_back_to_screen()
        if not current_user.is_authenticated:
            return refuse_ended(request) or _ask_to_sign_in()
        if current_user.is_screen:
            check_screen(request)
            return None
        if request.method not in SAFE and current_user.has_cookie_session:
            _check_same_site()
        if request.path == CALLBACK:
            _check_callback(app)
        else:
            _check_path()
        return None


def is_open(path: str) -> bool:
    """Whether anybody may ask for ``path``."""
    return path in OPEN or (path.startswith(OPEN_BELOW) and ".." not in path)


def is_page(path: str) -> bool:
    """Whether ``path`` is opened by people in the address bar."""
    return not path.startswith(NOT_PAGES)


def body_limit(path: str) -> int:
    """How many bytes a request to ``path`` may carry."""
    if path == CALLBACK:
        return CALLBACK_LIMIT
    return next((limit for start, limit in BODY_LIMITS if path.startswith(start)), BODY_LIMIT)


def right_for(method: str, path: str) -> str:
    """The right that opens ``path`` (not a callback)."""
    if is_page(path):
        return page_right(path) or PERSON
    asked = "GET" if method == "HEAD" else method
    for allowed, start, right in API_RIGHTS:
        if asked == allowed and (path == start or (start[-1] == "/" and path.startswith(start))):
            return right
    return PERSON


def callback_rights(payload: dict[str, Any]) -> set[str]:
    """The rights a callback needs: of each page whose components it changes, or of the page it opens."""
    found = {first or second for first, second in _OUTPUT_ID.findall(str(payload.get("output", "")))}
    needed = {right for right in map(component_right, found) if right} or {PERSON}
    if "_pages_content" in found:
        paths = [i.get("value") for i in payload.get("inputs", []) if i.get("property") == "pathname"]
        needed |= {page_right(path) or PERSON for path in paths if isinstance(path, str)}
    return needed


def _end_stale_session() -> None:
    if "_user_id" in session and is_over(settings().session_minutes):
        _end_session()


def _give_back_to_screen() -> None:
    """Who signed in on a screen's browser is signed out when the wall begins again there: nobody watches over that session."""
    if request.path == "/wall" and not request.args and "_user_id" in session and of_screen(request):
        _end_session()


def _end_session() -> None:
    with writing() as connection:
        connection.execute(user_sessions.delete().where(user_sessions.c.session_id == session["_user_id"]))
    session.clear()


def _ask_to_sign_in() -> Response:
    if request.method not in SAFE or not is_page(request.path):
        if request.headers.get("Authorization"):
            raise NotSignedIn(
                "The token in Authorization is unknown, has ended or was withdrawn. Send: Bearer and a valid token"
            )
        if request.path in OF_DEVICES:
            raise NotSignedIn(
                "This device is not known, or was withdrawn. Make a new one on your own page, under devices"
            )
        raise NotSignedIn("Please sign in")
    wish = request.full_path.removesuffix("?")
    return redirect("/login" if wish == "/" else f"/login?next={quote(wish)}")


def _check_same_site() -> None:
    """The request comes from a page of ours: same origin, and the session's token."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    foreign = urlsplit(origin).netloc != request.host if origin else site not in {None, "same-origin", "none"}
    if foreign:
        raise Forbidden("This request came from another site")
    if has_csrf_token():
        return
    if request.path.startswith("/api/"):
        raise CsrfMissing(
            "Send the value of the cookie %(cookie)s as the header %(header)s, or use a bearer token. In a browser, "
            "load the page again",
            cookie=CSRF_COOKIE,
            header=CSRF_HEADER,
        )
    raise Forbidden("This page is too old. Please load it again")


def _check_path() -> None:
    if request.path in DESCRIPTIONS:
        return
    if request.path in OF_DEVICES:
        _check_device(OF_DEVICES[request.path])
        return
    if not current_user.has_cookie_session and not request.path.startswith("/api/"):
        raise Forbidden("A token opens the API only, not pages")
    right = right_for(request.method, request.path)
    is_taken = request.url_rule is not None and request.url_rule.rule != CATCH_ALL
    if right == PERSON and request.path.startswith("/api/") and not is_taken:
        _check_exists()  # before the rights: what is not there needs none
    _check({right})
    if request.url_rule is not None and not is_taken:
        _check_exists()


def _check_device(right: str) -> None:
    if current_user.via != "device":
        raise Forbidden("This address is for apps on phones, each with the token of a device")
    _check({right})


def _check_exists() -> None:
    """Dash's route takes any path: what is neither a page of ours nor any other route's is not there."""
    if is_page(request.path) and page_at(request.path) is not None:
        return
    taken = [method for method in ("GET", "POST", "PUT", "DELETE") if _has_route(method)]
    if taken:
        raise MethodNotAllowed(valid_methods=taken)
    raise NotFound("There is nothing at this address")


def _has_route(method: str) -> bool:
    try:
        rule, _values = current_app.url_map.bind("").match(request.path, method=method, return_rule=True)
    except HTTPException:
        return False
    return rule.rule != CATCH_ALL


def _check_callback(app: Dash) -> None:
    if not current_user.has_cookie_session:
        raise Forbidden("A token opens the API only, not pages")
    payload = request.get_json(silent=True)
    if not isinstance(payload, dict) or payload.get("output") not in app.callback_map:
        raise BadRequest("This page is too old. Please load it again")
    inputs = payload.get("inputs", [])
    if not isinstance(inputs, list) or not all(isinstance(i, dict | list) for i in inputs):
        raise BadRequest("This page is too old. Please load it again")
    _check(callback_rights(payload))


def _check(needed: set[str]) -> None:
    missing = sorted(needed - current_user.rights)
    if missing:
        raise Forbidden("Your role does not allow this (%(right)s)", right=missing[0])
