"""A thousand hostile inputs: each is answered with a clear 4xx, none is stored, none is fatal."""

from __future__ import annotations

import base64
import hashlib
import itertools
import uuid
from urllib.parse import quote

import pytest
from sqlalchemy import func, select

from data import votes
from data.clock import now
from data.ops import schema
from data.ops.engine import reading, writing
from data.photos import files
from tests.ingest import hostile_cases as hostile
from tests.ingest.conftest import position, visit
from tests.ingest.test_photos import camera, picture  # noqa: F401  a fixture
from tests.ingest.test_uploads import Line

TABLES = (schema.visits, schema.positions, schema.photos, schema.photo_print, schema.visit_vote)
JSON_GROUPS = {
    "visits": hostile.visits,
    "positions": hostile.positions,
    "bodies": hostile.bodies,
    "others": hostile.others,
}


def held() -> list[int]:
    """How many rows each table holds."""
    with reading() as connection:
        return [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in TABLES]


def is_clear(answer) -> bool:
    """A 4xx that says what is the matter: a sentence, or one for each field."""
    if not 400 <= answer.status_code < 500 or not answer.is_json:
        return 400 <= answer.status_code < 500 and "</html>" in answer.text
    told = answer.json
    errors = told.get("errors") or [error for result in told.get("results", ()) for error in result.get("errors", ())]
    return bool(told.get("message") or (errors and all(error["message"] for error in errors)))


def judged(cases, send) -> list[str]:
    """What was not refused clearly."""
    wrong = []
    for case in cases:
        answer = send(case)
        if not is_clear(answer):
            wrong.append(f"{case!r:.200} → {answer.status_code} {answer.text[:120]}")
    return wrong


def test_there_are_a_thousand():
    groups = (*JSON_GROUPS.values(), hostile.photos, hostile.uploads)
    elsewhere = len(hostile.contents()) + len(OSMAND) + len(OWNTRACKS) + len(VOTES) + len(OFFSETS) + len(REPLAYED)
    assert sum(1 for group in groups for _case in group()) + elsewhere >= 1000


@pytest.mark.parametrize("group", JSON_GROUPS.values(), ids=JSON_GROUPS)
def test_of_visits_and_positions(phones, group):
    before = held()
    assert judged(group(), lambda case: phones(case.path, case.body, case.who)) == []
    assert held() == before


@pytest.fixture
def visited(camera):  # noqa: F811
    """A stored visit to which photos are sent. → the camera and the visit's UUID."""
    sent = visit()
    camera.phones("visits", sent)
    return camera, sent["client_uuid"]


def test_of_photos(visited):
    post, visit_uuid = visited
    before = held()

    def send(case: hostile.Case):
        if isinstance(case.body, tuple):
            words, content = case.body
            return post(
                content, words.get("visit_uuid", visit_uuid), **{k: v for k, v in words.items() if k != "visit_uuid"}
            )
        whole = {"photo_uuid": str(uuid.uuid4()), "visit_uuid": visit_uuid, "taken_at": now().isoformat()}
        return post.phones("photos", whole | case.body)

    assert judged(hostile.photos(), send) == []
    assert held() == before


@pytest.fixture
def line(visited, monkeypatch):
    """A phone that sends photos of the visit in pieces. → the line and the visit's UUID."""
    import api.ingest

    monkeypatch.setattr("api.photo_uploads.directory", api.ingest.directory)
    with writing() as connection:
        connection.execute(schema.photo_upload.delete())
    return Line(visited[0].phones), visited[1]


def test_of_photos_in_pieces(line):
    phone, visit_uuid = line
    before = held()
    assert judged(hostile.uploads(), lambda case: phone.phones(case.path, case.body)) == []

    def whole(content: bytes):
        began = phone.begin(visit_uuid, content)
        return phone.all_of(began.json["photo_uuid"], content) if began.status_code == 200 else began

    PIECES = [content for content in hostile.contents() if len(content) < 1_000_000]
    assert judged(PIECES, whole) == []
    names = [hashlib.sha256(content).hexdigest() for content in PIECES]
    assert held() == before and not any(files.read(files.original(name)) for name in names)


OFFSETS = ["", "-1", "a", "1.5", "1e3", "9" * 30, "0x1", "١", "%00", "0;1", "1", "99999999"]


def test_of_places_in_a_photo(line):
    phone, visit_uuid = line
    photo = phone.begin(visit_uuid, bytes(3_000_000)).json["photo_uuid"]
    headers = {"Authorization": f"Bearer {phone.phones.tokens['gate']}"}
    path = f"/api/v1/photos/uploads/{photo}?offset="
    assert judged(OFFSETS, lambda at: phone.phones.client.put(path + at, data=b"abc", headers=headers)) == []
    assert phone.offset(photo).json["offset"] == 0


CHANGED = {
    "visits": (visit, {"household_id": "H2", "customer_id": None, "note": "other", "satisfaction": 1, "purpose": "complaint", "result": "resolved",
                       "staff_id": "S2", "products": [], "position": {"lon": 1.0, "lat": 1.0, "crs": "WGS-84"}, "app": "x", "monotonic_ms": 1}),
    "positions": (position, {"lon": 1.0, "lat": 1.0, "staff_id": "S2", "speed_mps": 3.0, "accuracy_m": 1.0, "crs": "GCJ-02", "is_mock": True}),
}  # fmt: skip
REPLAYED = [(path, field) for path, (_whole, fields) in CHANGED.items() for field in fields]


