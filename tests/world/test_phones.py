"""Demo phones against a stand-in server: what they send, and what they do when it is away."""

from __future__ import annotations

import json
import threading
from collections import Counter
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from data.clock import SHANGHAI
from etl.world.phones import outbox as sending
from etl.world.phones.roster import read_roster
from etl.world.phones.rounds import Rounds
from tests.world.conftest import FIRST, TODAY, rows


class Server(ThreadingHTTPServer):
    """Remembers what came; answers with ``status``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.got = 200, []

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def bodies(self, name: str) -> list[dict]:
        return [item for path, body in self.got if path.endswith(name) for item in json.loads(body)[name]]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.status == 200 and self.headers["Authorization"] == "Bearer secret":
            self.server.got.append((self.path, body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Silence."""


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("QIANHUI_PHONES_TOKEN", "secret")
    monkeypatch.setattr(sending, "jpeg", lambda *_: b"picture")
    running = Server()
    threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


NOW = datetime(2026, 6, 17, 23, 30, tzinfo=SHANGHAI)


def test_roster_is_the_feeds_managers_and_their_own_households(feeds):
    roster = read_roster(feeds, TODAY)
    owner = {row["household_id"]: row["staff_id"] for row in rows(feeds, FIRST, "household").to_pylist()}
    assert len(roster.staff_id) == 20
    for m, staff in enumerate(roster.staff_id):
        own = roster.household_id[roster.first[m] : roster.first[m] + roster.count[m]]
        assert {owner[household] for household in own} == {staff}


def test_the_screen_is_alive_from_the_first_tick(feeds, server):
    Rounds(server.base, feeds).tick(NOW)
    assert len({body["staff_id"] for body in server.bodies("positions")}) == 20
    assert sum(path.endswith("photos") for path, _ in server.got) >= 15
    assert next(path for path, _ in server.got).endswith("visits")


def test_visits_come_at_the_rate_of_the_scale_with_time_behind_them(feeds, server):
    phones = Rounds(server.base, feeds)
    for second in range(240):
        phones.tick(NOW + timedelta(seconds=second))
    visits = server.bodies("visits")
    assert 20 + 40 < len(visits) < 20 + 130
    assert all(visit["started_at"] < visit["ended_at"] and visit["ended_at"].endswith("+08:00") for visit in visits)
    assert len({visit["client_uuid"] for visit in visits}) == len(visits)
    per_phone = Counter(body["staff_id"] for body in server.bodies("positions"))
    assert len(per_phone) == 20 and max(per_phone.values()) <= 4


def test_nothing_is_lost_or_doubled_while_the_server_is_away(feeds, server, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(sending, "monotonic", lambda: clock[0])
    phones, made = Rounds(server.base, feeds), []
    server.status = 503
    for second in range(90):
        clock[0] += 1
        phones.tick(NOW + timedelta(seconds=second))
        made = [visit["client_uuid"] for visit in phones.outbox.visits]
    assert len(made) > 30 and not server.got
    server.status = 200
    clock[0] += 100
    phones.outbox.flush(0)
    assert [visit["client_uuid"] for visit in server.bodies("visits")] == made and not phones.outbox.visits


def test_phones_speed_stays_human(feeds, server):
    phones = Rounds(server.base, feeds)
    phones.tick(NOW)
    speeds = np.array([body["speed_mps"] for body in server.bodies("positions")])
    assert (speeds >= 0).all() and (speeds <= 20).all()
