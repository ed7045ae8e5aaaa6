"""What a screen that watches has not seen yet: visits, photos and people that moved or went, inside a node.

A cursor holds keys of the operations DB and a time, nothing of one process: any web process can go on from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from data.asker import Asker
from data.clock import now
from data.live.arrivals import Photo
from data.live.convert import Fact
from data.live.people import Post, Seen
from data.live.tables import LiveTables
from data.node import Node
from data.settings import settings

SLEPT = timedelta(minutes=10)  # older cursors get the whole picture
MOST_MOVED = 600  # people in one update; the rest come with the next
EPOCH = datetime(2000, 1, 1)
Inside = Callable[[Post | None, str], bool]
_CURSOR = re.compile(r"^(\d{1,18})\.(\d{1,18})\.(\d{1,18})\.(\d{1,12})$")


@dataclass(frozen=True)
class Cursor:
    """Keys from which visits, positions and photos are new, and when it was given out."""

    visits: int
    positions: int
    photos: int
    at: datetime

    @classmethod
    def parse(cls, text: str) -> Cursor | None:
        """None when it is none of ours."""
        found = _CURSOR.match(text)
        if not found:
            return None
        visits, positions, photos, seconds = map(int, found.groups())
        return cls(visits, positions, photos, EPOCH + timedelta(seconds=seconds))

    def __str__(self) -> str:
        return f"{self.visits}.{self.positions}.{self.photos}.{int((self.at - EPOCH).total_seconds())}"


@dataclass(frozen=True)
class News:
    """``reset``: the whole picture, in place of what the screen has. Visits only when not reset (they are asked for then)."""

    cursor: Cursor
    reset: bool
    visits: list[Fact]
    photos: list[Photo]
    moved: list[list[Any]]
    gone: list[str]
    out_now: int


def news(live: LiveTables, asker: Asker, node: Node, since: Cursor | None, prefecture: str | None = None) -> News:
    """What is new since the cursor; the whole picture when there is none, or when it is too old to be continued.

    ``prefecture`` narrows visits to those made there and people to those posted there. Photos come unnarrowed: whoever
    shows them asks for their visits.
    """
    current = now()
    bounds = Cursor(live.bound("visits"), live.next_position, live.bound("photos"), current)
    if since is None or current - since.at > SLEPT or not live.arrivals.reaches(since.visits):
        since = None
    within, inside = _inside(asker, node), _inside(asker, node, prefecture)
    limit = current - timedelta(minutes=settings().out_now_minutes)
    out = [
        seen
        for seen in list(live.people.seen.values())
        if seen.seen_at >= limit and inside(live.post(seen.staff_id), seen.staff_id)
    ]
    visible = [seen for seen in out if seen.lon is not None]
    if since is None:
        photos = [p for p in live.arrivals.photos_since(0) if within(live.post(p.staff_id), p.staff_id)]
        return News(bounds, True, [], photos, [_point(seen, current) for seen in visible], [], len(out))
    moved, upto = _moved(visible, since, bounds.positions)
    return News(
        cursor=Cursor(
            max(bounds.visits, since.visits), max(upto, since.positions), max(bounds.photos, since.photos), current
        ),
        reset=False,
        visits=[f for f in live.arrivals.visits_since(since.visits) if inside(_made_at(f), f["staff_id"])],
        photos=[p for p in live.arrivals.photos_since(since.photos) if within(live.post(p.staff_id), p.staff_id)],
        moved=[_point(seen, current) for seen in moved],
        gone=_gone(live, since, limit, inside),
        out_now=len(out),
    )


def _inside(asker: Asker, node: Node, prefecture: str | None = None) -> Inside:
    """Whether somebody with this post lies in the node and the asker's part.

    Nobody lies in a part that posts do not know, a service centre's for instance.
    """
    wanted = {(asker.scope_level, asker.scope_id), (node.level, node.id)} - {("province", None)}
    people = {key for level, key in wanted if level == "staff"}
    branches = {key for level, key in wanted if level == "branch"}
    entities = {key for level, key in wanted if level == "entity"}
    is_known = all(level in {"staff", "branch", "entity"} for level, _id in wanted)

    def check(post: Post | None, staff_id: str) -> bool:
        if not is_known or post is None or (prefecture and post.prefecture_code != prefecture):
            return False
        return people <= {staff_id} and branches <= {post.branch_id} and entities <= {post.entity_id}

    return check


def _made_at(visit: Fact) -> Post:
    """The post a visit counts for, with the place it was made at."""
    return Post(visit["branch_id"], visit["entity_id"], None, None, visit["prefecture_code"])


def _moved(visible: list[Seen], since: Cursor, bound: int) -> tuple[list[Seen], int]:
    """Who has a newer sign, in order of arrival, and the key up to which all of them are told."""
    fresh = [seen for seen in visible if seen.key >= since.positions or seen.visit_key >= since.visits]
    if len(fresh) <= MOST_MOVED:
        return fresh, bound
    fresh.sort(key=lambda seen: seen.key)
    last = fresh[MOST_MOVED - 1].key
    return [seen for seen in fresh if seen.key <= last], last + 1


def _gone(live: LiveTables, since: Cursor, limit: datetime, inside: Inside) -> list[str]:
    """Who was out when the cursor was given and is no more."""
    before = since.at - timedelta(minutes=settings().out_now_minutes, seconds=5)
    return [
        s.staff_id
        for s in list(live.people.seen.values())
        if before <= s.seen_at < limit and inside(live.post(s.staff_id), s.staff_id)
    ]


def _point(seen: Seen, current: datetime) -> list[Any]:
    """[staff_id, lon, lat, minutes since, state]; five decimals are a metre."""
    minutes = max(0, int((current - seen.seen_at).total_seconds() // 60))
    assert seen.lon is not None and seen.lat is not None
    return [seen.staff_id, round(seen.lon, 5), round(seen.lat, 5), minutes, seen.state]
