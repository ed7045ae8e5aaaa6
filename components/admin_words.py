"""What the forms of the administrators' page offer: scenes, periods, units, days … each as a list of value and word."""

from __future__ import annotations

from typing import Any

from components.short_names import short_name
from data.i18n import _, p_
from data.node import Node
from data.serving import reading
from data.wall import playlist
from data.wall.words import scene_name

Choice = list[tuple[str, str]]
SPOKEN: Choice = [("zh", "中文"), ("en", "English")]  # each in its own words


def choices() -> dict[str, Any]:
    """Everything a playlist's item can say, in the reader's language."""
    return {
        "scenes": [(scene, scene_name(scene)) for scene in playlist.SCENES],
        "periods": [("now", p_("wall", "As of now")), ("last_month", p_("wall", "Last month, if daily"))],
        "languages": [("", _("the screen's")), *SPOKEN],
        "themes": [("night", _("Dark")), ("contrast", _("High contrast"))],
        "loops": [
            ("", _("once")),
            ("entity", _("for each entity")),
            ("branch", _("for each outlet")),
            ("period", _("for each period")),
            ("language", _("in both languages")),
        ],
        "nodes": [("", _("its own part")), *entities()],
        "prefectures": [("", _("all prefectures")), *_named("prefecture")],
        "dwell": playlist.DWELL,
        "days": [_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su")],
    }


def scopes() -> Choice:
    """Parts of the organisation a screen can stand for."""
    return [("province", _("Province")), *entities()]


def entities() -> Choice:
    """Every entity as a node, by name."""
    return [(f"entity:{key}", name) for key, name in _named("entity")]


def outlets(entity: Node) -> Choice:
    """Outlets of an entity as nodes, by name."""
    with reading() as state:
        units, namer = state.names.units("branch"), state.names.namer("branch")
        own = [key for key, unit in units.items() if unit.parents.get("entity") == entity.id]
        found = [(f"branch:{key}", short_name(namer(key), entity.name)) for key in own]
    return sorted(found, key=lambda one: (one[1], one[0]))


def _named(dimension: str) -> Choice:
    with reading() as state:
        units, namer = state.names.units(dimension), state.names.namer(dimension)
        found = [(key, short_name(namer(key), "")) for key in units]
    return sorted(found, key=lambda one: (one[1], one[0]))
