"""Apps that are already on phones, by the forms their protocols publish: traccar.org/osmand, owntracks.org/booklet."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from data.clock import SHANGHAI
from data.ops.engine import reading
from data.ops.schema import positions
from tests.people.conftest import sign_in

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=SHANGHAI)  # a Tuesday
SECONDS = int(NOON.timestamp())


@pytest.fixture
def app_of(phones, monkeypatch):
    """``app_of.osmand(query)``, ``app_of.owntracks(body)``: an app on mary's phone, shortly after noon on a working day."""
    import api.ingest

    at = (NOON + timedelta(minutes=1)).replace(tzinfo=None)
    monkeypatch.setattr("api.other_phones.directory.directory", api.ingest.directory)
    for place in ("api.ingest_models.now", "api.ingest.now", "api.other_phones.now", "api.osmand.now"):
        monkeypatch.setattr(place, lambda: at)
    return Apps(phones)


class Apps:
    """Requests as the apps make them."""

    def __init__(self, phones):
        self.client, self.token = phones.client, phones.tokens["mary"]

    def osmand(self, query: dict | str, method: str = "GET", **more):
        text = query if isinstance(query, str) else urlencode({"id": self.token} | query)
        return self.client.open(f"/ingest/osmand?{text}", method=method, **more)

    def owntracks(self, body: object, password: str | None = None, **more):
        word = base64.b64encode(f"phone:{password or self.token}".encode()).decode()
        return self.client.post("/ingest/owntracks", json=body, headers={"Authorization": f"Basic {word}"}, **more)


def kept() -> list[dict]:
    with reading() as connection:
        return [dict(row) for row in connection.execute(select(positions).order_by(positions.c.id)).mappings()]


OSMAND = {  # the forms published for the protocol; the id is put in front
    "osmand app": {
        "lat": "27.7",
        "lon": "107.5",
        "timestamp": f"{SECONDS}",
        "hdop": "5.0",
        "altitude": "900",
        "speed": "0",
    },
    "traccar client 8": {
        "timestamp": f"{SECONDS}",
        "lat": "27.7",
        "lon": "107.5",
        "speed": "1.5",
        "bearing": "0.0",
        "altitude": "900",
        "accuracy": "12.5",
        "batt": "87",
    },
    "milliseconds": {"lat": "27.7", "lon": "107.5", "timestamp": f"{SECONDS}579"},
    "iso": {"lat": "27.7", "lon": "107.5", "timestamp": "2026-11-24T04:00:00Z"},
    "with a space, in utc": {"lat": "27.7", "lon": "107.5", "timestamp": "2026-11-24 04:00:00"},
    "one location": {"location": "27.7,107.5", "timestamp": f"{SECONDS}"},
    "no time": {"lat": "27.7", "lon": "107.5"},
    "heading and hacc": {
        "lat": "27.7",
        "lon": "107.5",
        "heading": "0",
        "vacc": "0",
        "hacc": "8",
        "timestamp": f"{SECONDS}",
    },
}


@pytest.mark.parametrize("form", OSMAND.values(), ids=OSMAND)
def test_osmand_as_published(app_of, form):
    assert app_of.osmand(form).json == {"stored": 1, "dropped": 0}
    (row,) = kept()
    assert (row["lon"], row["lat"], row["source_crs"], row["app"]) == (107.5, 27.7, "WGS-84", "osmand")
    assert abs(row["at"] - NOON.replace(tzinfo=None)) <= timedelta(minutes=1) and row["staff_id"] == "S1"


def test_osmand_by_post_as_a_form_and_with_another_word_for_the_device(app_of):
    form = {"deviceid": app_of.token, "lat": "27.7", "lon": "107.5", "timestamp": f"{SECONDS}"}
    assert app_of.client.post("/ingest/osmand", data=form).json["stored"] == 1


