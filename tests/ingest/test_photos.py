"""Photos: kept unchanged, shown marked and small, to those in scope only."""

from __future__ import annotations

import base64
import hashlib
import statistics
import struct
import uuid
import zlib
from datetime import datetime
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from data.clock import now
from data.ops.engine import reading
from data.ops.schema import photos
from data.photos import files
from data.photos.caption import Caption, lines
from data.photos.watermark import THUMB_BYTES, copies
from tests.ingest.conftest import visit
from tests.people.conftest import sign_in

CAPTION = Caption("2026-11-23 14:09  湄潭县永兴镇茅坝村", "罗开梅 · 湄潭县联社 · 5203-26-018442")


def picture(kind: str = "JPEG", size: tuple[int, int] = (1280, 960), **more) -> bytes:
    """A noisy picture, which compresses badly."""
    out = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(out, kind, **more)
    return out.getvalue()


@pytest.fixture
def camera(phones, monkeypatch):
    """``camera(bytes, visit_uuid)`` → the answer of posting a photo of that visit."""
    import api.ingest

    monkeypatch.setattr("api.photos.directory", api.ingest.directory)
    monkeypatch.setattr("api.photos_store.directory", api.ingest.directory)
    monkeypatch.setattr("data.photos.prints.caption", lambda **_: CAPTION)

    def post(content: bytes, visit_uuid: str, who: str = "gate", **changes):
        fields = {"photo_uuid": str(uuid.uuid4()), "visit_uuid": visit_uuid, "taken_at": now().isoformat()}
        place = {"lon": "107.5", "lat": "27.7", "crs": "GCJ-02"}
        form = fields | place | changes | {"file": (BytesIO(content), "photo.jpg")}
        headers = {"Authorization": f"Bearer {phones.tokens[who]}"}
        return phones.client.post("/api/v1/photos", data=form, headers=headers)

    post.phones = phones
    return post


@pytest.fixture
def shot(camera):
    """→ (photo id, original bytes) of a photo of S1's visit."""
    sent, content = visit(), picture()
    camera.phones("visits", sent)
    answer = camera(content, sent["client_uuid"])
    assert answer.status_code == 200, answer.text
    return answer.json["photo_id"], content


def test_original_is_kept_unchanged_under_its_hash(shot):
    _photo_id, content = shot
    assert files.read(files.original(hashlib.sha256(content).hexdigest())) == content


def test_copies_are_marked_small_and_without_exif(office, shot):
    client, _ = sign_in(office, "boss")
    for size, width in (("thumb", 360), ("full", 1280)):
        answer = client.get(f"/api/v1/photos/{shot[0]}?size={size}")
        shown = Image.open(BytesIO(answer.data))
        assert (answer.mimetype, shown.width, dict(shown.getexif())) == ("image/jpeg", width, {})
        assert size == "full" or len(answer.data) <= THUMB_BYTES


def test_the_same_again_is_a_duplicate_another_is_a_conflict(camera):
    sent, content, photo = visit(), picture(), str(uuid.uuid4())
    camera.phones("visits", sent)
    at = now().isoformat()
    first, again = (camera(content, sent["client_uuid"], photo_uuid=photo, taken_at=at) for _ in range(2))
    assert [first.json["status"], again.json["status"]] == ["stored", "duplicate"]
    assert first.json["visit_no"] == again.json["visit_no"]
    assert camera(picture(), sent["client_uuid"], photo_uuid=photo, taken_at=at).status_code == 409


def test_base64_in_json_will_do(camera):
    sent = visit()
    camera.phones("visits", sent)
    body = {"photo_uuid": str(uuid.uuid4()), "visit_uuid": sent["client_uuid"], "taken_at": now().isoformat()}
    answer = camera.phones("photos", body | {"image_base64": base64.b64encode(picture("PNG", (80, 80))).decode()})
    assert answer.json["status"] == "stored"


