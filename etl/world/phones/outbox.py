"""Sending, and sending again: nothing is lost when the server is away, and nothing counts twice (same client UUID)."""

from __future__ import annotations

import os
from collections import deque
from pathlib import Path
from time import monotonic
from typing import Any

import requests

from data.log import logger
from etl.world.illustration import jpeg
from etl.world.phones.messages import Body, Photo

log = logger(__name__)
AT_ONCE = {"visits": 200, "positions": 500}
KEPT_VISITS, KEPT_PHOTOS = 20_000, 300
PATIENCE = 8.0  # longest pause between two tries, seconds
TIMEOUT = (3, 20)
AGAIN = {401, 403, 404, 408, 425, 429}  # an account not yet there, a server still starting, or a busy one


class Away(Exception):
    """The server could not be reached, or asked to wait."""


class Outbox:
    """Queues of what is to be sent. Positions are kept per manager, the newest only; the rest in order."""

    def __init__(self, base: str, home: Path) -> None:
        self.base, self._home = base.rstrip("/"), home
        self._session = requests.Session()
        self.visits: deque[Body] = deque(maxlen=KEPT_VISITS)
        self.positions: dict[str, Body] = {}
        self.photos: deque[Photo] = deque(maxlen=KEPT_PHOTOS)
        self._pause, self._not_before = 1.0, 0.0

    @property
    def is_empty(self) -> bool:
        """Nothing waits."""
        return not (self.visits or self.positions or self.photos)

    def add_positions(self, bodies: list[Body]) -> None:
        """Keep the newest position of each manager."""
        self.positions |= {body["staff_id"]: body for body in bodies}

    def flush(self, photos: int) -> None:
        """Send what waits, photos at most so many; on trouble keep it and pause."""
        if monotonic() < self._not_before:
            return
        try:
            self._send_visits()
            self._send_positions()
            for _ in range(min(photos, len(self.photos))):
                self._send_photo()
            self._pause = 1.0
        except (Away, requests.RequestException) as trouble:
            log.info("phones_wait", seconds=self._pause, why=str(trouble)[:200])
            self._not_before = monotonic() + self._pause
            self._pause = min(self._pause * 2, PATIENCE)

    def _send_visits(self) -> None:
        while self.visits:
            batch = [self.visits[n] for n in range(min(AT_ONCE["visits"], len(self.visits)))]
            self._post("/api/v1/visits", json={"visits": batch})
            for _ in batch:
                self.visits.popleft()

    def _send_positions(self) -> None:
        while self.positions:
            batch = dict(list(self.positions.items())[: AT_ONCE["positions"]])
            self._post("/api/v1/positions", json={"positions": list(batch.values())})
            for staff_id in batch:
                del self.positions[staff_id]

    def _send_photo(self) -> None:
        """Only after its visit: visits go first, so the server knows it."""
        photo = self.photos[0]
        picture = ("photo.jpg", jpeg(photo.picture, photo.group), "image/jpeg")
        self._post("/api/v1/photos", data=photo.form, files={"file": picture})
        self.photos.popleft()

    def _post(self, path: str, **body: Any) -> None:
        """Post once. Raises Away when it is to be tried again; a refusal is logged and not tried again."""
        headers = {"Authorization": f"Bearer {self.token()}"}
        answer = self._session.post(self.base + path, headers=headers, timeout=TIMEOUT, **body)
        if answer.status_code in AGAIN or answer.status_code >= 500:
            raise Away(f"{path} → {answer.status_code}")
        if answer.status_code != 200:
            log.warning("phones_refused", path=path, status=answer.status_code, answer=answer.text[:300])

    def token(self) -> str:
        """The gateway's token, from the environment or as the demo's accounts left it in the home."""
        given = os.environ.get("QIANHUI_PHONES_TOKEN", "")
        file = self._home / "phones.token"
        if given or file.exists():
            return given or file.read_text(encoding="utf-8").strip()
        raise Away("no token yet: neither QIANHUI_PHONES_TOKEN nor phones.token in the home")
