"""Signing in and out: what is let in, what the answer gives away, what survives."""

from __future__ import annotations

import time

import pytest

from api.login import safe_target
from data.ops import passwords
from data.ops.engine import writing
from data.ops.passwords import HASHER
from data.ops.schema import user_sessions
from data.ops.users import disable, set_password
from tests.people.conftest import PASSWORD, sign_in


def test_right_password_opens_the_asked_page(office):
    client, answer = sign_in(office, "boss", next="/visits?node=province")
    assert (answer.status_code, answer.location) == (302, "/visits?node=province")
    assert client.get("/api/v1/nothing").status_code == 404  # let in: the anonymous get 401


@pytest.mark.parametrize(
    "wish",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\evil",
        "javascript:alert(1)",
        "/\tx",
        "/logout",
        "",
    ],
)
def test_next_stays_on_this_site(wish):
    assert safe_target(wish) == "/"


def test_unknown_name_and_wrong_password_look_the_same(office):
    answers = [sign_in(office, name, "wrong")[1] for name in ("boss", "nobody")]
    texts = {answer.text.replace("nobody", "boss").split("csrf_token")[0] for answer in answers}
    assert {answer.status_code for answer in answers} == {401}
    assert len(texts) == 1


@pytest.mark.parametrize("name", ["boss", "nobody"])
def test_unknown_name_costs_a_whole_password_check_too(office, monkeypatch, name):
    """Else the time of the answer would tell who has an account."""
    checked = []
    monkeypatch.setattr(passwords, "HASHER", Counting(checked))
    assert sign_in(office, name, "wrong")[1].status_code == 401
    assert [parameters(stored) for stored in checked] == [parameters(passwords.hashed("any"))]


class Counting:
    """The real hasher, noting the hashes it checked against."""

    def __init__(self, checked: list[str]) -> None:
        self.checked, self.hash = checked, HASHER.hash

    def verify(self, stored: str, password: str) -> bool:
        self.checked.append(stored)
        return HASHER.verify(stored, password)


def parameters(stored: str) -> str:
    """What the check costs: ``$argon2id$v=19$m=…,t=…,p=…``."""
    return stored.rsplit("$", 2)[0]


def test_session_is_made_anew_at_sign_in(office):
    client = office.server.test_client()
    client.get("/login")
    before = client.get_cookie("_csrf_token").value
    client.post("/login", data={"username": "boss", "password": PASSWORD, "csrf_token": before})
    assert client.get_cookie("_csrf_token").value != before


def test_form_without_its_token_is_refused(office):
    answer = office.server.test_client().post("/login", data={"username": "boss", "password": PASSWORD})
    assert answer.status_code == 403


def test_many_failures_slow_the_account_down_even_for_the_right_password(office):
    for _ in range(5):
        sign_in(office, "olga", "wrong")
    assert sign_in(office, "olga")[1].status_code == 429
    assert sign_in(office, "boss")[1].status_code == 302


def test_signing_out_ends_copies_of_the_cookie_too(office):
    client, _ = sign_in(office, "boss")
    stolen = client.get_cookie("qianhui_session").value
    client.post("/logout", data={"csrf_token": client.get_cookie("_csrf_token").value})
    thief = office.server.test_client()
    thief.set_cookie("qianhui_session", stolen)
    assert thief.get("/").location == "/login"


def test_signing_out_needs_a_post_with_the_token(office):
    client, _ = sign_in(office, "boss")
    client.get("/logout")
    assert client.post("/logout").status_code == 403
    assert client.get("/").status_code == 200


def test_session_ends_after_the_idle_time(office, monkeypatch):
    client, _ = sign_in(office, "boss")
    client.get("/")
    later = time.time() + 481 * 60
    monkeypatch.setattr("api.session.time.time", lambda: later)
    assert client.get("/").status_code == 302


def test_changed_password_and_disabled_account_end_sessions(office):
    changes = {
        PASSWORD: lambda c: set_password(c, "adam", "another long one"),
        "another long one": lambda c: disable(c, "adam"),
    }
    for password, change in changes.items():
        client, _ = sign_in(office, "adam", password)
        assert client.get("/api/v1/nothing").status_code == 404
        with writing() as connection:
            change(connection)
        assert client.get("/api/v1/nothing").status_code == 401


def test_session_of_a_deleted_sign_in_is_nobody(office):
    client, _ = sign_in(office, "boss")
    with writing() as connection:
        connection.execute(user_sessions.delete())
    assert client.post("/api/v1/query", json={}).status_code == 401


def test_cookies_are_locked_down(office):
    _client, answer = sign_in(office, "boss")
    cookies = {c.split("=")[0]: c for c in answer.headers.getlist("Set-Cookie")}
    assert "HttpOnly" in cookies["qianhui_session"]
    assert all("SameSite=Lax" in c for c in cookies.values())
