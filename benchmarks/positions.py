"""Positions of 28,000 devices, each every 30 s, replayed on PostgreSQL that waits for its disk: none lost, the map fresh.

Every device has a moment of its own within the 30 s. What comes due in a moment goes out at its time, whether earlier
answers are there or not, in requests of ``TOGETHER`` (what a gateway of a bank's own app gathers); how many devices can
send each by itself is measured before it, as fast as the web processes answer. Five screens of the whole province ask as
browsers do; a position is on the map when one of them has it. Positions of people who are no managers are kept, not shown.
"""

from __future__ import annotations

import json
import os
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
from sqlalchemy import create_engine, text

from benchmarks.measure import Measure, percentile
from benchmarks.server import serving, signed_in
from data.clock import SHANGHAI
from tests.postgres import cluster

DEVICES, EVERY = 28_000, 30
TOGETHER = 40  # positions of a request
SENDERS, SCREENS = 12, 5
ALONE_SECONDS = 8.0
URL = "QIANHUI_DATABASE_URL"
Person = tuple[str, float, float, bool]


def people(serving_file: Path) -> list[Person]:
    """(staff_id, lon, lat, is manager): everybody active, again and again until there are ``DEVICES``."""
    with duckdb.connect(str(serving_file), read_only=True) as con:
        found = con.execute(
            "select s.staff_id, b.lon, b.lat, s.is_manager from dim_staff s join dim_branch b using (branch_id)"
            " where s.is_active order by hash(s.staff_id)"
        ).fetchall()
    return [found[n % len(found)] for n in range(DEVICES)]


def position(person: Person, turn: int) -> dict[str, Any]:
    """Where a device is in its ``turn``-th report: a few metres on, so that each can be told from the one before."""
    staff_id, lon, lat, _is_manager = person
    at = datetime.now(SHANGHAI).isoformat(timespec="milliseconds")
    place = {"lon": round(lon + turn * 2e-5, 5), "lat": round(lat, 5), "crs": "WGS-84", "accuracy_m": 12.0}
    return {"client_uuid": str(uuid.uuid4()), "staff_id": staff_id, "at": at, "app": "bench"} | place


class Sender:
    """Posts positions on connections of its own threads; remembers when each was acknowledged."""

    def __init__(self, base: str, token: str) -> None:
        self._host, self._local = urlsplit(base).netloc, threading.local()
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.acked: dict[tuple[str, float], float] = {}
        self.took: list[float] = []
        self.lost = 0

    def post(self, items: list[dict[str, Any]], due: float) -> None:
        """One request; ``took`` counts from when it was due."""
        if not hasattr(self._local, "line"):
            self._local.line = HTTPConnection(self._host, timeout=60)
        body = json.dumps({"positions": items}).encode()
        self._local.line.request("POST", "/api/v1/positions", body, self._headers)
        answer = self._local.line.getresponse()
        told, at = json.loads(answer.read()), time.monotonic()
        self.took.append(at - due)
        self.lost += len(items) - told.get("stored", 0)
        self.acked.update({(item["staff_id"], item["lon"]): at for item in items})


class Map(threading.Thread):
    """A screen of the whole province: asks each second, remembers when it first had each position."""

    def __init__(self, base: str, phase: float, end: threading.Event) -> None:
        super().__init__(daemon=True)
        self._base, self._phase, self._end, self._session = base, phase, end, signed_in(base)
        self.seen: dict[tuple[str, float], float] = {}

    def run(self) -> None:
        """Until told to end."""
        cursor = ""
        self._end.wait(self._phase)
        while not self._end.is_set():
            started = time.monotonic()
            told = self._session.get(f"{self._base}/api/v1/live", params={"cursor": cursor}, timeout=60).json()
            at, cursor = time.monotonic(), told["cursor"]
            for staff_id, lon, *_rest in told["moved"]:
                self.seen.setdefault((staff_id, lon), at)
            self._end.wait(max(0.0, 1 - (at - started)))


def alone_rate(sender: Sender, devices: list[Person]) -> float:
    """Devices a second that send each by itself, as fast as they are answered."""
    ends, counts = time.monotonic() + ALONE_SECONDS, [0] * SENDERS

    def phone(number: int) -> None:
        turn = 0
        while time.monotonic() < ends:
            sender.post([position(devices[(turn * SENDERS + number) % DEVICES], -1 - turn)], time.monotonic())
            turn += 1
        counts[number] = turn

    with ThreadPoolExecutor(SENDERS) as pool:
        list(pool.map(phone, range(SENDERS)))
    return sum(counts) / ALONE_SECONDS


