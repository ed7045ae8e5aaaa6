"""From a visit's acknowledgement to the moment a watching screen has it, with 50 screens polling as browsers do."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import requests

from benchmarks.ingest import bodies, roster
from benchmarks.measure import Measure, percentile
from benchmarks.server import signed_in


class Screen(threading.Thread):
    """Polls ``/api/v1/live`` each second from its own phase; remembers when it first saw each visit."""

    def __init__(self, base: str, session: requests.Session, phase: float, end: threading.Event):
        super().__init__(daemon=True)
        self.base, self.phase, self.end = base, phase, end
        self.session = requests.Session()
        self.session.cookies.update(session.cookies)
        self.seen: dict[str, float] = {}
        self.sizes: list[int] = []

    def run(self) -> None:
        """Until told to end."""
        cursor = ""
        self.end.wait(self.phase)
        while not self.end.is_set():
            started = time.monotonic()
            answer = self.session.get(
                self.base + "/api/v1/live", params={"cursor": cursor} if cursor else {}, timeout=30
            )
            body, now = answer.json(), time.monotonic()
            if cursor:
                self.sizes.append(len(answer.content))
            cursor = body["cursor"]
            for visit in body["visits"]:
                self.seen.setdefault(visit["visit_id"], now)
            self.end.wait(max(0.0, 1 - (time.monotonic() - started)))


def measure(base: str, home: Path, serving_file: Path, *, screens: int = 50, posts: int = 60) -> list[Measure]:
    """95th percentile over every (visit, screen) pair, and the size of the updates."""
    token = (home / "phones.token").read_text().strip()
    end, session = threading.Event(), signed_in(base)
    watching = [Screen(base, session, i / screens, end) for i in range(screens)]
    for screen in watching:
        screen.start()
    time.sleep(5)
    sent: dict[str, float] = {}
    for body in bodies(roster(serving_file, posts), posts):
        requests.post(
            base + "/api/v1/visits", json={"visits": [body]}, headers={"Authorization": f"Bearer {token}"}, timeout=30
        ).raise_for_status()
        sent[body["client_uuid"]] = time.monotonic()
        time.sleep(0.5)
    time.sleep(5)
    end.set()
    waits = [screen.seen[v] - at if v in screen.seen else 60.0 for screen in watching for v, at in sent.items()]
    size = max((max(s.sizes, default=0) for s in watching), default=0)
    return [
        Measure(
            "visits_freshness_p95",
            round(percentile(waits, 0.95), 2),
            "s",
            "lower",
            2.0,
            f"{screens} screens, {posts} visits",
        ),
        Measure(
            "visits_live_update_kb", round(size / 1000, 1), "kB", "lower", 30.0, "largest live answer, uncompressed"
        ),
    ]
