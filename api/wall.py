"""What screens ask: ``GET /api/v1/wall/program`` (what to show, for the next days) and ``POST /api/v1/wall/beat`` (how it goes)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, json, request
from flask_login import current_user

from api.wall_beat import status_of
from api.wall_version import assets_version
from components import wall_alerts
from data.asker import current_asker
from data.clock import epoch_ms
from data.i18n import current_language
from data.settings import settings
from data.wall import current, playlists, screens, showing
from data.wall.program import milliseconds
from data.wall.words import STANDARD, playlist_name

bp = Blueprint("wall", __name__, url_prefix="/api/v1/wall")


@bp.get("/program")
def get_program() -> Response:
    """What this screen shows; for a person: what a screen of theirs would show of ``?playlist=``."""
    screen = screens.of_user(current_user.user_id) if current_user.is_screen else None
    shown = screen or _preview(request.args.get("playlist") or STANDARD)
    language = (screen["lang"] or settings().lang) if screen else current_language()
    text, digest = current.resolved(shown["playlist_id"], shown["version"], language)
    show = _show(shown, language)
    told: dict[str, Any] = {
        "app": assets_version(),
        "reload": shown["reload"],
        "screen": {"id": screen["screen_id"], "name": screen["name"]} if screen else None,
        "playlist": {"id": shown["playlist_id"], "name": playlist_name(shown["playlist_id"], shown["playlist"])},
        "show": show,
    }
    rest = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    version = hashlib.sha256(f"{digest}{rest}".encode()).hexdigest()[:12]
    now = f'{{"now":{epoch_ms()},"version":"{version}",'
    body = f"{now}{rest[1:-1]},{text}}}"
    return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})


def _preview(playlist_id: str) -> dict[str, Any]:
    row = playlists.one(playlist_id)
    return {
        "screen_id": "",
        "playlist_id": playlist_id,
        "reload": 0,
        "version": row["version"],
        "playlist": row["name"],
    }


def _show(shown: dict[str, Any], language: str) -> dict[str, Any] | None:
    """What goes before the turn, and ``then`` what takes over at its end: a screen need not ask in between."""
    found = _showing(shown, language)
    if found is None:
        return None
    then = _showing(shown, language, found["ends_at"])
    return _told(found) | {"then": _told(then) | {"from": milliseconds(found["ends_at"])} if then else None}


def _showing(shown: dict[str, Any], language: str, moment: datetime | None = None) -> dict[str, Any] | None:
    found = showing.now_showing(shown["screen_id"], shown["playlist_id"], current_asker().scope, moment)
    if found is None or not current.may_show(found["item"]) or (moment and found["starts_at"] > moment):
        return None
    return found | {"item": current.described(found["item"], language) | {"key": found["show_id"]}}


def _told(found: dict[str, Any]) -> dict[str, Any]:
    times = {"from": milliseconds(found["starts_at"]), "until": milliseconds(found["ends_at"])}
    return {"item": found["item"], "why": found["why"]} | times


@bp.post("/beat")
def post_beat() -> Response:
    """A screen is alive. A person's preview says nothing."""
    status = status_of(request.get_json(silent=True))
    screen = screens.of_user(current_user.user_id) if current_user.is_screen else None
    if screen:
        screens.beat(screen["screen_id"], status)
        wall_alerts.look(screen["playlist_id"], playlists.document_of(screen["playlist_id"]))
    return Response(status=204)