def replay(sender: Sender, devices: list[Person], seconds: float) -> int:
    """Everybody at their moment, ``seconds`` long. → positions sent."""
    step, began, sent = EVERY * TOGETHER / DEVICES, time.monotonic(), 0
    with ThreadPoolExecutor(SENDERS) as pool:
        waiting = []
        for number in range(int(seconds / step)):
            due = began + number * step
            time.sleep(max(0.0, due - time.monotonic()))
            some = [devices[(number * TOGETHER + n) % DEVICES] for n in range(TOGETHER)]
            turn = 1 + number * TOGETHER // DEVICES
            waiting.append(pool.submit(sender.post, [position(one, turn) for one in some], due))
            sent += TOGETHER
        for one in waiting:
            one.result()
    return sent


@contextmanager
def on_postgresql(home: Path) -> Iterator[tuple[str, str]]:
    """The application on ``home`` with a PostgreSQL of its own. → (base address, URL of the database)."""
    before = os.environ.get(URL)
    with cluster(durable=True) as host:
        os.environ[URL] = url = f"postgresql+psycopg://postgres@{host}/postgres"
        try:
            with serving("app:server", home) as (base, _master):
                yield base, url
        finally:
            os.environ.pop(URL) if before is None else os.environ.update({URL: before})


def kept(url: str) -> int:
    """Positions in the database."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(text("select count(*) from positions")).scalar_one()
    engine.dispose()
    return int(found)


def measure(home: Path, serving_file: Path, *, seconds: float = 40) -> list[Measure]:
    """On PostgreSQL. ``make bench`` takes the short form; five minutes: ``python -m benchmarks.positions``."""
    with on_postgresql(home) as (base, url):
        return _measured(base, home, serving_file, seconds, lambda: kept(url), "PostgreSQL")


def _measured(base: str, home: Path, file: Path, seconds: float, count: Any, store: str) -> list[Measure]:
    devices, token = people(file), (home / "phones.token").read_text().strip()
    before, alone, sender = count(), Sender(base, token), Sender(base, token)
    with ThreadPoolExecutor(SENDERS) as pool:  # each web process reads who there is at its first
        list(pool.map(lambda n: alone.post([position(devices[n], 0)], time.monotonic()), range(4 * SENDERS)))
    rate = alone_rate(alone, devices)
    end = threading.Event()
    maps = [Map(base, n / SCREENS, end) for n in range(SCREENS)]
    for screen in maps:
        screen.start()
    time.sleep(3)
    sent = replay(sender, devices, seconds)
    time.sleep(6)
    end.set()
    missing = before + len(alone.took) + sent - count()
    shown = {one[0] for one in devices if one[3]}
    waits = [
        screen.seen.get(key, at + 60) - at for screen in maps for key, at in sender.acked.items() if key[0] in shown
    ]
    told = f"{store}, {DEVICES:,} devices every {EVERY} s for {seconds:.0f} s: {sent:,} sent; load {os.getloadavg()[0]:.1f}"
    word = store.lower()
    return [
        Measure(f"positions_{word}_lost", missing + sender.lost, "positions", "lower", 0, told),
        Measure(f"positions_{word}_rate", round(sent / seconds), "positions/s", "higher", 900, told),
        Measure(f"positions_{word}_ack_p95", round(percentile(sender.took, 0.95), 2), "s", "lower", None, told),
        Measure(
            f"positions_{word}_map_p95",
            round(percentile(waits, 0.95), 2),
            "s",
            "lower",
            2.0,
            f"{told}; {SCREENS} screens",
        ),
        Measure(
            f"positions_{word}_alone_rate",
            round(rate),
            "requests/s",
            "higher",
            None,
            "each device by itself, 2 web processes",
        ),
    ]


def on_sqlite(home: Path, serving_file: Path, *, seconds: float = 40) -> list[Measure]:
    """The same on the home's own SQLite: where its limit lies."""
    import sqlite3

    def count() -> int:
        with sqlite3.connect(home / "ops.sqlite") as con:
            return int(con.execute("select count(*) from positions").fetchone()[0])

    with serving("app:server", home) as (base, _master):
        return _measured(base, home, serving_file, seconds, count, "SQLite")


if __name__ == "__main__":
    import sys

    from data.settings import settings

    chosen = settings().home
    pointer = json.loads((chosen / "serving" / "current.json").read_text())
    file = chosen / "serving" / Path(pointer["file"]).name
    run = on_sqlite if "sqlite" in sys.argv else measure
    for row in run(chosen, file, seconds=float(sys.argv[1]) if len(sys.argv) > 1 else 300):
        print(json.dumps(row.row(), ensure_ascii=False))