def test_osmand_speed_is_in_knots_accuracy_in_metres_and_mock_is_kept(app_of):
    app_of.osmand(OSMAND["traccar client 8"] | {"speed": "10", "mock": "true"})
    (row,) = kept()
    assert (round(row["speed_mps"], 3), row["accuracy_m"], row["is_mock"]) == (5.144, 12.5, True)


def location(**changes) -> dict:
    """As the background location SDK of Traccar Client 9 makes it."""
    coords = {"latitude": 27.7, "longitude": 107.5, "accuracy": 9, "speed": 1.2, "heading": 0, "altitude": 900}
    return {
        "timestamp": "2026-11-24T04:00:00.000Z",
        "coords": coords | changes.pop("coords", {}),
        "is_moving": False,
        "odometer": 0,
        "event": "motionchange",
        "battery": {"level": 1, "is_charging": False},
        "activity": {"type": "still"},
        "extras": {},
    } | changes


def json_of(app_of, locations: object):
    return app_of.client.post("/ingest/osmand", json={"location": locations, "device_id": app_of.token})


def test_traccar_client_9_sends_json(app_of):
    assert json_of(app_of, location()).json == {"stored": 1, "dropped": 0}
    (row,) = kept()
    assert (row["lon"], row["accuracy_m"], row["speed_mps"], row["app"]) == (107.5, 9, 1.2, "traccar")


def test_several_at_once_and_figures_it_does_not_know(app_of):
    later = location(timestamp="2026-11-24T04:00:30.000Z", coords={"speed": -1, "accuracy": -1}, mock=True)
    assert json_of(app_of, [location(), later]).json["stored"] == 2
    assert [(row["speed_mps"], row["is_mock"]) for row in kept()] == [(1.2, False), (None, True)]


def owned(**changes) -> dict:
    """A location of OwnTracks, as in its booklet."""
    whole = {"_type": "location", "lat": 27.7, "lon": 107.5, "tst": SECONDS, "acc": 10, "vel": 36, "tid": "JJ"}
    return whole | {"alt": 900, "batt": 80, "conn": "m", "t": "u", "BSSID": "x", "created_at": SECONDS + 2} | changes


def test_owntracks_as_published(app_of):
    answer = app_of.owntracks(owned())
    (row,) = kept()
    assert (answer.status_code, answer.json) == (200, [])
    assert (row["lon"], row["accuracy_m"], row["speed_mps"], row["app"]) == (107.5, 10, 10, "owntracks")


def test_owntracks_without_a_password_names_its_device_in_a_header(app_of):
    headers = {"X-Limit-U": "mary", "X-Limit-D": app_of.token}
    assert app_of.client.post("/ingest/owntracks", json=owned(), headers=headers).json == [] and len(kept()) == 1


@pytest.mark.parametrize(
    "message",
    [
        {"_type": "lwt", "tst": SECONDS},
        {"_type": "waypoint", "desc": "home", "lat": 27.7, "lon": 107.5, "rad": 50, "tst": SECONDS},
        {"_type": "waypoints", "waypoints": []},
        {"_type": "card", "name": "Jane"},
        {"_type": "cmd", "action": "dump"},
        {"_type": "steps", "steps": 10, "from": 1, "to": 2, "tst": SECONDS},
        {"_type": "status"},
        {"_type": "configuration"},
        {
            "_type": "beacon",
            "desc": "b",
            "uuid": "x",
            "major": 1,
            "minor": 2,
            "tst": SECONDS,
            "acc": 1,
            "rssi": -1,
            "prox": 1,
        },
    ],
    ids=lambda message: message["_type"],
)
def test_owntracks_messages_that_say_nothing_of_a_place(app_of, message):
    answer = app_of.owntracks(message)
    assert (answer.status_code, answer.json, kept()) == (200, [], [])


