"""Who is out: the last sign of life of each manager, from positions and visits; one object per process.

``state``: ``visit`` when the last sign is a visit, ``moving`` or ``still`` by speed or by the way since the last position.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pyarrow as pa

from data.clock import now
from data.live.convert import Fact, metres

MOVING_MPS = 0.7
MOVING_METRES = 60.0
KEPT = timedelta(hours=12)  # forgotten after that


class Post(NamedTuple):
    """Where somebody is posted: the outlet, its entity, and where it stands."""

    branch_id: str | None
    entity_id: str | None
    township_code: str | None
    county_code: str | None
    prefecture_code: str | None


class Seen(NamedTuple):
    """A last sign of life; ``key`` and ``visit_key`` are of the position and visit in the operations DB, 0 without."""

    staff_id: str
    lon: float | None
    lat: float | None
    seen_at: datetime
    state: str
    key: int
    visit_key: int = 0


class People:
    """``seen`` by staff id. ``changed`` collects who changed since the table was last brought in step."""

    def __init__(self) -> None:
        self.seen: dict[str, Seen] = {}
        self.changed: set[str] = set()

    def take_positions(self, rows: pa.Table, key: str) -> None:
        """Newer positions replace older signs; a late one changes nothing."""
        columns = [rows[name].to_pylist() for name in ("staff_id", "lon", "lat", "at", "speed_mps", key)]
        for staff_id, lon, lat, at, speed, number in zip(*columns, strict=True):
            before = self.seen.get(staff_id)
            if before is None or before.seen_at <= at:
                state = _state(before, lon, lat, speed)
                self._put(Seen(staff_id, lon, lat, at, state, number))

    def take_visits(self, arrived: Iterable[tuple[int, Fact]]) -> None:
        """A visit is a sign of life until it ended (never of the future)."""
        current = now()
        for visit_key, fact in arrived:
            at = min(fact["ended_at"], current)
            before = self.seen.get(fact["staff_id"])
            if before is not None and before.seen_at > at:
                continue
            lon, lat = fact["lon"], fact["lat"]
            if lon is None and before is not None:
                lon, lat = before.lon, before.lat
            self._put(Seen(fact["staff_id"], lon, lat, at, "visit", before.key if before else 0, visit_key))

    def forget(self) -> None:
        """Drop signs of an earlier day."""
        limit = now() - KEPT
        for staff_id in [key for key, seen in self.seen.items() if seen.seen_at < limit]:
            del self.seen[staff_id]
            self.changed.add(staff_id)

    def drain(self) -> list[str]:
        """Who changed since the last call."""
        changed, self.changed = list(self.changed), set()
        return changed

    def _put(self, seen: Seen) -> None:
        self.seen[seen.staff_id] = seen
        self.changed.add(seen.staff_id)


def _state(before: Seen | None, lon: float, lat: float, speed: float | None) -> str:
    if speed is not None:
        return "moving" if speed >= MOVING_MPS else "still"
    way = metres(lon, lat, before.lon, before.lat) if before else None
    return "moving" if way is not None and way >= MOVING_METRES else "still"


def position_row(seen: Seen, post: Post) -> dict[str, Any]:
    """A row of the table ``position``; ``post`` is today's."""
    where = {"lon": seen.lon, "lat": seen.lat, "seen_at": seen.seen_at, "state": seen.state}
    return {"staff_id": seen.staff_id} | post._asdict() | where
