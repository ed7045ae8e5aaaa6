"""Photos in pieces: whole in the end, exactly once, whatever breaks in between."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from data.clock import now
from data.ops.engine import reading, writing
from data.ops.schema import photo_upload, photos
from data.photos import files, uploads
from tests.ingest.conftest import visit
from tests.ingest.test_photos import CAPTION, picture

PIECE = 100_000


@pytest.fixture
def line(phones, monkeypatch):
    """``line.begin(visit_uuid, content)``, ``line.send(photo_uuid, content, at)``: a phone with a thin line."""
    import api.ingest

    for part in ("photos", "photos_store", "photo_uploads"):
        monkeypatch.setattr(f"api.{part}.directory", api.ingest.directory)
    monkeypatch.setattr("data.photos.prints.caption", lambda **_: CAPTION)
    with writing() as connection:
        connection.execute(photo_upload.delete())
    return Line(phones)


class Line:
    """A phone's side of an upload."""

    def __init__(self, phones):
        self.phones = phones

    def begin(self, visit_uuid: str, content: bytes, who: str = "gate", **changes):
        body = {
            "photo_uuid": str(uuid.uuid4()),
            "visit_uuid": visit_uuid,
            "taken_at": now().isoformat(),
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        return self.phones("photos/uploads", body | changes, who)

    def send(self, photo_uuid: str, content: bytes, at: int, size: int = PIECE, who: str = "gate"):
        headers = {"Authorization": f"Bearer {self.phones.tokens[who]}"}
        path = f"/api/v1/photos/uploads/{photo_uuid}?offset={at}"
        return self.phones.client.put(path, data=content[at : at + size], headers=headers)

    def offset(self, photo_uuid: str, who: str = "gate"):
        headers = {"Authorization": f"Bearer {self.phones.tokens[who]}"}
        return self.phones.client.get(f"/api/v1/photos/uploads/{photo_uuid}", headers=headers)

    def all_of(self, photo_uuid: str, content: bytes):
        """Send piece after piece, each where the server says. → the last answer."""
        answer = self.offset(photo_uuid)
        while answer.status_code == 200 and answer.json["offset"] < len(content):
            answer = self.send(photo_uuid, content, answer.json["offset"])
        return answer


def kept() -> int:
    with reading() as connection:
        return connection.execute(select(func.count()).select_from(photos)).scalar_one()


def test_a_photo_comes_whole_in_pieces_before_its_visit_but_for_the_last(line):
    sent, content = visit(), picture()
    began = line.begin(sent["client_uuid"], content)
    assert began.json == {"photo_uuid": began.json["photo_uuid"], "offset": 0}
    photo = began.json["photo_uuid"]
    early = line.all_of(photo, content)
    assert (early.status_code, early.json["error"]) == (409, "unknown_visit")
    line.phones("visits", sent)
    done = line.all_of(photo, content)
    assert (done.json["status"], done.json["photo_id"], done.json["offset"]) == ("stored", photo, len(content))
    assert files.read(files.original(hashlib.sha256(content).hexdigest())) == content
    assert files.sizes(files.pieces_of(photo)) == {} and kept() == 1


def test_a_piece_at_the_wrong_place_is_told_the_right_one(line):
    photo = line.begin(str(uuid.uuid4()), content := picture()).json["photo_uuid"]
    assert line.send(photo, content, 0).json["offset"] == PIECE
    for wrong in (0, 2 * PIECE):
        answer = line.send(photo, content, wrong)
        assert (answer.status_code, answer.json["error"], answer.json["offset"]) == (409, "wrong_offset", PIECE)


def test_the_last_piece_again_is_a_duplicate(line):
    sent, content = visit(), picture()
    line.phones("visits", sent)
    photo = line.begin(sent["client_uuid"], content).json["photo_uuid"]
    line.all_of(photo, content)
    again = line.send(photo, content, (len(content) - 1) // PIECE * PIECE)
    anew = line.begin(sent["client_uuid"], content, photo_uuid=photo)
    assert [a.json["status"] for a in (again, anew)] == ["duplicate"] * 2 and anew.json["offset"] == len(content)
    other = line.begin(sent["client_uuid"], picture(), photo_uuid=photo)
    assert other.status_code == 409 and kept() == 1


def test_another_hash_drops_the_pieces(line):
    sent, content = visit(), picture()
    line.phones("visits", sent)
    photo = line.begin(sent["client_uuid"], content, sha256="0" * 64).json["photo_uuid"]
    assert line.all_of(photo, content).status_code == 400
    assert line.offset(photo).status_code == 404 and kept() == 0


def test_what_is_no_photo_is_refused_in_the_end(line):
    sent, content = visit(), b"x" * 150_000
    line.phones("visits", sent)
    photo = line.begin(sent["client_uuid"], content).json["photo_uuid"]
    assert line.all_of(photo, content).status_code == 400
    assert line.offset(photo).status_code == 404 and kept() == 0


def test_words_may_change_until_it_is_whole_content_may_not(line):
    sent, content = visit(), picture()
    photo = line.begin(str(uuid.uuid4()), content).json["photo_uuid"]
    line.send(photo, content, 0)
    line.phones("visits", sent)
    assert line.begin(sent["client_uuid"], content, photo_uuid=photo).json["offset"] == PIECE
    assert line.begin(sent["client_uuid"], picture(), photo_uuid=photo).status_code == 409
    assert line.all_of(photo, content).json["status"] == "stored"


def test_somebody_else_neither_sees_nor_adds(line):
    photo = line.begin(str(uuid.uuid4()), content := picture()).json["photo_uuid"]
    assert line.send(photo, content, 0, who="mary").status_code == 404
    assert line.offset(photo, who="mary").status_code == 404
    assert line.begin(str(uuid.uuid4()), content, "mary", photo_uuid=photo).status_code == 409
    sent = visit(staff_id="S2")
    line.phones("visits", sent)
    assert line.begin(sent["client_uuid"], content, "mary").status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [{"bytes": 0}, {"bytes": 12 * 1024 * 1024 + 1}, {"bytes": "9"}, {"sha256": "x"}, {"photo_uuid": "1"}, {"more": 1}],
    ids=str,
)
def test_what_cannot_become_a_photo_is_not_begun(line, wrong):
    answer = line.begin(str(uuid.uuid4()), b"abc", **wrong)
    assert answer.status_code == 400 and answer.json["errors"][0]["message"]


@pytest.mark.parametrize("offset", ["", "-1", "a", "1.5", "9" * 30, "١"])
def test_an_offset_is_a_whole_number(line, offset):
    photo = line.begin(str(uuid.uuid4()), b"abc").json["photo_uuid"]
    assert line.send(photo, b"abc", 0).status_code == 409  # whole, no visit yet
    headers = {"Authorization": f"Bearer {line.phones.tokens['gate']}"}
    path = f"/api/v1/photos/uploads/{photo}?offset={offset}"
    assert line.phones.client.put(path, data=b"abc", headers=headers).status_code == 400


def test_no_piece_is_empty_too_long_or_beyond_a_megabyte(line):
    photo = line.begin(str(uuid.uuid4()), bytes(3_000_000)).json["photo_uuid"]
    assert line.send(photo, b"", 0).status_code == 400
    assert line.send(photo, bytes(1_048_577), 0, size=2_000_000).status_code == 413
    short = line.begin(str(uuid.uuid4()), b"abc").json["photo_uuid"]
    assert line.send(short, b"abcd", 0).status_code == 400


def test_what_nobody_went_on_with_is_swept(line):
    photo = line.begin(str(uuid.uuid4()), content := picture()).json["photo_uuid"]
    line.send(photo, content, 0)
    with writing() as connection:
        connection.execute(update(photo_upload).values(touched_at=now() - uploads.KEPT - timedelta(minutes=1)))
    assert uploads.sweep() == 1
    assert files.sizes(files.pieces_of(photo)) == {} and line.offset(photo).status_code == 404
