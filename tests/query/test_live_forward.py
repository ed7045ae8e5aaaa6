"""A flagged visit of today becomes a case without a pass: once, when its photos had time to come, with the live verdict."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select

from data.integrity import cases_due, cases_open
from data.integrity.cases_due import due, opens_at
from data.integrity.limits import limits
from data.live.forward import _flagged, put_forward
from data.ops.engine import migrate, reading, writing
from data.ops.schema import integrity_case, photo_upload, visits
from data.serving import reading as reading_of
from tests.query.sample import RawVisit

MORNING = datetime(2026, 3, 31, 9)
CAME = MORNING + timedelta(hours=2)
NOON = MORNING + timedelta(hours=3)


@pytest.fixture
def flagged(serve, monkeypatch):
    """A store with one honest visit and one whose position was invented; it is noon."""
    kept, source = serve([])
    migrate()
    for module in ("live.forward", "integrity.cases_open", "integrity.cases_due"):
        monkeypatch.setattr(f"data.{module}.now", lambda: NOON)
    for name, minutes in (("good", 0), ("mocked", 60)):
        at = MORNING + timedelta(minutes=minutes)
        source.send(RawVisit(name, "S1", "H1", at, 20, 5, "credit_review"))
        source.tables["visits"][-1]["is_mock"] = name == "mocked"
    kept.tick()
    return kept


def received(at: datetime) -> None:
    """The flagged visit as the operations DB holds it, with when it came."""
    row = {"client_uuid": "mocked", "visit_no": "Nmocked", "staff_id": "S1", "household_id": "H1", "is_mock": True}
    row |= {"purpose": "credit_review", "result": "no_need", "started_at": MORNING, "ended_at": MORNING}
    with writing() as connection:
        connection.execute(insert(visits).values(received_at=at, **row))


def cases() -> list[dict]:
    with reading() as connection:
        return [dict(row) for row in connection.execute(select(integrity_case)).mappings()]


def test_a_flagged_visit_becomes_one_case_and_the_pass_opens_no_second(flagged):
    assert [put_forward(flagged), put_forward(flagged)] == [1, 0]
    (case,) = cases()
    assert (case["visit_id"], case["state"], case["score"]) == ("mocked", "open", 40)
    assert case["rules"] == limits().digest  # a change of limits that forgot the version is told all the same
    assert [one["check"] for one in case["findings"]] == ["mock"]
    assert cases_open.put_forward([case | {"findings": '[["mock","odd",null,null,60]]'}]) == 0


def test_it_waits_while_something_of_it_just_came(flagged):
    received(NOON - timedelta(seconds=20))
    assert put_forward(flagged) == 0 and cases() == []
    assert due(["mocked"]) == {"mocked": NOON + timedelta(seconds=40)}


def test_the_pass_waits_for_photos_too(flagged, monkeypatch):
    received(NOON - timedelta(minutes=5))
    under_way(NOON - timedelta(seconds=20))
    with reading_of(flagged) as state:
        row = _flagged(state)[0]
    assert cases_open.put_forward([row]) == 0 and cases() == []
    monkeypatch.setattr("data.integrity.cases_open.now", lambda: NOON + timedelta(minutes=1))
    assert cases_open.put_forward([row]) == 1


def test_a_piece_of_long_ago_is_not_looked_at(flagged):
    received(NOON - timedelta(minutes=9))
    under_way(NOON - timedelta(minutes=11))
    with reading() as connection:
        assert cases_due._signs(connection, ["mocked"]) == {}
    assert put_forward(flagged) == 1


def under_way(at: datetime) -> None:
    """A photo of the flagged visit of which a piece came at this moment."""
    row = {"photo_uuid": "p1", "user_id": "u1", "fields": {"visit_uuid": "mocked"}, "bytes": 9, "sha256": "0" * 64}
    with writing() as connection:
        connection.execute(insert(photo_upload).values(started_at=at, touched_at=at, **row))


def test_a_case_waits_for_photos_but_not_for_ever():
    assert opens_at(CAME, CAME) == CAME + timedelta(minutes=1)
    assert opens_at(CAME, CAME + timedelta(minutes=5)) == CAME + timedelta(minutes=6)
    assert opens_at(CAME, CAME + timedelta(minutes=30)) == CAME + timedelta(minutes=10)
