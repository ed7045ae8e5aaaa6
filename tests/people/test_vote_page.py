"""The page on which a customer votes: open to anybody, once a code, and silent about who was visited by whom."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from data import votes
from data.ops.engine import reading, writing
from data.ops.schema import visit_vote, vote_code
from tests.people.conftest import sign_in


@pytest.fixture
def code(office) -> str:
    """A code of S1; the tables are empty but for it."""
    with writing() as connection:
        connection.execute(visit_vote.delete())
        connection.execute(vote_code.delete())
    return votes.issue("S1", 1)[0]


@pytest.fixture
def phone(office):
    """A customer's phone, which nobody signed in on."""
    return office.server.test_client()


def vote(client, code: str, **form: str):
    """Open the page and send its form, as a browser does."""
    client.get(f"/v/{code}")
    token = client.get_cookie("_csrf_token").value
    return client.post(f"/v/{code}", data={"csrf_token": token} | form)


def test_a_vote_arrives_once(phone, code):
    first, again = vote(phone, code, rating="4", said=" 很好\x07 "), vote(phone, code, rating="1")
    assert (first.status_code, again.status_code) == (200, 409)
    with reading() as connection:
        assert connection.execute(select(visit_vote.c.rating, visit_vote.c.said)).all() == [(4, "很好")]
    assert "vote-again" in phone.get(f"/v/{code}").text


def test_faces_stand_and_are_called_as_on_the_managers_phone(phone, code):
    own = (Path(__file__).parents[2] / "assets/capture/faces.js").read_text("utf-8")
    words = re.findall(r'\d: "([^"]+)"', re.search(r"const WORDS = \{(.+?)\}", own)[1])
    assert re.findall(r"</svg>\s*<span>([^<]+)</span>", phone.get(f"/v/{code}?lang=en").text) == words


def test_the_page_tells_nothing_of_the_visit(phone, code):
    text = phone.get(f"/v/{code}").text
    assert "vote-ask" in text and text.count('name="rating"') == 5 and "S1" not in text


@pytest.mark.parametrize("form", [{}, {"rating": "0"}, {"rating": "6"}, {"rating": "5", "said": "x" * 501}], ids=str)
def test_what_is_no_vote_is_asked_again(phone, code, form):
    answer = vote(phone, code, **form)
    assert answer.status_code == 400 and "vote-trouble" in answer.text and votes.is_open(code)


@pytest.mark.parametrize("wrong", ["ZZZZZZZZZZ", "x", "AAAAAAAAAI", "%00", "../login"])
def test_an_unknown_code_is_asked_for(phone, code, wrong):
    assert phone.get(f"/v/{wrong}").status_code in {404, 401, 302}
    assert vote(phone, "ZZZZZZZZZZ", rating="5").status_code == 404


def test_a_code_read_out_is_typed(phone, code):
    typed = votes.shown(code).lower()
    assert phone.get(f"/v?code={typed}&lang=en").headers["Location"] == f"/v/{code}?lang=en"
    assert "vote-trouble" in phone.get("/v?code=abc").text and "vote-trouble" not in phone.get("/v").text


def test_who_is_signed_in_as_staff_does_not_vote(office, code):
    client, _ = sign_in(office, "mary")
    assert vote(client, code, rating="5").status_code == 400 and votes.is_open(code)


def test_without_the_pages_own_token_nothing_is_taken(phone, code):
    assert phone.post(f"/v/{code}", data={"rating": "5"}).status_code == 403
    foreign = {"Origin": "https://elsewhere.example"}
    assert phone.post(f"/v/{code}", data={"rating": "5"}, headers=foreign).status_code == 403


def test_trying_codes_is_slowed_down(phone, code):
    states = {phone.get(f"/v/{code}", environ_base={"REMOTE_ADDR": "10.9.9.9"}).status_code for _ in range(25)}
    assert states == {200, 429}