def test_owntracks_transition_and_the_empty_message(app_of):
    crossed = {
        "_type": "transition",
        "event": "enter",
        "lat": 27.7,
        "lon": 107.5,
        "tst": SECONDS,
        "wtst": 1,
        "acc": 3,
        "t": "c",
    }
    assert app_of.owntracks(crossed).json == [] and len(kept()) == 1
    headers = {"X-Limit-D": app_of.token}
    assert app_of.client.post("/ingest/owntracks", data=b"", headers=headers).json == []


def test_the_same_moment_again_changes_nothing(app_of):
    first, again = app_of.osmand(OSMAND["iso"]), app_of.osmand(OSMAND["iso"])
    elsewhere = app_of.osmand(OSMAND["iso"] | {"lat": "27.8"})
    assert [answer.status_code for answer in (first, again, elsewhere)] == [200] * 3
    assert [row["lat"] for row in kept()] == [27.7]


@pytest.mark.parametrize(
    "when", ["2026-11-23T21:00:00+08:00", "2026-11-22T12:00:00+08:00", "2026-07-24T12:00:00+08:00"]
)
def test_outside_working_hours_or_too_old_it_is_dropped_and_all_is_well(app_of, when):
    form = {"lat": "27.7", "lon": "107.5", "timestamp": when}
    assert app_of.osmand(form).json == {"stored": 0, "dropped": 1} and kept() == []


def test_a_request_that_says_nothing_of_where_is_refused_in_words(app_of):
    answer = app_of.osmand({"timestamp": f"{SECONDS}"})
    assert answer.status_code == 400 and "lat" in answer.json["message"] and kept() == []


@pytest.mark.parametrize("form", [{"cell": "257,02,16,2224"}, {"lat": "27.7", "lon": "107.5", "valid": "false"}])
def test_a_report_without_a_place_is_taken_and_nothing_kept(app_of, form):
    assert app_of.osmand(form).json == {"stored": 0, "dropped": 0} and kept() == []


WRONG = [
    {"lat": "91", "lon": "107.5"},
    {"lat": "27.7", "lon": "nan"},
    {"lat": "north", "lon": "107.5"},
    {"lat": "27.7"},
    {"lat": "27.7", "lon": "107.5", "timestamp": "tomorrow"},
    {"lat": "27.7", "lon": "107.5", "timestamp": "2026-11-25T12:00:00Z"},
    {"lat": "27.7", "lon": "107.5", "timestamp": "1e400"},
    {"lat": "27.7", "lon": "107.5", "accuracy": "-5"},
    {"location": "here"},
]


@pytest.mark.parametrize("form", WRONG, ids=str)
def test_what_cannot_be_a_position_is_refused_in_words(app_of, form):
    answer = app_of.osmand(form)
    assert answer.status_code == 400 and answer.json["errors"][0]["message"] and kept() == []


@pytest.mark.parametrize(
    "message",
    [[], 1, {}, {"_type": 3}, {"_type": "encrypted", "data": "x"}, owned(lat="a"), owned(tst="x"), owned(lon=None)],
    ids=str,
)
def test_owntracks_refuses_what_it_cannot_be(app_of, message):
    answer = app_of.owntracks(message)
    assert answer.status_code == 400 and kept() == []


def test_only_a_device_opens_these_addresses(app_of, office):
    good = urlencode(OSMAND["iso"])
    assert app_of.client.get(f"/ingest/osmand?id=qh_wrong&{good}").status_code == 401
    assert app_of.client.get(f"/ingest/osmand?{good}").status_code == 401
    assert app_of.owntracks(owned(), password="wrong").status_code == 401
    assert (
        sign_in(office, "mary")[0].get(f"/ingest/osmand?{good}").status_code == 403
    )  # a GET that stores: no cookie opens it
    assert kept() == []


def test_the_moment_is_of_shanghai_whatever_the_phone_writes(app_of):
    utc = datetime.fromtimestamp(SECONDS, UTC).strftime("%Y-%m-%d %H:%M:%S")
    app_of.osmand({"lat": "27.7", "lon": "107.5", "timestamp": utc})
    assert kept()[0]["at"] == NOON.replace(tzinfo=None)
