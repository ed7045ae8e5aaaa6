"""How long a turn of a playlist is with its loops, and what is left out of it, in sentences for those who edit it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from components.short_names import short_name
from data.asker import acting, current_asker
from data.i18n import _, n_
from data.i18n.numbers import human
from data.node import Node
from data.wall import current, screens
from data.wall.playlist import Item, Playlist, parse
from data.wall.words import scene_name

MOST_PARTS = 4  # of the organisation told one by one


def told(playlist_id: str, document: Any) -> dict[str, Any]:
    """``{turns: [{where, seconds, scenes, said}], left_out: [{id, said}]}`` of a document being edited. Raises PlaylistInvalid."""
    playlist = parse(document)
    parts = parts_of(playlist_id)
    found = [_turn(part, _turns(part, playlist)) for part in parts[:MOST_PARTS]]
    missing = [one for part in parts[:MOST_PARTS] for one in _left_out(part, playlist)]
    return {"turns": found, "more": max(0, len(parts) - MOST_PARTS), "left_out": missing}


def parts_of(playlist_id: str) -> list[Node]:
    """The parts of the organisation the playlist's screens show; the province while it has none."""
    rows = [row for row in screens.listed() if row["playlist_id"] == playlist_id and not row["revoked_at"]]
    found = dict.fromkeys(Node(row["scope_level"], row["scope_id"]) for row in rows)
    return list(found) or [Node("province")]


def seconds(playlist_id: str, document: Any) -> float:
    """How long a turn is with its loops, for the first of its parts."""
    part = parts_of(playlist_id)[0]
    return float(_turn(part, _turns(part, parse(document)))["seconds"])


def _turns(part: Node, playlist: Playlist) -> dict[str, list[Item]]:
    with acting(replace(current_asker(), scope_level=part.level, scope_id=part.id)):
        return current.turns(playlist)


def _turn(part: Node, turns: dict[str, list[Item]]) -> dict[str, Any]:
    shown = [turn for found in turns.values() if len(found) <= current.MOST_TURNS for turn in found]
    length = sum(turn.dwell_s for turn in shown)
    text = n_(
        "%(n)s scene, %(time)s with loops for %(where)s",
        "%(n)s scenes, %(time)s with loops for %(where)s",
        len(shown),
        n=human(len(shown)),
        time=lasting(length),
        where=_said(part),
    )
    return {"where": str(part), "seconds": length, "scenes": len(shown), "said": text}


def lasting(seconds: float) -> str:
    """45 s, 6 min 30 s, 1 h 12 min."""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    if hours:
        return _("%(h)s h %(m)s min", h=hours, m=minutes) if minutes else _("%(h)s h", h=hours)
    if minutes:
        return _("%(m)s min %(s)s s", m=minutes, s=rest) if rest else _("%(m)s min", m=minutes)
    return _("%(s)s s", s=rest)


def _said(part: Node) -> str:
    return _("the whole province") if part.id is None else short_name(part.name)


def _left_out(part: Node, playlist: Playlist) -> list[dict[str, str]]:
    """Items that show nothing there, each with why."""
    turns = _turns(part, playlist)
    found = []
    for place, item in enumerate(playlist.items, 1):
        count = len(turns[item.id])
        if 0 < count <= current.MOST_TURNS:
            continue
        words = {"n": place, "scene": scene_name(item.scene), "where": _said(part)}
        found.append(
            {"id": item.id, "said": _why(item, count) % (words | {"count": human(count), "most": current.MOST_TURNS})}
        )
    return found


def _why(item: Item, count: int) -> str:
    if count:
        return _(
            "%(n)s %(scene)s is left out for %(where)s: %(count)s units in its loop, at most %(most)s. Choose a smaller unit"
        )
    if item.over:
        return _("%(n)s %(scene)s is left out for %(where)s: its loop finds no unit there")
    return _("%(n)s %(scene)s is left out for %(where)s: its unit is not part of it")