def test_of_replayed_ids_with_other_content(phones):
    stored = {path: whole() for path, (whole, _fields) in CHANGED.items()}
    assert all(phones(path, body).status_code == 200 for path, body in stored.items())
    before = held()

    def send(case):
        path, field = case
        return phones(
            path,
            stored[path]
            | {field: CHANGED[path][1][field]}
            | ({"customer_id": None} if field == "household_id" else {}),
        )

    assert judged(REPLAYED, send) == [] and held() == before


def test_of_a_replayed_photo(visited):
    post, visit_uuid = visited
    photo, at = str(uuid.uuid4()), now().isoformat()
    assert post(picture(), visit_uuid, photo_uuid=photo, taken_at=at).status_code == 200
    before = held()
    others = ({"lon": "1"}, {"taken_at": "2026-01-01T10:00:00"}, {"lat": "2"})
    assert (
        judged(others, lambda more: post(picture(), visit_uuid, **({"photo_uuid": photo, "taken_at": at} | more))) == []
    )
    assert held() == before


PLACE = "lat=27.7&lon=107.5"
OSMAND = [
    *(f"lat={lat}&lon=107.5" for lat in ("91", "-91", "x", "nan", "inf", "1e400", "27,7", "٢٧", "27.7;", "0x1b", "%00", "27.7'")),
    *(f"lat=27.7&lon={lon}" for lon in ("181", "-181", "x", "nan", "-inf", "", "107.5.1", "[]", "{}", "true")),
    *(f"{PLACE}&timestamp={at}" for at in ("x", "tomorrow", "1e400", "-1e400", "nan", "2101-01-01T00:00:00Z", "99999999999999999", "0", "-1", "2026-13-01", "1999-01-01T00:00:00Z")),
    *(f"{PLACE}&accuracy={value}" for value in ("-5", "x", "nan", "1e9")),
    *(f"{PLACE}&speed={value}" for value in ("-5", "x", "nan", "99999")),
    *(f"location={value}" for value in ("here", "91,107", "27.7", ",x", "27.7,181", "27.7,107.5,3")),
    "lat=27.7", "lon=107.5",
]  # fmt: skip
OWNTRACKS = [
    b"", *hostile.BODIES[1:10], b"[]", b'"x"', b"1", b"{}", b'{"_type": 3}', b'{"_type": null}', b'{"_type": "encrypted", "data": "x"}',
    *(b'{"_type": "location", "lat": 27.7, "lon": 107.5, "tst": ' + at + b"}" for at in (b'"x"', b"4102444800", b"1e300", b"true", b"[]", b"-1")),
    *(b'{"_type": "location", "tst": 1764000000, "lat": ' + at + b"}" for at in (b'91, "lon": 1', b'"x", "lon": 1', b'1, "lon": 181', b'null, "lon": 1', b'true, "lon": 1', b"1")),
    *(b'{"_type": "location", "tst": 1764000000, "lat": 1, "lon": 1, ' + more + b"}" for more in (b'"acc": "x"', b'"acc": 1e300', b'"vel": "x"', b'"vel": 1e300', b'"acc": []')),
    *(b'{"_type": "transition", "tst": 1764000000, "event": "enter"' + more + b"}" for more in (b"", b', "lat": 91, "lon": 1')),
]  # fmt: skip


@pytest.fixture
def apps(phones, monkeypatch):
    """Apps on mary's phone."""
    import api.ingest

    monkeypatch.setattr("api.other_phones.directory.directory", api.ingest.directory)
    return phones


def test_of_other_apps(apps):
    before, token = held(), apps.tokens["mary"]
    word = base64.b64encode(f"x:{token}".encode()).decode()
    assert judged(OSMAND, lambda query: apps.client.get(f"/ingest/osmand?id={token}&{query}")) == []
    headers = {"Authorization": f"Basic {word}", "Content-Type": "application/json"}
    wrong = [body for body in OWNTRACKS if body]
    assert judged(wrong, lambda body: apps.client.post("/ingest/owntracks", data=body, headers=headers)) == []
    strangers = ("", "qh_", "x" * 300, token[:-1], token.upper(), f"{token}'", "\0")
    assert judged(strangers, lambda one: apps.client.get(f"/ingest/osmand?id={quote(one)}&{PLACE}")) == []
    assert held() == before


RATINGS = ["", "0", "6", "-1", "5.5", "five", "٥", "1e0", " 5", "5\0", "null", "[]"]
CODES = [
    "ZZZZZZZZZZ",
    "AAAAAAAAA",
    "AAAAAAAAAAA",
    "AAAAAAAAAI",
    "%00",
    "' or 1=1",
    "x" * 39,
    "ÄÄÄÄÄÄÄÄÄÄ",
    "1234567890",
    "-" * 10,
]
VOTES = [*(("", rating) for rating in RATINGS), *((code, "5") for code in CODES)]


def test_of_votes(phones):
    with writing() as connection:
        connection.execute(schema.visit_vote.delete())
        connection.execute(schema.vote_code.delete())
    (code,), client = votes.issue("S1", 1), phones.client
    client.get(f"/v/{code}")
    token, address = client.get_cookie("_csrf_token").value, itertools.count()

    def send(case):
        form = {"csrf_token": token, "rating": case[1], "said": "x"}
        place = {"REMOTE_ADDR": f"10.0.{next(address)}.1"}
        return client.post(f"/v/{quote(case[0] or code)}", data=form, environ_base=place)

    assert judged(VOTES, send) == [] and votes.is_open(code) and held()[-1] == 0
    much = {"csrf_token": token, "rating": "5", "said": "长" * 501}
    assert is_clear(client.post(f"/v/{code}", data=much)) and is_clear(
        client.post(f"/v/{code}", data=much | {"said": "x" * 9000})
    )
    assert votes.is_open(code)
