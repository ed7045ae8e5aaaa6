"""What a screen (or a person who looks at a playlist) shows: the program, resolved within the asker's part of the organisation.

Asked every few seconds by every screen: what depends on playlist, scope and day is resolved once and kept as text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Sequence
from typing import Any

from data.asker import Asker, current_asker
from data.clock import now
from data.errors import BadRequest
from data.i18n import speaking
from data.listing import records
from data.node import Node
from data.query.cache import AnswerCache
from data.serving import reading
from data.settings import settings
from data.state import State
from data.wall import playlists, program
from data.wall.playlist import Item, Playlist
from data.wall.words import scene_name

MOST_TURNS = 200  # of one loop: every entity, or the outlets of one; not every outlet of a province

_resolved = AnswerCache(128)


def resolved(playlist_id: str, version: int, language: str) -> tuple[str, str]:
    """(``"segments": …, "items": …`` as JSON without its braces, a word that changes with it) for the asker, from today on."""
    asker, today = current_asker(), now().date()
    with reading() as state:
        key: Hashable = (playlist_id, version, asker.scope, language, today, state.number, settings().home)
        return _resolved.get(
            key, lambda: _resolve(playlist_id, language, asker, state), lambda found: len(found[0]) // 8
        )


def _resolve(playlist_id: str, language: str, asker: Asker, state: State) -> tuple[str, str]:
    playlist = playlists.document_of(playlist_id)
    shown = {key: turns if len(turns) <= MOST_TURNS else [] for key, turns in _turns(playlist, asker, state).items()}
    told = {
        "left_out": [key for key, turns in shown.items() if not turns],
        "segments": _segments(playlist, shown),
        "items": {turn.id: _described(turn, language) for turns in shown.values() for turn in turns},
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))[1:-1]
    return text, hashlib.sha256(text.encode()).hexdigest()[:12]


def turns(playlist: Playlist) -> dict[str, list[Item]]:
    """Item id → what is shown for it in a turn within the asker's part, however many that are; all hours taken together."""
    with reading() as state:
        return _turns(playlist, current_asker(), state)


def _turns(playlist: Playlist, asker: Asker, state: State) -> dict[str, list[Item]]:
    shown = program.expand(playlist.items, lambda *asked: _units(state, asker, *asked))
    return {key: [turn for turn in found if _is_there(turn.node, asker, state)] for key, found in shown.items()}


def _segments(playlist: Playlist, shown: dict[str, list[Item]]) -> list[dict[str, Any]]:
    return program.segments(playlist, program.stretches(playlist, shown, now().date()))


def _described(item: Item, language: str) -> dict[str, Any]:
    spoken = item.language or language
    with speaking(spoken):
        parts = [scene_name(item.scene), *([_node(item.node).name] if item.node else [])]
        return program.described(item, " · ".join(parts), spoken)


def described(document: dict[str, Any], language: str) -> dict[str, Any]:
    """An item shown out of turn, as the player reads it; title and text of an alert in the screen's language."""
    told = document.get("vars", {})
    words = {name: told[name] for name in ("node", "period", "theme", "language") if name in told}
    item = Item(id="now", scene=document["scene"], dwell_s=document.get("dwell_s", 60), **words)
    spoken = item.language or language
    more = {name: document[name][spoken] for name in ("title", "text") if name in document}
    return _described(item, language) | more


def may_show(document: dict[str, Any]) -> bool:
    """Whether an item shown out of turn is about something the asker may see: it is for many screens."""
    with reading() as state:
        return _is_there(str(document.get("vars", {}).get("node", "")), current_asker(), state)


def _units(state: State, asker: Asker, what: str, node: str, within: str) -> Sequence[str]:
    """Nodes of a level below ``node`` (empty: the asker's part), in the order of their ids."""
    top = _node(node or asker.scope)
    if top.level == what:
        return [str(top)]
    keys = [
        key
        for key, unit in sorted(state.names.units(what).items())
        if top.id is None or unit.parents.get(top.level) == top.id
    ]
    seated = _seated(within) if within and what == "entity" else None
    return [f"{what}:{key}" for key in keys if seated is None or key in seated]


def _seated(prefecture: str) -> frozenset[str]:
    """Entities seated in a prefecture; none where there is no such place: a screen shows the rest of its playlist."""
    try:
        rows = records("entity", {"prefecture": prefecture}, columns=("entity_id",))
    except BadRequest:
        return frozenset()
    return frozenset(str(row["entity_id"]) for row in rows)


def _is_there(node: str, asker: Asker, state: State) -> bool:
    """Whether there is such a part of the organisation and it is within the asker's: a playlist is for many screens."""
    if not node:
        return True
    found = _node(node)
    is_known = found.id is None or (
        found.level in {"entity", "branch", "centre"} and found.id in state.names.units(found.level)
    )
    return is_known and found.is_within(asker)


def _node(text: str) -> Node:
    level, _colon, key = text.partition(":")
    return Node(level, key or None)
