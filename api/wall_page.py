"""The wall's documents and its scenes: ``/wall`` holds the player ``/wall/frame`` and changes it for a fresh one unseen;
``GET /api/v1/wall/scene/<scene>?node=&period=`` is what a scene shows.

Neither uses Dash: a screen runs for months, and what it holds must be ours to give back.
"""

from __future__ import annotations

import json
from functools import lru_cache

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from api.page import ASSETS
from api.wall_version import assets_version
from components.wall_scenes import SCENES, scene
from components.wall_words import words
from data.clock import epoch_ms
from data.i18n import current_language
from data.live import ticker
from data.node import Node

bp = Blueprint("wall_page", __name__, template_folder="templates")

FIRST = ("parts.js", "count.js", "clock.js", "fetch.js")
LAST = ("player.js",)
MAP = ("map_geo", "map_view", "map_palette", "map_pen", "map_draw", "map_marks", "map_marks_draw", "map_chosen", "map_pulse",
       "map_replay", "map_controls", "map")  # fmt: skip
SHEETS = ("10_tokens.css", "40_visits.css")


@bp.get("/wall")
def host() -> Response:
    """The outer document: black, one frame. What the address asks for goes on to the player."""
    return _document("wall.html", scripts=[_asset("wall/host.js")], styles=[_asset("wall/host.css")])


@bp.get("/wall/frame")
def frame() -> Response:
    """The player, which may stand in our own frame."""
    return _document(
        "wall_frame.html", scripts=_scripts(), styles=_styles(), words=json.dumps(words()), app=assets_version()
    )


@bp.get("/api/v1/wall/scene/<name>")
def get_scene(name: str) -> Response:
    """The scene's data in the language of the request."""
    ticker.ensure()
    told = scene(name, Node.parse(request.args.get("node")), request.args.get("period", ""))
    return jsonify(told | {"now": epoch_ms()})


def _document(template: str, **values: object) -> Response:
    return make_response(render_template(template, lang=current_language(), scenes=sorted(SCENES), **values))


@lru_cache
def _scripts() -> list[str]:
    """Vendor, map, then the player's own files: helpers first, the player last."""
    own = sorted(file.name for file in (ASSETS / "wall").glob("*.js"))
    between = [name for name in own if name not in {*FIRST, *LAST, "host.js"}]
    vendor = sorted(file.name for file in (ASSETS / "vendor").glob("*.js"))
    return [
        *(_asset(f"vendor/{name}") for name in vendor),
        *(_asset(f"{name}.js") for name in MAP),
        *(_asset(f"wall/{name}") for name in (*FIRST, *between, *LAST)),
    ]


@lru_cache
def _styles() -> list[str]:
    own = sorted(file.name for file in (ASSETS / "wall").glob("*.css") if file.name != "host.css")
    return [_asset(name) for name in (*SHEETS, *(f"wall/{name}" for name in own))]


def _asset(name: str) -> str:
    return f"/assets/{name}?v={int((ASSETS / name).stat().st_mtime)}"
