"""What a phone may say of how it knows: stopwatch, source and moment of the position, app, code for a vote."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.clock import now
from data.ops.engine import reading
from data.ops.schema import visits
from tests.ingest.conftest import visit
from tests.ingest.test_visits import only

EVIDENCE = {"monotonic_ms": 1_140_000, "position_source": "browser", "app": "qianhui-capture/1"}


def test_evidence_is_kept_as_it_came(phones):
    at = (now() - timedelta(minutes=2)).replace(microsecond=0)
    assert phones("visits", visit(position_at=at.isoformat(), vote_code="abcdefghjk", **EVIDENCE)).status_code == 200
    with reading() as connection:
        row = connection.execute(select(visits)).mappings().one()
    assert {name: row[name] for name in EVIDENCE} == EVIDENCE
    assert row["position_at"] == at and row["vote_code"] == "ABCDEFGHJK"


def test_other_evidence_under_the_same_uuid_is_a_conflict(phones):
    sent = visit(**EVIDENCE)
    phones("visits", sent)
    assert only(phones("visits", sent | {"monotonic_ms": 5}))["status"] == "conflict"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("monotonic_ms", -1), ("monotonic_ms", 50_000_000), ("monotonic_ms", 1.5), ("position_source", "guess"),
     ("position_at", "2099-01-01T00:00:00"), ("app", "x" * 41), ("vote_code", "a b"), ("vote_code", 7)],
)  # fmt: skip
def test_evidence_that_cannot_be_is_refused_in_words(phones, field, wrong):
    result = only(phones("visits", visit(**{field: wrong})))
    assert result["status"] == "refused" and [error["field"] for error in result["errors"]] == [field]
