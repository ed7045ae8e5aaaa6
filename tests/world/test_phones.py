"""Demo phones against a stand-in server: what they send, and what they do when it is away."""

from __future__ import annotations

import json
import shutil
import threading
from collections import Counter
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from data.clock import SHANGHAI
from etl.world import write_feeds
from etl.world.phones import outbox as sending
from etl.world.phones.roster import read_roster
from etl.world.phones.rounds import FIRST_PHOTOS, Rounds
from etl.world.phones.walk import REPORT_EVERY
from etl.world.spoil import VISIT
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
def server(monkeypatch, feeds):
    shutil.rmtree(feeds / "world" / "out", ignore_errors=True)  # phones of another test
    monkeypatch.setenv("QIANHUI_PHONES_TOKEN", "secret")
    monkeypatch.setattr(sending, "jpeg", lambda *_: b"picture")
    running = Server()
    threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


NOW = datetime(2026, 6, 17, 11, 20, tzinfo=SHANGHAI)
NIGHT = NOW.replace(hour=23)


def test_roster_is_the_feeds_managers_and_their_own_households(feeds):
    roster = read_roster(feeds, TODAY)
    owner = {row["household_id"]: row["staff_id"] for row in rows(feeds, FIRST, "household").to_pylist()}
    assert len(roster.staff_id) == 80
    for m, staff in enumerate(roster.staff_id):
        own = roster.household_id[roster.first[m] : roster.first[m] + roster.count[m]]
        assert {owner[household] for household in own} == {staff}


def test_the_screen_is_alive_from_the_first_tick(feeds, server):
    Rounds(server.base, feeds).tick(NOW)
    assert len({body["staff_id"] for body in server.bodies("positions")}) == 80
    assert sum(path.endswith("photos") for path, _ in server.got) >= 15
    assert next(path for path, _ in server.got).endswith("visits")


@pytest.mark.slow
def test_visits_come_at_the_rate_of_the_scale_with_time_behind_them(feeds, server):
    phones, hour = Rounds(server.base, feeds), 3600
    for second in range(0, hour, 10):
        phones.tick(NOW + timedelta(seconds=second))
    visits = [visit for visit in server.bodies("visits") if visit["started_at"] > f"{TODAY}"]
    wanted = hour / phones.walk.roster.scale.seconds_per_visit
    # The first photos' managers have just begun anew, so the hour brings about three quarters of the rate: 127 ± 5 of 171.
    assert 0.55 * wanted < len(visits) - FIRST_PHOTOS < 0.95 * wanted
    assert min(_minutes(visit) for visit in visits) >= 2  # talks as long as people's, at every scale
    assert all(visit["started_at"] < visit["ended_at"] and visit["ended_at"].endswith("+08:00") for visit in visits)
    assert len({visit["client_uuid"] for visit in visits}) == len(visits)
    per_phone = Counter(body["staff_id"] for body in server.bodies("positions"))
    assert len(per_phone) == 80 and max(per_phone.values()) <= 1 + hour / REPORT_EVERY[0]


def _minutes(visit: dict) -> float:
    began, ended = (datetime.fromisoformat(visit[name]) for name in ("started_at", "ended_at"))
    return (ended - began).total_seconds() / 60


