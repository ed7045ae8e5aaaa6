"""Every scene of the wall: its data as one JSON for a unit and a period, under the asker's scope.

What all scenes carry beside their own: as of when, what they promise and since when the promise is broken.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import datetime, timedelta
from typing import Any

from components import wall_headline, wall_marketing, wall_migrants, wall_performance, wall_photos, wall_visits
from components.short_names import short_name
from data.asker import current_asker
from data.clock import now
from data.errors import NotFound
from data.freshness import silent_since, stale_since
from data.i18n import _, current_language
from data.query.ask import data_reaches
from data.query.cache import AnswerCache
from data.scope import Node
from data.serving import reading
from data.settings import settings
from data.state import State

Scene = Callable[[Node, str], dict[str, Any]]

SCENES: Mapping[str, Scene] = {
    "visits": wall_visits.told,
    "migrants": wall_migrants.told,
    "marketing": wall_marketing.told,
    "performance": wall_performance.told,
    "photos": wall_photos.told,
    "headline": wall_headline.told,
}
MOST_KEPT = 512  # scenes: 84 entities in a loop, two languages, and some
LIVE_SECONDS = 5  # a live scene is put together anew at most so often; what comes in each second it asks itself

_kept = AnswerCache(MOST_KEPT, 50_000_000)


def scene(name: str, node: Node, period: str = "") -> dict[str, Any]:
    """The scene ``name`` of the unit. NotFound for a scene there is not, Forbidden outside the scope."""
    if name not in SCENES:
        raise NotFound(
            "There is no scene %(scene)s. Allowed: %(allowed)s", scene=name, allowed=_(", ").join(sorted(SCENES))
        )
    with reading() as state:
        key = (name, str(node), period, current_asker().scope, current_asker().role, current_language())
        made: dict[str, Any] = _kept.get((*key, *_moment_of(state)), lambda: _made(name, node, period, state), _size)
        return made | _fresh(made, state)


def _moment_of(state: State) -> tuple[Hashable, ...]:
    moment = now()
    return state.number, moment.date(), int(moment.timestamp()) // LIVE_SECONDS


def _size(_made: object) -> int:
    return 1


def _made(name: str, node: Node, period: str, state: State) -> dict[str, Any]:
    told = SCENES[name](node, period)
    reaches = state.snapshot.data_as_of if told["daily"] else data_reaches(state)
    return {
        "as_of": min(reaches, now()).isoformat(timespec="seconds"),
        **told,
        "scene": name,
        "node": str(node),
        "node_name": short_name(node.name),
        "is_whole": node.id is None,
        "demo": state.snapshot.demo,
        "snapshot_id": state.snapshot.snapshot_id,
    }


def _fresh(made: Mapping[str, Any], state: State) -> dict[str, Any]:
    """The scene's promise in seconds, and since when it is broken: live rows not read, phones silent or no
    new delivery."""
    if made["daily"]:
        promise = settings().wall_daily_hours * 3600
        since = datetime.fromisoformat(made["as_of"])
        is_late = now() - since > timedelta(seconds=promise)
        return {"promise_s": promise, "stale_since": made["as_of"] if is_late else None, "stale_why": "delivery"}
    found = {"live": stale_since(state.live_at, state.snapshot.data_as_of), "intake": silent_since()}
    broken = {why: at for why, at in found.items() if at is not None}
    why = min(broken, key=broken.__getitem__, default="")
    text = broken[why].isoformat(timespec="seconds") if why else None
    return {"promise_s": settings().stale_seconds, "stale_since": text, "stale_why": why}
