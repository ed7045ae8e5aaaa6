"""Votes of customers reach the lake once, when code and visit have met; and are counted with the unit of that day."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest

from data import votes
from data.clock import now
from data.ops.engine import engine, migrate, writing
from etl import ops_extract
from etl.ops_votes import new_votes


@pytest.fixture
def ops(bench):
    """The operations DB of the bench."""
    migrate(engine(bench.settings))
    return engine(bench.settings)


def voted(rating: int, *, visit_uuid: str | None = None) -> str:
    """A vote; bound to a visit when one is given. → its code."""
    (code,) = votes.issue("S1", 1)
    votes.vote(code, rating, "很好", "10.0.0.1")
    if visit_uuid:
        bind(code, visit_uuid)
    return code


def bind(code: str, visit_uuid: str) -> None:
    with writing() as connection:
        votes.bind(connection, [{"vote_code": code, "staff_id": "S1", "client_uuid": visit_uuid}], now())


def test_a_vote_comes_when_it_has_met_its_visit_and_once(bench, ops):
    first, second = str(uuid.uuid4()), str(uuid.uuid4())
    voted(5, visit_uuid=first)
    waiting = voted(2)
    ops_extract.extract(bench.con, ops)
    assert bench.rows("select visit_id, rating from lake.raw.ops_vote") == [(first, 5)]
    bind(waiting, second)
    ops_extract.extract(bench.con, ops)
    ops_extract.extract(bench.con, ops)
    assert sorted(bench.rows("select visit_id, rating from lake.raw.ops_vote")) == sorted([(first, 5), (second, 2)])


def test_neither_code_nor_words_nor_address_are_copied(bench, ops):
    voted(5, visit_uuid=str(uuid.uuid4()))
    assert new_votes(bench.con, ops).column_names == ["visit_id", "rating", "voted_at"]


def test_what_came_while_the_last_reading_ran_is_not_missed(bench, ops, monkeypatch):
    late = str(uuid.uuid4())
    voted(4, visit_uuid=late)
    bench.con.execute(
        "insert into lake.raw.ops_vote values ('x', 1, ?, ?)", [datetime.now(), now() + timedelta(hours=1)]
    )
    ops_extract.extract(bench.con, ops)
    assert (late, 4) in bench.rows("select visit_id, rating from lake.raw.ops_vote")
