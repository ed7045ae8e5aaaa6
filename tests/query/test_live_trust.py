"""Live visits are judged as they come in, with the rest of their person's day: live or history already."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from data.listing import listing
from data.query import ask
from data.scope import acting
from tests.query.conftest import PROVINCE
from tests.query.sample import RawVisit

MORNING = datetime(2026, 3, 31, 9)
COLUMNS = ("visit_id", "trust_grade", "trust_score", "trust_findings")


def raw(name: str, minutes: int, household: str = "H1", staff: str = "S1") -> RawVisit:
    return RawVisit(
        visit_id=name, staff_id=staff, household_id=household, started_at=MORNING + timedelta(minutes=minutes), minutes=20,
        satisfaction=5, purpose="credit_review",
    )  # fmt: skip


def grades() -> dict[str, str]:
    with acting(PROVINCE):
        return dict(listing("visit", columns=COLUMNS).frame[["visit_id", "trust_grade"]].to_numpy().tolist())


def test_a_visit_is_judged_when_it_arrives(serve):
    kept, source = serve([])
    source.send(raw("good", 0))
    source.send(raw("mocked", 60))
    source.tables["visits"][-1]["is_mock"] = True
    source.send(raw("deaf", 120))
    source.tables["visits"][-1] |= {"lon": None, "lat": None}
    kept.tick()
    assert grades() == {"good": "verified", "mocked": "flagged", "deaf": "unverifiable"}
    with acting(PROVINCE):
        assert ask("visits_flagged", as_of=MORNING.date()).value("visits_flagged") == 1


def test_a_later_visit_changes_what_is_said_of_the_live_one_before(serve):
    kept, source = serve([])
    source.send(raw("first", 0))
    kept.tick()
    assert grades() == {"first": "verified"}
    source.send(raw("second", 2), raw("third", 4))
    kept.tick()
    assert set(grades().values()) == {"flagged"}


def test_history_of_the_day_is_looked_at_and_left_as_it_is(serve):
    kept, source = serve([raw("past", 0), raw("past2", 2)])
    source.send(raw("now", 4))
    kept.tick()
    found = grades()
    assert found["now"] == "flagged" and found["past"] is None  # of a publication without verdicts


def test_photos_that_come_later_are_looked_at(serve):
    kept, source = serve([])
    source.send(raw("one", 0))
    kept.tick()
    taken = {"taken_at": MORNING - timedelta(days=3), "lon": 106.7, "lat": 26.5, "sha256": "0" * 64, "staff_id": "S1"}
    source.put("photos", photo_uuid="P1", visit_uuid="one", visit_no="None", **taken)
    kept.tick()
    with acting(PROVINCE):
        (row,) = listing("visit", columns=(*COLUMNS, "photo_count")).frame.to_dict("records")
    assert row["photo_count"] == 1 and row["trust_score"] == 60 and "photo_time" in row["trust_findings"]


@pytest.mark.parametrize("many", [40])
def test_a_visit_sent_twice_is_judged_once(serve, many):
    kept, source = serve([])
    for n in range(many):
        source.send(raw(f"v{n}", 30 * n % 480, staff=f"S{n % 3 + 1}"))
    kept.tick()
    assert len(grades()) == many
