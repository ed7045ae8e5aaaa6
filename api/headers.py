"""Headers that keep browsers honest: a content security policy, no sniffing, no framing, no storing of private answers.

The policy allows nothing from another host. Inline scripts are Dash's own, by their hashes; Dash's components bring
their styles as inline style elements.
"""

from __future__ import annotations

from dash import Dash
from flask import Response, request

from api.guard import is_open
from data.settings import Settings

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "style-src-elem": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "font-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=(), payment=(), usb=()",
}
FRAMED = "/wall/frame"  # the wall's player stands in a frame of ours
ONE_YEAR = "max-age=31536000; includeSubDomains"


def init(app: Dash, chosen: Settings) -> None:
    """Add the headers to every answer."""

    @app.server.after_request
    def add(response: Response) -> Response:
        for name, value in (ALWAYS | {"Content-Security-Policy": policy(app, response)}).items():
            if name not in response.headers:
                response.headers.add(name, value)
        if request.path == FRAMED:
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        if chosen.https:
            response.headers.setdefault("Strict-Transport-Security", ONE_YEAR)
        if "Cache-Control" not in response.headers and not (is_open(request.path) and request.path != "/login"):
            response.headers["Cache-Control"] = "no-store"
        return response


def policy(app: Dash, response: Response) -> str:
    """The policy; pages carry the hashes of Dash's inline scripts, which are known once the callbacks are."""
    if request.path == FRAMED:
        return _joined(POLICY | {"frame-ancestors": "'self'"})
    if response.mimetype != "text/html" or request.path in {"/login", "/wall", "/capture"}:
        return STRICT
    return _joined(POLICY | {"script-src": " ".join([POLICY["script-src"], *app.csp_hashes()])})


def _joined(parts: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in parts.items())


STRICT = _joined(POLICY)
