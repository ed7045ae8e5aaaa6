"""What administrators do to screens and playlists: ``/api/v1/wall/screens…``, ``…/playlists…``, ``…/shows…``.

All by POST with a JSON object, except the lists; who may is decided by the guard (``page:admin``).
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from api.login import limiter, per_minute
from api.wall_told import playlist_told, screen_told, show_told
from components import admin_turn, admin_words
from data.errors import BadRequest
from data.node import Node
from data.wall import pairing, playlists, screens, showing

bp = Blueprint("wall_admin", __name__, url_prefix="/api/v1/wall")

SCOPES = ("province", "entity", "branch")


@bp.get("/screens")
def get_screens() -> Response:
    """Every screen and how it is."""
    return jsonify(screens=[screen_told(row) for row in screens.listed()])


@bp.post("/screens")
@limiter.limit(per_minute, deduct_when=lambda answer: answer.status_code != 200)
def pair_screen() -> Response:
    """``{code, name, scope, playlist_id, language}`` → ``{screen_id}``: the screen that shows the code is signed in. Wrong
    tries are slowed down and counted per address, as at the sign-in."""
    raw = _body()
    scope = Node.parse(str(raw.get("scope") or "province"))
    if scope.level not in SCOPES:
        raise BadRequest("A screen shows the province, an entity or an outlet")
    playlist_id = str(raw.get("playlist_id") or "standard")
    code, name = str(raw.get("code") or ""), str(raw.get("name") or "")
    told = {"name": name, "scope": str(scope), "playlist_id": playlist_id, "language": str(raw.get("language") or "")}
    return jsonify(screen_id=pairing.confirm(code, **told, address=request.remote_addr or ""))


@bp.get("/outlets")
def get_outlets() -> Response:
    """``?entity=entity:<id>`` → its outlets as ``[[node, name]]``, for the form that pairs a screen."""
    return jsonify(outlets=admin_words.outlets(Node.parse(request.args.get("entity"))))


@bp.post("/screens/<screen_id>")
def change_screen(screen_id: str) -> Response:
    """``{name}``, ``{playlist_id}``, ``{language}`` or ``{reload: true}``."""
    raw = _body()
    if "name" in raw:
        screens.rename(screen_id, str(raw["name"] or ""))
    if "playlist_id" in raw:
        screens.move(screen_id, str(raw["playlist_id"]))
    if "language" in raw:
        screens.speak(screen_id, str(raw["language"]))
    if raw.get("reload") is True:
        screens.ask_reload(screen_id)
    if not {"name", "playlist_id", "language", "reload"} & set(raw):
        raise BadRequest("A screen's name, playlist_id, language or reload can be sent")
    return jsonify(status="done")


@bp.post("/screens/<screen_id>/revoke")
def revoke_screen(screen_id: str) -> Response:
    """The screen goes dark; its token opens nothing any more."""
    screens.revoke(screen_id)
    return jsonify(status="revoked")


@bp.get("/playlists")
def get_playlists() -> Response:
    """Every playlist."""
    return jsonify(playlists=[playlist_told(row) for row in playlists.listed()])


@bp.get("/playlists/<playlist_id>")
def get_playlist(playlist_id: str) -> Response:
    """One playlist with its document and version."""
    return jsonify(playlist_told(playlists.one(playlist_id)))


@bp.post("/playlists")
def make_playlist() -> Response:
    """``{name, document}`` or ``{copy_of}`` → ``{playlist_id}``."""
    raw = _body()
    if raw.get("copy_of"):
        return jsonify(playlist_id=playlists.copy(str(raw["copy_of"])))
    return jsonify(playlist_id=playlists.create(str(raw.get("name") or ""), raw.get("document")))


@bp.post("/playlists/turn")
def turn_of_playlist() -> Response:
    """``{playlist_id, document}`` → how long a turn is and what is left out, in sentences: for each part of the organisation its
    screens show, else for the whole province."""
    raw = _body()
    return jsonify(admin_turn.told(str(raw.get("playlist_id") or ""), raw.get("document")))


@bp.post("/playlists/<playlist_id>")
def save_playlist(playlist_id: str) -> Response:
    """``{name, version, document}`` → ``{version}``; 409 when somebody saved in between."""
    raw = _body()
    version = raw.get("version")
    if not isinstance(version, int):
        raise BadRequest("A playlist is saved with the version it began with")
    saved = playlists.save(playlist_id, version, str(raw.get("name") or ""), raw.get("document"))
    return jsonify(version=saved)


@bp.post("/playlists/<playlist_id>/delete")
def delete_playlist(playlist_id: str) -> Response:
    """Gone, unless a screen shows it."""
    playlists.remove(playlist_id)
    return jsonify(status="deleted")


@bp.get("/shows")
def get_shows() -> Response:
    """What is shown out of turn now."""
    return jsonify(shows=[show_told(row) for row in showing.running()])


@bp.post("/shows")
def show_now() -> Response:
    """``{target: all | screen:<id> | playlist:<id>, item: {scene, vars}, seconds, priority: below|above}`` → ``{show_id}``."""
    raw = _body()
    seconds = raw.get("seconds")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise BadRequest("%(name)s is a number", name="seconds")
    target, priority = str(raw.get("target") or "all"), str(raw.get("priority") or "below")
    return jsonify(show_id=showing.show_now(target, raw.get("item"), seconds, priority))


@bp.post("/shows/<show_id>/end")
def end_show(show_id: str) -> Response:
    """It gives way now."""
    showing.end(show_id)
    return jsonify(status="ended")


def _body() -> dict[str, Any]:
    raw = request.get_json(silent=True)
    if not isinstance(raw, dict):
        raise BadRequest("A JSON object is expected")
    return raw
