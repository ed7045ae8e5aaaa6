"""``GET /api/v1/live?cursor=&node=&prefecture=``: what is new for a screen that watches.

Asked each second by many, computed once a scope.

Without a cursor, or with one too old, the answer is the whole picture (``reset``): everybody who is out. Updates hold at
most 50 visits, 24 photos and some 600 people, which stays under 30 kB.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd
from flask import Blueprint, Response, json, request

from components.change import ARROWS, change_of, in_words
from components.short_names import seat
from data.asker import Asker, current_asker
from data.clock import now
from data.freshness import stale_since
from data.i18n import current_language
from data.i18n.numbers import said
from data.jsonable import plain
from data.listing import listing
from data.live import ticker
from data.live.arrivals import Photo
from data.live.feed import Cursor, News, news
from data.node import Node
from data.query import Comparison, compare
from data.query.ask import data_reaches
from data.query.cache import AnswerCache
from data.query.question import check_filter_values
from data.serving import reading
from data.state import State

bp = Blueprint("live", __name__)

FIGURES = (
    "households_today", "households_mtd", "households_ytd", "visits_per_manager_mtd", "satisfaction_mtd",
    "managers_out_today", "visits_today", "visits_mtd",
)  # fmt: skip
MOST_VISITS = 50
MOST_PHOTOS = 24

answers = AnswerCache(64)


@bp.get("/api/v1/live")
def get_live() -> Response:
    """The whole picture or an update; screens with the same scope, node and cursor share one computation."""
    ticker.ensure()
    asker, node = current_asker(), Node.parse(request.args.get("node"))
    since, prefecture = Cursor.parse(request.args.get("cursor", "")), request.args.get("prefecture") or None
    with reading() as state:
        check_filter_values({"prefecture": prefecture} if prefecture else {}, state, asker)
        key = (*_moment_of(state), asker.scope, str(node), prefecture, current_language(), str(since))
        body = answers.get(key, lambda: _body(state, asker, node, since, prefecture), len)
    return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})


def _moment_of(state: State) -> tuple[Hashable, ...]:
    """What changes when there is something new, and the second."""
    return state.number, state.version, state.people_version, now().replace(microsecond=0)


def _body(state: State, asker: Asker, node: Node, since: Cursor | None, prefecture: str | None) -> bytes:
    """The answer as JSON. The figures are the whole unit's: of a part of it the page asks for them itself."""
    assert state.live is not None, "a state that is read has its live tables"
    found = news(state.live, asker, node, since, prefecture)
    where = node.where() | ({"prefecture": prefecture} if prefecture else {})
    stale = stale_since(state.live_at, state.snapshot.data_as_of)
    shown = {
        "cursor": str(found.cursor),
        "reset": found.reset,
        "as_of": plain(data_reaches(state)),
        "snapshot_id": state.snapshot.snapshot_id,
        "stale_since": stale.isoformat(timespec="seconds") if stale else None,
        "figures": {} if prefecture else _figures(state, asker, node),
        "out_now": found.out_now,
        "visits": _visits(found, where, state),
        "moved": found.moved,
        "gone": found.gone,
        "photos": _photos(found.photos, prefecture),
    }
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()


def _figures(state: State, asker: Asker, node: Node) -> dict[str, Any]:
    """The headline figures of the node with their change, as the cards of the page say them."""
    minute = now().replace(second=0, microsecond=0)
    key = ("figures", state.number, state.version, minute, asker.scope, str(node), current_language())
    return answers.get(key, lambda: {c.metric.name: _figure(c) for c in compare(FIGURES, node.where()).values()}, len)


def _figure(found: Comparison) -> dict[str, Any]:
    one = found.metric
    shown = said(found.value, one.unit.text(), one.format, decimals=one.decimals)
    figure: dict[str, Any] = {
        "value": found.value,
        "text": str(shown),
        "number": shown.number,
        "unit": shown.unit,
        "delta": found.change,
    }
    change = change_of(found.value, found.base, format=one.format, direction=one.direction)
    if change:
        words = in_words(change, found.name)
        figure["change"] = {"arrow": ARROWS[change.sign], "size": change.size, "words": words, "tone": change.tone}
    return figure


def _visits(found: News, where: dict[str, str], state: State) -> list[dict[str, Any]]:
    """Newest first. The whole picture takes them from history and live as one, an update from what just arrived."""
    if found.reset:
        rows = listing("visit", where=where, limit=MOST_VISITS).frame.to_dict("records")
    else:
        rows = [_with_names(fact, state) for fact in found.visits[:MOST_VISITS]]
    photo_of = state.live.arrivals.photo_of if state.live else (lambda _visit: None)
    return [_visit(row) | {"photo_id": photo_of(row["visit_id"])} for row in rows]


def _with_names(fact: dict[str, Any], state: State) -> dict[str, Any]:
    units = {"staff": "staff_id", "entity": "entity_id", "village": "village_code", "township": "township_code"}
    return fact | {f"{level}_name": state.names.name(level, fact[column]) for level, column in units.items()}


def _visit(row: dict[str, Any]) -> dict[str, Any]:
    """A line of the battle report: a place is a village at most, a customer only a kind."""
    told = {name: _plain(row[name]) for name in (
        "visit_id", "staff_id", "staff_name", "entity_id", "entity_name", "customer_group", "purpose", "result",
        "satisfaction",
    )}  # fmt: skip
    spot = {name: None if pd.isna(row[name]) else round(float(row[name]), 5) for name in ("lon", "lat")}
    place = row["village_name"] or row["township_name"]
    days = {"at": row["ended_at"].isoformat(), "day": row["started_at"].date().isoformat()}
    return told | spot | days | {"place": place, "seat": seat(row["entity_name"] or "")}


def _photos(photos: list[Photo], prefecture: str | None) -> list[dict[str, Any]]:
    """Photos whose visit the asker may see, newest first; of a prefecture those of visits made there."""
    newest = photos if prefecture else photos[: MOST_PHOTOS * 2]
    if not newest:
        return []
    since = min(p.taken_at for p in newest).date().isoformat()
    where = {"visit": [p.visit_id for p in newest], "day": {"from": since}, "prefecture": prefecture}
    rows = {row["visit_id"]: row for row in listing("visit", where=where, limit=len(newest)).frame.to_dict("records")}
    return [_photo(p, rows[p.visit_id]) for p in newest if p.visit_id in rows][:MOST_PHOTOS]


def _photo(photo: Photo, visit: dict[str, Any]) -> dict[str, Any]:
    told = {
        name: _plain(visit[name]) for name in ("staff_id", "staff_name", "entity_id", "entity_name", "customer_group")
    }
    return told | {
        "photo_id": photo.photo_id,
        "thumb": f"/api/v1/photos/{photo.photo_id}?size=thumb",
        "full": f"/api/v1/photos/{photo.photo_id}?size=full",
        "at": photo.taken_at.isoformat(),
        "visit_id": photo.visit_id,
        "visit_no": photo.visit_no,
        "seat": seat(visit["entity_name"] or ""),
        "place": visit["village_name"] or visit["township_name"],
    }


def _plain(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
