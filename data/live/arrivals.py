"""What came last, for the battle report and the photo strip: the newest visits and photos, with their key of arrival."""

from __future__ import annotations

from collections import deque
from datetime import datetime
from itertools import takewhile
from typing import Any, NamedTuple

from data.live.convert import Fact

MOST_VISITS = 2000
MOST_PHOTOS = 500


class Photo(NamedTuple):
    """A photo that came; its visit may lie in history."""

    key: int
    photo_id: str
    visit_id: str
    visit_no: str
    staff_id: str
    taken_at: datetime


class Arrivals:
    """Newest last; old ones fall out. One thread adds, many read: they read a copy."""

    def __init__(self) -> None:
        self.visits: deque[tuple[int, Fact]] = deque(maxlen=MOST_VISITS)
        self.photos: list[Photo] = []
        self._photo_key = -1
        self._photo_of: dict[str, str] = {}

    def add_visits(self, arrived: list[tuple[int, Fact]]) -> None:
        """Visits in order of arrival."""
        known = self.visits[-1][0] if self.visits else -1
        self.visits.extend(item for item in arrived if item[0] > known)

    def add_photos(self, arrived: list[Photo]) -> None:
        """Those taken last stay: phones send older ones late, and they must not push today's out."""
        fresh = [photo for photo in arrived if photo.key > self._photo_key]
        self._photo_key = max((photo.key for photo in fresh), default=self._photo_key)
        self.photos = sorted([*self.photos, *fresh], key=lambda photo: (photo.taken_at, photo.key))[-MOST_PHOTOS:]
        self._photo_of = {photo.visit_id: photo.photo_id for photo in self.photos}

    def photo_of(self, visit_id: str) -> str | None:
        """The newest photo of a visit, when it is among those kept."""
        return self._photo_of.get(visit_id)

    def visits_since(self, key: int) -> list[Fact]:
        """Visits that arrived with this key or later, newest first."""
        return [fact for _key, fact in takewhile(lambda item: item[0] >= key, reversed(list(self.visits)))]

    def photos_since(self, key: int) -> list[Photo]:
        """Photos that arrived with this key or later, those taken last first."""
        return [photo for photo in reversed(self.photos) if photo.key >= key]

    def reaches(self, key: int) -> bool:
        """Whether nothing since ``key`` has fallen out."""
        return len(self.visits) < MOST_VISITS or self.visits[0][0] <= key


def photo_from(row: dict[str, Any], key: str) -> Photo:
    """From a row of the operations DB."""
    return Photo(row[key], row["photo_uuid"], row["visit_uuid"], row["visit_no"], row["staff_id"], row["taken_at"])
