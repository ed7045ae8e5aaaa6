"""Is it ours? By number and signature, and by file, told inside the scope alone."""

from __future__ import annotations

import time
import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from data.clock import now
from data.listing import listing
from data.ops.engine import reading
from data.ops.schema import audit
from data.photos import files, prints
from data.scope import acting
from tests.ingest.test_prints import scene
from tests.visits.test_pages import EVERYBODY, opened


@pytest.fixture(scope="module")
def kept(app, province):
    """→ (photo_id, its original, visit_no, another entity's name of login) of a photo sent for a real visit."""
    client, token = app.server.test_client(), (province / "phones.token").read_text().strip()
    headers = {"Authorization": f"Bearer {token}"}
    with app.server.app_context(), acting(EVERYBODY):
        manager = listing("staff", where={"is_manager": True, "is_active": True}, limit=1).frame.iloc[0]
        home = listing("household", where={"entity": manager["entity_id"]}, limit=1).frame.iloc[0]
    start = now() - timedelta(minutes=30)
    sent = {
        "client_uuid": str(uuid.uuid4()),
        "staff_id": manager["staff_id"],
        "household_id": home["household_id"],
        "purpose": "credit_review",
        "result": "no_need",
        "started_at": start.isoformat(),
        "ended_at": (start + timedelta(minutes=9)).isoformat(),
    }
    assert client.post("/api/v1/visits", json=sent, headers=headers).status_code == 200
    content, photo_id = scene(77), str(uuid.uuid4())
    form = {"photo_uuid": photo_id, "visit_uuid": sent["client_uuid"], "taken_at": start.isoformat()}
    answer = client.post("/api/v1/photos", data=form | {"file": (BytesIO(content), "a.jpg")}, headers=headers)
    assert answer.status_code == 200, answer.text
    wait_until_live(app, answer.json["visit_no"])
    return photo_id, content, answer.json["visit_no"]


def wait_until_live(app, visit_no: str) -> None:
    """A visit is seen within a second of its coming."""
    where = {"visit_no": visit_no, "day": now().date().isoformat()}
    for _try in range(50):
        with app.server.app_context(), acting(EVERYBODY):
            if listing("visit", where=where, limit=1).total:
                return
        time.sleep(0.1)


def asked(client, content: bytes):
    headers = {"X-CSRFToken": client.get_cookie("_csrf_token").value, "Origin": "http://localhost"}
    return client.post("/api/v1/photos/verify", data=content, headers=headers).json


def smaller(content: bytes) -> bytes:
    out = BytesIO()
    Image.open(BytesIO(content)).resize((700, 525)).save(out, "JPEG", quality=60)
    return out.getvalue()


def test_original_copy_likeness_and_stranger(client_as, kept):
    photo_id, content, visit_no = kept
    client = client_as("executive")
    copy = files.read(files.copy(photo_id, "thumb"))
    files_of = {"original": content, "copy": copy, "near": smaller(content), "none": scene(4711)}
    told = {kind: asked(client, file) for kind, file in files_of.items()}
    assert {kind: one["verdict"] for kind, one in told.items()} == {kind: kind for kind in files_of}
    assert all(told[kind]["photos"][0]["visit_no"] == visit_no for kind in ("original", "copy", "near"))
    assert told["none"]["photos"] == []


def test_a_copy_with_one_bit_turned_is_not_ours_unchanged(client_as, kept):
    copy = bytearray(files.read(files.copy(kept[0], "full")))
    copy[-3] ^= 1
    assert asked(client_as("executive"), bytes(copy))["verdict"] == "near"


def test_who_sees_another_part_hears_ours_or_not_and_no_more(client_as, kept, monkeypatch):
    monkeypatch.setattr("api.photo_verify.shown_to_asker", lambda frame, _where: frame.head(0))
    told = asked(client_as("executive"), kept[1])
    assert told["photos"] == [] and kept[2] not in str(told) and told["verdict"] == "original"


def test_scope_decides_what_is_told(client_as, kept):
    seen = {name: len(asked(client_as(name), kept[1])["photos"]) for name in ("executive", "analyst", "manager")}
    assert seen["executive"] == seen["analyst"] == 1 and seen["manager"] in {0, 1}


def test_the_question_is_recorded(client_as, kept):
    asked(client_as("analyst"), kept[1])
    with reading() as connection:
        newest = connection.execute(select(audit).order_by(audit.c.id.desc()).limit(1)).mappings().one()
    assert (newest["action"], newest["object_id"]) == ("photo.verify", kept[0])


@pytest.mark.parametrize("body", [b"", b"<svg/>", b"PK\x03\x04"])
def test_what_is_no_picture_is_said(client_as, body):
    client = client_as("executive")
    headers = {"X-CSRFToken": client.get_cookie("_csrf_token").value, "Origin": "http://localhost"}
    assert client.post("/api/v1/photos/verify", data=body, headers=headers).status_code == 400


@pytest.mark.parametrize(("sign", "tone"), [("", "good"), ("true", "good"), ("ABCDEFGH", "bad")])
def test_a_number_and_a_signature_are_looked_up(client_as, kept, sign, tone):
    signature = prints.signature_kept(kept[0]) if sign == "true" else sign
    text = opened(client_as("executive"), "/visits/photos", f"?no={kept[2]}%20{signature.lower()}")
    assert f"chip {tone}" in text and kept[2] in text
