"""Codes for votes: given out, bound to one visit, good for one vote, whichever comes first."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import update

from data import votes
from data.clock import now
from data.errors import Conflict, NotFound, TooMany
from data.ops.engine import reading, writing
from data.ops.schema import visit_vote, vote_code
from tests.ingest.conftest import visit


@pytest.fixture
def codes(phones):
    """``codes(count, staff_id="S1")`` → new codes; the tables are empty at the start."""
    with writing() as connection:
        connection.execute(visit_vote.delete())
        connection.execute(vote_code.delete())
    return lambda count=1, staff_id="S1": votes.issue(staff_id, count)


def bound(code: str, staff_id: str = "S1", visit_uuid: str = "") -> int:
    """Bind as the store does when a visit comes."""
    row = {"vote_code": code, "staff_id": staff_id, "client_uuid": visit_uuid or str(uuid.uuid4())}
    with writing() as connection:
        return votes.bind(connection, [row], now())


def test_codes_are_ten_letters_nobody_mistakes(codes):
    made = codes(30)
    assert len(set(made)) == 30 and all(votes.cleaned(code) == code for code in made)
    assert not set("".join(made)) & set("ILOU0123456789")


def test_what_is_typed_small_or_with_a_dash_is_the_code(codes):
    (code,) = codes()
    assert votes.cleaned(votes.shown(code).lower() + " ") == code
    assert votes.cleaned("AAAAA-AAAAI") == "" == votes.cleaned("AAA") == votes.cleaned("")


def test_a_phone_is_given_so_many_a_day(codes, monkeypatch):
    monkeypatch.setattr(votes, "MOST_A_DAY", 5)
    assert [len(codes(3)), len(codes(3)), len(codes(3)), len(codes(3, "S2"))] == [3, 2, 0, 3]


def test_a_code_is_bound_once_and_by_its_own_person(codes):
    mine, theirs = codes()[0], codes(1, "S2")[0]
    assert [bound(mine), bound(mine), bound(theirs), bound("ZZZZZZZZZZ"), bound("")] == [1, 0, 0, 0, 0]


@pytest.mark.parametrize("visit_first", [True, False])
def test_vote_and_visit_meet_whichever_comes_first(codes, visit_first):
    (code,), visit_uuid = codes(), str(uuid.uuid4())
    steps = [lambda: bound(code, visit_uuid=visit_uuid), lambda: votes.vote(code, 4, "很好", "10.0.0.1")]
    for step in steps if visit_first else reversed(steps):
        step()
    found = votes.of_visit(visit_uuid)
    assert (found["rating"], found["said"]) == (4, "很好")


def test_a_code_votes_once(codes):
    (code,) = codes()
    votes.vote(code, 5, None, "10.0.0.1")
    with pytest.raises(Conflict):
        votes.vote(code, 1, None, "10.0.0.2")
    assert not votes.is_open(code)


def test_unknown_and_old_codes_do_not_vote(codes):
    (code,) = codes()
    with writing() as connection:
        connection.execute(update(vote_code).values(issued_at=now() - votes.GOOD_FOR - timedelta(minutes=1)))
    for wrong in (code, "ZZZZZZZZZZ", ""):
        with pytest.raises(NotFound):
            votes.vote(wrong, 5, None, "10.0.0.1")


def test_one_place_votes_so_often_a_day_and_is_not_written_down(codes, monkeypatch):
    monkeypatch.setattr(votes, "MOST_FROM_ONE_PLACE", 1)
    first, second = codes(2)
    votes.vote(first, 5, None, "10.0.0.1")
    with pytest.raises(TooMany):
        votes.vote(second, 5, None, "10.0.0.1")
    votes.vote(second, 5, None, "10.0.0.2")
    with reading() as connection:
        assert "10.0.0" not in str(connection.execute(visit_vote.select()).all())


def test_only_unused_codes_are_forgotten(codes):
    _unused, used, voted = codes(3)
    bound(used)
    votes.vote(voted, 5, None, "10.0.0.1")
    with writing() as connection:
        connection.execute(update(vote_code).values(issued_at=now() - votes.GOOD_FOR - timedelta(days=1)))
    assert votes.forget_unused() == 1


def test_a_phone_is_given_codes_and_a_visit_with_one_is_bound(codes, phones, monkeypatch):
    import api.ingest

    monkeypatch.setattr("api.vote_codes.directory", api.ingest.directory)
    given = phones("votes/codes", {"staff_id": "S1", "count": 3}).json["codes"]
    sent = visit(vote_code=given[0])
    assert phones("visits", sent).json["results"][0]["status"] == "stored"
    votes.vote(given[0], 5, None, "10.0.0.1")
    assert votes.of_visit(sent["client_uuid"])["rating"] == 5


def test_a_visit_is_stored_whatever_its_code(codes, phones):
    theirs = codes(1, "S2")[0]
    for code in (theirs, "ZZZZZZZZZZ"):
        assert phones("visits", visit(vote_code=code)).json["results"][0]["status"] == "stored"
    votes.vote(theirs, 5, None, "10.0.0.1")
    assert bound(theirs, "S2") == 1


@pytest.mark.parametrize("asked", [{"count": 0}, {"count": 101}, {"count": True}, {"count": "3"}, {}])
def test_codes_are_asked_for_by_a_number(codes, phones, asked):
    assert phones("votes/codes", {"staff_id": "S1"} | asked).status_code == 400


def test_nobody_takes_codes_for_others(codes, phones, monkeypatch):
    import api.ingest

    monkeypatch.setattr("api.vote_codes.directory", api.ingest.directory)
    for who, staff_id in (("mary", "S2"), ("egate", "S1"), ("gate", "nobody")):
        assert phones("votes/codes", {"staff_id": staff_id, "count": 1}, who).status_code == 403
