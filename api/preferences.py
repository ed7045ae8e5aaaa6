"""What a person chose (``POST /api/v1/preferences``) and how fresh the data is (``GET /api/v1/freshness``)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask_login import current_user

from components.theme import THEMES
from data.errors import BadRequest
from data.freshness import stale_since
from data.i18n import LANGUAGES
from data.ops.engine import writing
from data.ops.users import set_preference
from data.serving import snapshot

bp = Blueprint("preferences", __name__, url_prefix="/api/v1")

ALLOWED = {"lang": LANGUAGES, "theme": THEMES}


@bp.post("/preferences")
def keep_preferences() -> Response:
    """``{"lang": "zh"|"en", "theme": "office"|"night"}``, either or both."""
    wish = _wish(request.get_json(silent=True))
    with writing() as connection:
        set_preference(connection, current_user.user_id, **wish)
    return jsonify(wish)


@bp.get("/freshness")
def freshness() -> Response:
    """``{"as_of", "snapshot_id", "stale_since"}``: ``stale_since`` is null while live rows come in as promised."""
    shown = snapshot()
    stale = stale_since(shown.live_at, shown.data_as_of)
    as_of = shown.live_at or shown.data_as_of
    return jsonify(
        as_of=as_of.isoformat(timespec="seconds"),
        snapshot_id=shown.snapshot_id,
        stale_since=stale.isoformat(timespec="seconds") if stale else None,
    )


def _wish(raw: Any) -> dict[str, str]:
    if not isinstance(raw, dict) or not raw:
        raise BadRequest("Preferences are lang and theme")
    for name, value in raw.items():
        if value not in ALLOWED.get(name, ()):
            allowed = ", ".join(ALLOWED.get(name, ALLOWED))
            raise BadRequest(
                "%(name)s=%(value)s: allowed are %(allowed)s", name=name, value=repr(value), allowed=allowed
            )
    return raw
