"""The token of a device, where phone apps can carry one. Their settings hold an identifier or a password, seldom a header.

``/ingest/osmand``: the identifier (``id``, ``deviceid``, in JSON ``device_id``). ``/ingest/owntracks``: the password of
Basic authentication, or the header ``X-Limit-D``. Both take ``Authorization: Bearer`` too.
"""

from __future__ import annotations

import base64
import binascii

from flask import Request
from pydantic_core import from_json

BELOW = "/ingest/"
LONGEST = 200


def token_of(request: Request) -> str:
    """The token a request below ``/ingest/`` carries; empty without."""
    kind, _, said = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return said.strip()[:LONGEST]
    found = _password(said) if kind.lower() == "basic" else request.headers.get("X-Limit-D", "")
    if not found and request.path.endswith("/osmand"):
        found = _identifier(request)
    return found.strip()[:LONGEST]


def _password(said: str) -> str:
    try:
        return base64.b64decode(said, validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return ""


def _identifier(request: Request) -> str:
    if "json" in request.mimetype:
        try:
            came = from_json(request.get_data())
        except ValueError:
            return ""
        found = came.get("device_id") if isinstance(came, dict) else None
        return found if isinstance(found, str) else ""
    return request.values.get("id") or request.values.get("deviceid") or ""