def test_a_photo_before_its_visit_is_told_to_wait(camera):
    answer = camera(picture(), str(uuid.uuid4()))
    assert (answer.status_code, answer.json["error"]) == (409, "unknown_visit")


def test_only_the_visitor_or_a_gateway_in_scope_adds_photos(camera):
    sent = visit(staff_id="S2")
    camera.phones("visits", sent)
    assert [camera(picture(), sent["client_uuid"], who=who).status_code for who in ("mary", "egate", "gate")] == [
        403,
        403,
        200,
    ]


def png_bomb() -> bytes:
    """A PNG of 30,000 × 30,000 pixels in a few bytes."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg/>",
        b"GIF89a" + b"\0" * 50,
        picture()[:3000],
        png_bomb(),
        b"\xff\xd8\xff" + b"x" * 900,
        picture("PNG", (9, 9)),
    ],
    ids=["empty", "svg", "gif", "cut", "bomb", "fake", "tiny"],
)
def test_what_is_no_photo_is_refused_and_leaves_nothing(camera, content):
    sent = visit()
    camera.phones("visits", sent)
    assert camera(content, sent["client_uuid"]).status_code == 400
    with reading() as connection:
        assert connection.execute(select(photos)).first() is None


def test_too_large_is_refused(camera):
    sent = visit()
    camera.phones("visits", sent)
    assert camera(b"\xff\xd8" + b"x" * (12 << 20), sent["client_uuid"]).status_code == 400
    assert camera(b"\xff\xd8" + b"x" * (18 << 20), sent["client_uuid"]).status_code == 413


def test_shown_inside_the_scope_only(office, shot):
    for username, status in (("boss", 200), ("mary", 200), ("eve", 404)):
        client = _as(office, username)
        assert client.get(f"/api/v1/photos/{shot[0]}").status_code == status
    assert office.server.test_client().get(f"/api/v1/photos/{shot[0]}").status_code == 401


def _as(office, username: str):
    from data.ops.engine import writing
    from data.ops.users import add, by_username
    from tests.people.conftest import PASSWORD

    with writing() as connection:
        if by_username(connection, username) is None:
            add(connection, username, name="Eve", role="entity_head", scope="entity:E5222", password=PASSWORD)
    return sign_in(office, username)[0]


def test_browser_keeps_its_copy(office, shot):
    client, _ = sign_in(office, "boss")
    first = client.get(f"/api/v1/photos/{shot[0]}")
    again = client.get(f"/api/v1/photos/{shot[0]}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"].startswith("private")


def test_lost_copies_are_made_again(office, shot):
    from pathlib import Path

    from data.settings import settings

    lost = Path(settings().files.removeprefix("file://")) / files.copy(shot[0], "thumb")
    lost.unlink()
    assert sign_in(office, "boss")[0].get(f"/api/v1/photos/{shot[0]}").status_code == 200
    assert lost.exists()


def test_gps_of_the_phone_is_not_in_the_copies():
    exif = Image.Exif()
    exif[0x010F] = "Phone"
    made = copies(picture(exif=exif), CAPTION)
    assert b"Phone" not in made.full and b"Exif" not in made.full and b"Exif" not in made.thumb


def test_caption_says_when_where_who_and_number(office):
    said = lines(
        datetime(2026, 11, 23, 14, 9), ["湄潭县", "永兴镇", "茅坝村"], "罗开梅", "湄潭县联社", "5203-26-018442"
    )
    assert said.above == "2026-11-23 14:09  湄潭县永兴镇茅坝村"
    assert said.below.startswith("罗开梅 · 湄潭县联社 · 5203-26-018442")


def test_band_is_dark_with_light_text():
    white = BytesIO()
    Image.new("RGB", (1200, 900), "white").save(white, "JPEG")
    shown = Image.open(BytesIO(copies(white.getvalue(), CAPTION).full)).convert("L")
    band = list(shown.crop((0, 860, 1200, 895)).getdata())
    assert statistics.median(band) < 110 and max(band) > 230
