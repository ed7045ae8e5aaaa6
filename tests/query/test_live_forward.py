"""A flagged visit of today becomes a case without a pass: once, when its photos had time to come, with the live verdict."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select

from data.integrity import cases_open
from data.integrity.cases_due import due, opens_at
from data.live.forward import put_forward
from data.ops.engine import migrate, reading, writing
from data.ops.schema import integrity_case, visits
from tests.query.sample import RawVisit

MORNING = datetime(2026, 3, 31, 9)
CAME = MORNING + timedelta(hours=2)


@pytest.fixture
def flagged(serve, monkeypatch):
    """A store with one honest visit and one whose position was invented; it is noon."""
    kept, source = serve([])
    migrate()
    monkeypatch.setattr("data.live.forward.now", lambda: MORNING + timedelta(hours=3))
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
    assert [one["check"] for one in case["findings"]] == ["mock"]
    assert cases_open.put_forward([case | {"findings": '[["mock","odd",null,null,60]]'}]) == 0


def test_it_waits_while_something_of_it_just_came(flagged):
    received(MORNING + timedelta(hours=3) - timedelta(seconds=20))
    assert put_forward(flagged) == 0 and cases() == []
    assert due(["mocked"]) == {"mocked": MORNING + timedelta(hours=3, seconds=40)}


def test_a_case_waits_for_photos_but_not_for_ever():
    assert opens_at(CAME, CAME) == CAME + timedelta(minutes=1)
    assert opens_at(CAME, CAME + timedelta(minutes=5)) == CAME + timedelta(minutes=6)
    assert opens_at(CAME, CAME + timedelta(minutes=30)) == CAME + timedelta(minutes=10)
