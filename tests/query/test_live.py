"""What a watching screen is told: the whole picture once, then only what is new, inside its part, under 30 kB."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from data.clock import now
from data.listing import listing
from data.live.feed import MOST_MOVED, Cursor, news
from data.scope import Asker, Node, acting
from data.serving import reading
from tests.query.conftest import PROVINCE
from tests.query.sample import RawVisit
from tests.query.test_recount import ENTITY


def ago(minutes: float):
    return now() - timedelta(minutes=minutes)


def told(cursor=None, asker=PROVINCE, node="province", prefecture=None):
    with acting(asker), reading() as state:
        return news(state.live, asker, Node.parse(node if asker is PROVINCE else None), cursor, prefecture)


def place(source, staff: str, minutes: float, lon: float = 106.7) -> None:
    source.put("positions", client_uuid=f"{staff}{minutes}{lon}", staff_id=staff, at=ago(minutes), lon=lon, lat=26.5)


def test_the_whole_picture_then_only_what_moved(serve):
    kept, source = serve()
    place(source, "S1", 1)
    place(source, "S4", 3)
    place(source, "S3", 40)
    kept.tick()
    first = told()
    assert first.reset and {p[0] for p in first.moved} == {"S1", "S4"} and first.out_now == 2
    place(source, "S4", 0, 106.9)
    kept.tick()
    second = told(first.cursor)
    assert not second.reset and [p[:2] for p in second.moved] == [["S4", 106.9]] and second.moved[0][4] == "moving"
    assert told(second.cursor).moved == []


def test_visits_arrive_once_and_only_inside(serve):
    kept, source = serve()
    start, inner = told(), told(asker=ENTITY)
    source.send(RawVisit("a", "S1", "H1", ago(5)), RawVisit("b", "S4", "H2", ago(4)))
    kept.tick()
    assert [f["visit_id"] for f in told(start.cursor).visits] == ["b", "a"]
    assert [f["visit_id"] for f in told(inner.cursor, ENTITY).visits] == ["a"]
    assert told(told(start.cursor).cursor).visits == []
    assert {p[0] for p in told(asker=ENTITY).moved} == {"S1"} and told(node="branch:B3").out_now == 1


def test_a_service_centre_sees_nobody_walk(serve):
    kept, source = serve()
    place(source, "S1", 1)
    source.send(RawVisit("a", "S1", "H1", ago(5)))
    kept.tick()
    seen = told(asker=Asker.of("u2", "心", "centre_head", "centre", "C01"))
    assert (seen.moved, seen.visits, seen.out_now) == ([], [], 0)


def test_who_fell_silent_is_gone(serve):
    kept, source = serve()
    place(source, "S1", 29.9)
    kept.tick()
    first = told()
    aged = Cursor(first.cursor.visits, first.cursor.positions, first.cursor.photos, ago(2))
    with acting(PROVINCE), reading() as state:
        seen = state.live.people.seen["S1"]
        state.live.people.seen["S1"] = seen._replace(seen_at=ago(31))
    assert told(aged).gone == ["S1"] and told(aged).out_now == 0


@pytest.mark.parametrize("text", ["", "x", "1.2.3", "9" * 40, "1.1.1.1"])
def test_a_cursor_that_cannot_be_continued_gets_everything(serve, text: str):
    serve()
    assert told(Cursor.parse(text)).reset


def test_a_cursor_survives_its_text():
    cursor = Cursor(12, 345, 6, now().replace(microsecond=0))
    assert Cursor.parse(str(cursor)) == cursor


def test_a_crowd_comes_in_portions(serve, monkeypatch):
    monkeypatch.setattr("data.live.feed.MOST_MOVED", 1)
    kept, source = serve()
    start = told().cursor
    place(source, "S1", 1)
    place(source, "S4", 1)
    kept.tick()
    first = told(start)
    second = told(first.cursor)
    assert ([p[0] for p in first.moved], [p[0] for p in second.moved]) == (["S1"], ["S4"])
    assert MOST_MOVED * len(json.dumps(["1001234567", 106.12345, 26.12345, 12, "moving"])) < 30_000


def test_a_late_position_moves_nobody_back(serve):
    kept, source = serve()
    place(source, "S1", 1, 106.9)
    place(source, "S1", 9, 106.1)
    kept.tick()
    assert told().moved[0][1] == 106.9


@pytest.mark.parametrize("username", ["executive", "entity", "branch", "manager"])
def test_the_endpoint(client_as, username: str):
    client = client_as(username)
    whole = client.get("/api/v1/live").json
    update = client.get(f"/api/v1/live?cursor={whole['cursor']}")
    assert whole["reset"] and not update.json["reset"] and len(update.data) < 30_000
    assert set(whole["figures"]) >= {"households_today", "satisfaction_mtd"} and len(whole["visits"]) <= 50
    own = {"manager": "staff_id", "entity": "entity_id"}.get(username)
    assert own is None or len({visit[own] for visit in whole["visits"]}) <= 1


def test_the_endpoint_refuses_nodes_outside(client_as):
    assert client_as("entity").get("/api/v1/live?node=province").status_code == 403
    assert client_as("executive").get("/api/v1/live?node=nonsense").status_code == 400


def test_a_prefecture_narrows_visits_people_and_photos(serve):
    kept, source = serve()
    place(source, "S1", 1)
    place(source, "S4", 1)
    kept.tick()
    start = {code: told(prefecture=code) for code in ("5201", "5203")}
    assert {code: [p[0] for p in one.moved] for code, one in start.items()} == {"5201": ["S1"], "5203": ["S4"]}
    source.send(RawVisit("a", "S1", "H0", ago(3)), RawVisit("b", "S4", "H2", ago(3)))
    kept.tick()
    for code, visit in (("5201", "a"), ("5203", "b")):
        assert [f["visit_id"] for f in told(start[code].cursor, prefecture=code).visits] == [visit]


def test_the_stream_of_a_prefecture_over_http(client_as):
    client = client_as("executive")
    every = {(v["visit_id"]) for v in client.get("/api/v1/live").json["visits"]}
    with acting(PROVINCE):
        rows = listing("visit", where={"visit": sorted(every)}, limit=50).frame
    code = rows["prefecture_code"].iloc[0]
    told_of = client.get(f"/api/v1/live?prefecture={code}").json
    with acting(PROVINCE):
        where = {"visit": [v["visit_id"] for v in told_of["visits"]]}
        assert set(listing("visit", where=where, limit=50).frame["prefecture_code"]) == {code}
    assert told_of["figures"] == {} and client.get("/api/v1/live?prefecture=nowhere").status_code == 400
