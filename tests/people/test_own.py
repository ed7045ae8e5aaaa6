"""One's own devices, and all that is kept about oneself: of the asker alone, whole, and told who looked."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from data import devices, kept, votes
from data.asker import Asker, acting
from data.audit import record
from data.capture.notice import VERSION, accept
from data.clock import now
from data.errors import Conflict, Forbidden, NotFound
from data.kept import rows
from data.ops.engine import reading, writing
from data.ops.schema import api_tokens, notice_acceptance, positions, users, visit_vote, vote_code
from data.ops.tokens import owner


@pytest.fixture
def mary(office):
    """Acts as mary, manager S1, who has no device and accepted nothing yet."""
    with writing() as connection:
        connection.execute(update(users).where(users.c.username == "mary").values(staff_id="S1"))
        user_id = connection.execute(select(users.c.user_id).where(users.c.username == "mary")).scalar_one()
        for table in (api_tokens, notice_acceptance):
            connection.execute(delete(table).where(table.c.user_id == user_id))
    with acting(Asker.of(user_id, "Mary", "manager", "staff", "S1")) as asker:
        yield asker or user_id


def test_a_device_needs_the_notice_accepted(mary):
    with pytest.raises(Conflict):
        devices.make("phone")
    accept(VERSION, "test")
    token = devices.make("  my   phone ")
    assert owner(token)["token_kind"] == "device" and devices.mine()[0].name == "my phone"


def test_a_device_withdrawn_stops_at_once_and_stays_in_the_list(mary):
    accept(VERSION, "test")
    token = devices.make("phone")
    devices.withdraw(devices.mine()[0].token_id)
    assert owner(token) is None and not devices.mine()[0].is_valid


def test_nobody_withdraws_anothers_device(mary):
    accept(VERSION, "test")
    devices.make("phone")
    token_id = devices.mine()[0].token_id
    with acting(Asker.of("u-other", "Eve", "manager", "staff", "S2")), pytest.raises(NotFound):
        devices.withdraw(token_id)


def test_no_more_than_a_few_at_a_time_and_none_without_the_right(mary):
    accept(VERSION, "test")
    for number in range(devices.MOST):
        devices.make(f"phone {number}")
    with pytest.raises(Conflict):
        devices.make("one more")
    with acting(Asker.of("u-boss", "Boss", "executive", "province", None)), pytest.raises(Forbidden):
        devices.make("phone")


def position(staff_id: str, at: datetime) -> dict[str, object]:
    point = {"lon": 107.5, "lat": 27.7, "source_crs": "WGS-84", "is_mock": False}
    return point | {"client_uuid": str(uuid.uuid4()), "staff_id": staff_id, "at": at, "received_at": at}


def test_what_is_kept_is_ones_own_alone(mary):
    with writing() as connection:
        connection.execute(positions.delete())
        found = [("S1", 2), ("S1", 1), ("S2", 1)]
        connection.execute(insert(positions), [position(who, now() - timedelta(days=days)) for who, days in found])
    line = next(one for one in kept.summary() if one.name == "positions")
    assert line.number == 2 == len(rows("positions")) and (line.last - line.first).days == 1


def voted(month: datetime, ratings: str) -> None:
    """Votes on visits of S1 in that month."""
    codes = votes.issue("S1", len(ratings))
    given = [
        {"code": code, "rating": int(rating), "voted_at": month.replace(day=1), "address_hash": "x"}
        for code, rating in zip(codes, ratings, strict=True)
    ]
    with writing() as connection:
        connection.execute(insert(visit_vote), given)


def test_how_votes_were_is_told_of_whole_months_with_enough_of_them_alone(mary):
    with writing() as connection:
        connection.execute(delete(visit_vote))
        connection.execute(delete(vote_code))
    last, before = (now().replace(day=1) - timedelta(days=days) for days in (1, 40))
    for month, ratings in ((before, "5511"), (last, "55441"), (now(), "11111")):
        voted(month, ratings)
    told = rows("votes")
    assert [(row["votes"], row["rating_1"], row["rating_5"]) for row in told] == [
        (4, None, None),
        (5, 1, 2),
        (5, None, None),
    ]
    line = next(one for one in kept.summary() if one.name == "votes")
    assert (line.number, f"{line.last:%Y-%m}") == (14, f"{now():%Y-%m}")


def test_a_view_of_the_own_page_is_called_what_it_is(office):
    from pages._me_own import called, window_title

    with office.server.test_request_context("/me?view=kept&lang=en"):
        assert (called("?view=devices"), called("")) == ("My devices", "My score")
        assert window_title().startswith("Kept about me")


def test_who_looked_is_told(mary):
    with reading() as connection:
        boss = connection.execute(select(users.c.user_id).where(users.c.username == "boss")).scalar_one()
    record("track.view", "staff", "S1", actor=boss, day="2026-11-24")
    record("track.view", "staff", "S2", actor=boss, day="2026-11-24")
    newest = kept.looks()[0]
    assert (newest.name, newest.role, json.loads(newest.detail)["day"]) == ("Boss", "executive", "2026-11-24")


def test_every_kind_has_words_and_rows(mary):
    from components.kept_parts import as_excel, as_json, kept_names

    assert set(kept.names()) == set(kept_names())
    everything = {name: rows(name) for name in kept.names()}
    assert json.loads(as_json(everything)).keys() == everything.keys() and as_excel(everything)[:2] == b"PK"