def test_nothing_is_lost_or_doubled_while_the_server_is_away(feeds, server, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(sending, "monotonic", lambda: clock[0])
    phones, made = Rounds(server.base, feeds), []
    server.status = 503
    for second in range(90):
        clock[0] += 1
        phones.tick(NOW + timedelta(seconds=second))
        made = [visit["client_uuid"] for visit in phones.outbox.visits]
    assert len(made) >= 30 and not server.got
    server.status = 200
    clock[0] += 100
    phones.outbox.flush(0)
    assert [visit["client_uuid"] for visit in server.bodies("visits")] == made and not phones.outbox.visits


def test_phones_speed_stays_human(feeds, server):
    phones = Rounds(server.base, feeds)
    phones.tick(NOW)
    speeds = np.array([body["speed_mps"] for body in server.bodies("positions")])
    assert (speeds >= 0).all() and (speeds <= 20).all()


def test_nobody_is_out_at_night_and_few_on_a_sunday(feeds, server):
    Rounds(server.base, feeds).tick(NIGHT)
    assert not server.got
    Rounds(server.base, feeds).tick(NOW + timedelta(days=4))
    assert 0 < len(server.bodies("positions")) < 10


@pytest.mark.slow
def test_the_day_begins_and_ends_by_itself(feeds, server):
    phones, out = Rounds(server.base, feeds), {}
    for minute in range(7 * 60, 19 * 60, 5):
        moment = NOW.replace(hour=minute // 60, minute=minute % 60)
        phones.tick(moment)
        out[minute / 60] = int(phones.walk.is_out(moment.timestamp()).sum())
    assert out[8.25] == 0 and out[11] >= 60 and out[18.25] == 0
    ended = [visit["ended_at"][11:16] for visit in server.bodies("visits")]
    assert min(ended) > "08:30" and max(ended) < "18:05"


@pytest.mark.slow
def test_photos_of_the_days_before_come_once_and_later(feeds, server, tmp_path):
    shutil.copytree(feeds / "feeds", tmp_path / "feeds")
    for start in (NIGHT, NIGHT + timedelta(minutes=20)):
        phones = Rounds(server.base, tmp_path)
        for second in range(130):
            phones.tick(start + timedelta(seconds=second))
    visits = server.bodies("visits")
    days = Counter(visit["started_at"][:10] for visit in visits)
    assert days == {"2026-06-17": 24, "2026-06-16": 24, "2026-06-15": 24, "2026-06-12": 24}
    assert sum(path.endswith("photos") for path, _ in server.got) == 96 == len({v["client_uuid"] for v in visits})


def _clashes(told: list[dict], known: list[dict]) -> list[tuple[dict, dict]]:
    """Visits the phones told, each with another of the same manager's that was not over when it began, or began before it ended."""
    kept = [row for row in known if not _is_spoilt(row)]
    spans = [
        (v["staff_id"], *(v[name][:19].replace("T", " ") for name in ("started_at", "ended_at"))) for v in told + kept
    ]
    pairs = ((one, other) for n, one in enumerate(spans[: len(told)]) for other in spans[n + 1 :])
    return [(one, other) for one, other in pairs if one[0] == other[0] and one[1] < other[2] and other[1] < one[2]]


def _is_spoilt(row: dict) -> bool:
    """Whether the contract refuses it (etl/world/spoil.py: VISIT), so that it tells of nobody."""
    values = {column: value for way in VISIT for column, value in way.values.items()}
    return any(row[column] == value for column, value in values.items())


@pytest.mark.slow
def test_nobody_is_at_two_visits_at_once(feeds, server, tmp_path):
    """What the feeds tell of a day, before and after the phones went out and were started again, and what the phones tell."""
    shutil.copytree(feeds / "feeds", tmp_path / "feeds")
    start = datetime(2026, 6, 17, 14, 22, tzinfo=SHANGHAI)
    for begins in (start, start + timedelta(minutes=42)):
        phones = Rounds(server.base, tmp_path)
        for second in range(0, 2400, 10):
            phones.tick(begins + timedelta(seconds=second))
    told = [visit for visit in server.bodies("visits") if visit["started_at"] > f"{TODAY}"]
    before = rows(tmp_path, TODAY, "visit").to_pylist()
    write_feeds(tmp_path, scale="tiny", seed=7, until=datetime(2026, 6, 18, 7))
    after = rows(tmp_path, TODAY, "visit").to_pylist()
    assert len(told) > 90 and {row["visit_id"] for row in before} <= {row["visit_id"] for row in after}
    assert len(after) > len(before) and not _clashes(told, after)


@pytest.mark.slow
def test_what_comes_late_was_not_elsewhere(feeds, server, tmp_path):
    shutil.copytree(feeds / "feeds", tmp_path / "feeds")
    write_feeds(tmp_path, scale="tiny", seed=7, until=datetime(2026, 6, 18, 7))
    phones = Rounds(server.base, tmp_path)
    for second in range(130):
        phones.tick(NIGHT + timedelta(seconds=second))
    late = server.bodies("visits")
    days = {visit["started_at"][:10] for visit in late}
    known = [row for row in rows(tmp_path, FIRST, "visit").to_pylist() if row["started_at"][:10] in days]
    known += rows(tmp_path, TODAY, "visit").to_pylist()
    assert len(late) > 60 and not _clashes(late, known)
