"""Screens: paired by a code, signed in for the wall and nothing else, dark once they are withdrawn."""

from __future__ import annotations

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select, update

from api import login, wall_admin
from api.guard import OF_DEVICES, is_open
from api.guard_screen import OPENS
from api.screen_cookie import PAIRING_COOKIE, SCREEN_COOKIE
from data.clock import now
from data.errors import BadRequest, Conflict, Forbidden, NotFound, TooMany
from data.ops.engine import reading, writing
from data.ops.schema import api_tokens, audit, wall_pairing, wall_screen
from data.scope import acting
from data.wall import pairing, screens
from tests.people.test_walk import addresses
from tests.screen.walk import asker_of
from tests.wall.conftest import SITE, post, waiting

PROGRAM, BEAT = "/api/v1/wall/program", "/api/v1/wall/beat"


def actions() -> list[str]:
    with reading() as connection:
        return list(connection.execute(select(audit.c.action).order_by(audit.c.id)).scalars())


def test_a_screen_is_paired_and_shows_its_program(paired):
    client, screen_id = paired("Lobby")
    told = client.get(PROGRAM).json
    assert told["screen"] == {"id": screen_id, "name": "Lobby"} and told["playlist"]["id"] == "standard"
    scenes = [told["items"][key]["scene"] for key in told["segments"][0]["items"]]
    assert scenes == ["visits", "photos", "migrants", "marketing", "performance", "headline"]
    assert actions()[-2:] == ["screen.pair", "screen.sign_in"]


def test_the_cookie_is_for_this_site_alone(app, own_ops, paired):
    client, _screen_id = paired()
    kept = client.get_cookie(SCREEN_COOKIE)
    assert kept.http_only and kept.same_site == "Strict" and kept.max_age == 400 * 86_400
    assert client.get_cookie(PAIRING_COOKIE, path="/pair") is None


def test_a_paired_screen_needs_no_code(paired):
    client, _screen_id = paired()
    answer = client.get("/pair")
    assert answer.status_code == 302 and answer.location == "/wall"


@pytest.mark.parametrize("role", ["executive", "analyst", "manager", "steward", "officer"])
def test_only_administrators_pair(app, own_ops, client_as, role):
    code = waiting(app.server.test_client()).json["code"]
    answer = post(client_as(role), "/api/v1/wall/screens", code=code, name="Mine", scope="province")
    assert answer.status_code == 403
    with acting(asker_of(role)), pytest.raises(Forbidden):
        pairing.confirm(code, name="Mine", scope="province", playlist_id="standard")


def test_an_administrator_pairs_by_the_api(app, own_ops, client_as):
    screen, admin = app.server.test_client(), client_as("admin")
    code = waiting(screen).json["code"]
    typed = f" {code[:3].lower()}-{code[3:]} "
    answer = post(admin, "/api/v1/wall/screens", code=typed, name="Hall", scope="province", playlist_id="standard")
    assert answer.status_code == 200 and waiting(screen).json == {"state": "paired"}
    again = post(admin, "/api/v1/wall/screens", code=code, name="Hall 2", scope="province")
    assert again.status_code == 404  # a code is good once
    (row,) = admin.get("/api/v1/wall/screens").json["screens"]
    assert (row["name"], row["scope"], row["state"]) == ("Hall", "province", "new")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"scope": "entity:nowhere"}, 400),
        ({"scope": "staff:1"}, 400),
        ({"name": " "}, 400),
        ({"playlist_id": "x"}, 404),
        ({"language": "fr"}, 400),
    ],
)
def test_what_does_not_hold_is_not_paired(app, own_ops, client_as, change, status):
    screen = app.server.test_client()
    body = {"code": waiting(screen).json["code"], "name": "Hall", "scope": "province"} | change
    assert post(client_as("admin"), "/api/v1/wall/screens", **body).status_code == status
    assert waiting(screen).json["state"] == "waiting"
    with reading() as connection:
        assert connection.execute(select(wall_screen)).all() == []


def test_two_screens_have_two_names(paired):
    paired("Lobby")
    with pytest.raises(Conflict):
        paired("Lobby")


def test_a_code_lives_ten_minutes(app, own_ops, as_admin):
    client = app.server.test_client()
    code = waiting(client).json["code"]
    with writing() as connection:
        connection.execute(update(wall_pairing).values(expires_at=now() - timedelta(seconds=1)))
    with pytest.raises(NotFound):
        pairing.confirm(code, name="Late", scope="province", playlist_id="standard")
    assert waiting(client).json["code"] != code


def test_codes_of_one_address_and_guesses_are_bounded(own_ops, as_admin):
    for _n in range(pairing.MOST_OF_ADDRESS):
        pairing.begin("10.0.0.1")
    with pytest.raises(TooMany):
        pairing.begin("10.0.0.1")
    assert pairing.begin("10.0.0.2")
    found = set()
    for _n in range(8):
        try:
            pairing.confirm("AAAAAA", name="Guess", scope="province", playlist_id="standard")
        except (NotFound, TooMany) as error:
            found.add(type(error))
    assert found == {NotFound, TooMany}


def test_a_wrong_code_is_audited_without_the_code(app, own_ops, client_as):
    body = {"code": "ZZZZZ9", "name": "Hall", "scope": "province"}
    assert post(client_as("admin"), "/api/v1/wall/screens", **body).status_code == 404
    with reading() as connection:
        line = connection.execute(select(audit).order_by(audit.c.id.desc())).mappings().first()
        assert connection.execute(select(wall_screen)).all() == []
    assert (line["action"], line["actor"]) == ("screen.pair_failed", asker_of("admin").user_id)
    assert json.loads(line["detail"]) == {"address": "127.0.0.1"} and "ZZZZZ9" not in str(dict(line))


def test_wrong_codes_are_throttled_per_address_as_at_the_sign_in(app, own_ops, client_as, monkeypatch):
    admin, body = client_as("admin"), {"code": "ZZZZZ9", "name": "Hall", "scope": "province"}
    monkeypatch.setattr(wall_admin.pairing, "_slow_down", lambda *_asked: None)
    monkeypatch.setattr(login, "settings", lambda: SimpleNamespace(login_per_minute=3))
    told = [post(admin, "/api/v1/wall/screens", **body) for _n in range(5)]
    assert [one.status_code for one in told] == [404, 404, 404, 429, 429]
    assert told[-1].json["message"]


def test_the_code_alone_signs_nobody_in(app, own_ops, as_admin):
    code = waiting(app.server.test_client()).json["code"]
    pairing.confirm(code, name="Lobby", scope="province", playlist_id="standard")
    stranger = app.server.test_client()
    assert waiting(stranger).json["state"] == "waiting" and stranger.get_cookie(SCREEN_COOKIE) is None
    assert pairing.claim("guessed") is None


def test_an_answer_that_was_lost_is_given_again(own_ops, as_admin):
    found, secret = pairing.begin("10.0.0.1")
    pairing.confirm(found.code, name="Lobby", scope="province", playlist_id="standard")
    from data.ops.tokens import owner

    lost, kept = pairing.claim(secret), pairing.claim(secret)
    assert owner(lost) is None and owner(kept)["token_kind"] == "screen"


def is_of_the_wall(method: str, path: str) -> bool:
    return any(method == m and (path == p or (p[-1] == "/" and path.startswith(p))) for m, p in OPENS)


def test_a_screen_opens_the_wall_and_nothing_else(app, paired):
    client, _screen_id = paired()
    opened = set()
    for method, path in [*addresses(app), ("GET", "/wall"), ("GET", "/visits"), ("GET", "/admin"), ("GET", "/me")]:
        if is_open(path):
            continue
        answer = client.open(path, method=method, headers=SITE)
        if answer.status_code != (401 if path in OF_DEVICES else 403):
            opened.add((method, path))
    assert {one for one in opened if not is_of_the_wall(*one)} == set()
    assert {("GET", "/wall"), ("GET", PROGRAM), ("POST", BEAT), ("GET", "/api/v1/live")} <= opened


def test_a_screen_s_token_is_no_better_in_a_header(app, paired):
    client, _screen_id = paired()
    bearer = {"Authorization": f"Bearer {client.get_cookie(SCREEN_COOKIE).value}"}
    other = app.server.test_client()
    assert other.get(PROGRAM, headers=bearer).status_code == 200
    for method, path in (
        ("GET", "/"),
        ("POST", "/api/v1/query"),
        ("GET", "/api/v1/search"),
        ("POST", "/_dash-update-component"),
    ):
        assert other.open(path, method=method, headers=bearer).status_code == 403, path


def test_no_other_token_is_taken_as_a_screen_s_cookie(app, own_ops):
    from tests.people.test_guard import token_of

    token = token_of("executive")["Authorization"].split()[1]
    client = app.server.test_client()
    client.set_cookie(SCREEN_COOKIE, token)
    assert client.get(PROGRAM).status_code == 401


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_a_beat_comes_from_this_site(paired, headers):
    client, _screen_id = paired()
    assert client.post(BEAT, json={"scene": "visits"}, headers=headers).status_code == 403
    assert client.post(BEAT, json={"scene": "visits"}, headers=SITE).status_code == 204


def test_a_withdrawn_screen_is_dark_everywhere_at_once(app, paired):
    client, screen_id = paired()
    with app.server.test_request_context("/"), acting(asker_of("admin")):
        screens.revoke(screen_id)
    bearer = {"Authorization": f"Bearer {client.get_cookie(SCREEN_COOKIE).value}"}
    for method, path in [*addresses(app), ("GET", "/wall"), ("GET", "/wall/frame")]:
        if is_open(path):
            continue
        answer = client.open(path, method=method, headers=SITE)
        signed_out = {401} if path.startswith(("/api/", "/wall")) or method != "GET" else {401, 302}
        assert answer.status_code in signed_out, (method, path, answer.status_code)
        assert answer.status_code == 401 or answer.location.startswith("/login")
    assert app.server.test_client().get(PROGRAM, headers=bearer).status_code == 401
    assert waiting(client).json["state"] == "waiting"  # it can be paired anew, and only so


def test_who_signed_in_on_a_screen_is_signed_out_when_the_wall_begins_again(paired):
    client, screen_id = paired()
    client.get("/login")
    form = {"username": "admin", "password": "demo", "csrf_token": client.get_cookie("_csrf_token").value}
    assert client.post("/login", data=form, headers=SITE).status_code == 302
    assert client.get("/api/v1/wall/screens").status_code == 200
    assert client.get("/wall?playlist=standard").status_code == 200  # a preview leaves the person signed in
    assert client.get("/api/v1/wall/screens").status_code == 200
    assert client.get("/wall").status_code == 200
    assert client.get("/api/v1/wall/screens").status_code == 403
    assert client.get(PROGRAM).json["screen"]["id"] == screen_id


def test_use_renews_the_token_for_400_days(app, paired):
    client, _screen_id = paired()
    with writing() as connection:
        early = now() - timedelta(days=200)
        mine = api_tokens.c.kind == "screen"
        connection.execute(
            update(api_tokens).where(mine).values(last_used_at=early, expires_at=now() + timedelta(days=200))
        )
    answer = client.get(PROGRAM)
    assert answer.status_code == 200 and SCREEN_COOKIE in answer.headers["Set-Cookie"]
    with reading() as connection:
        (ends,) = connection.execute(select(api_tokens.c.expires_at).where(mine)).one()
    assert ends > now() + timedelta(days=399)
    assert "Set-Cookie" not in client.get(PROGRAM).headers


def test_renamed_moved_and_reloaded_from_afar(app, paired, client_as):
    client, screen_id = paired()
    admin, path = client_as("admin"), f"/api/v1/wall/screens/{screen_id}"
    made = post(admin, "/api/v1/wall/playlists", copy_of="standard").json["playlist_id"]
    before = client.get(PROGRAM).json
    for change in ({"name": "West hall"}, {"playlist_id": made}, {"reload": True}):
        assert post(admin, path, **change).status_code == 200
    told = client.get(PROGRAM).json
    assert (told["screen"]["name"], told["playlist"]["id"], told["reload"]) == ("West hall", made, before["reload"] + 1)
    assert told["version"] != before["version"]
    assert {"screen.rename", "screen.move", "screen.reload"} <= set(actions())
    assert post(admin, path, colour="red").status_code == 400
    assert post(admin, "/api/v1/wall/screens/none", reload=True).status_code == 404


def test_a_screen_speaks_the_language_it_was_given(app, paired, client_as):
    client, screen_id = paired()
    admin, path = client_as("admin"), f"/api/v1/wall/screens/{screen_id}"

    def spoken() -> set[str]:
        return {item["language"] for item in client.get(PROGRAM).json["items"].values()}

    before = client.get(PROGRAM).json["version"]
    assert spoken() == {"zh"}
    assert post(admin, path, language="en").status_code == 200
    assert spoken() == {"en"} and client.get(PROGRAM).json["version"] != before
    (row,) = admin.get("/api/v1/wall/screens").json["screens"]
    assert row["language"] == "en" and "screen.language" in actions()
    assert post(admin, path, language="fr").status_code == 400 and spoken() == {"en"}


def test_a_beat_is_seen_in_the_list(paired, client_as):
    client, _screen_id = paired()
    error = {"scene": "migrants", "message": "x" * 900, "at": "2026-11-26T12:00:00"}
    body = {"scene": "visits", "fps": 59.97, "heap_mb": float("inf"), "app": "a1", "errors": [error] * 30, "else": 1}
    assert client.post(BEAT, json=body, headers=SITE).status_code in {204, 400}
    body["heap_mb"] = 88
    assert client.post(BEAT, json=body, headers=SITE).status_code == 204
    (row,) = client_as("admin").get("/api/v1/wall/screens").json["screens"]
    assert row["state"] == "online" and row["status"]["scene"] == "visits" and row["status"]["heap_mb"] == 88
    assert len(row["status"]["errors"]) == 10 and len(row["status"]["errors"][0]["message"]) == 200
    assert "else" not in row["status"]


def test_silent_after_four_beats_missed():
    moment = now()
    row = {"revoked_at": None, "last_seen": moment - timedelta(seconds=59)}
    assert screens.state_of(row, moment) == "online"
    assert screens.state_of(row | {"last_seen": moment - timedelta(seconds=61)}, moment) == "silent"
    assert screens.state_of(row | {"last_seen": None}, moment) == "new"
    assert screens.state_of(row | {"revoked_at": moment}, moment) == "revoked"


def test_a_screen_sees_its_scope_only(paired, app, own_ops):
    entity = asker_of("entity").scope
    client, _screen_id = paired("County", scope=entity)
    assert client.get(f"/api/v1/live?node={entity}").status_code == 200
    assert client.get("/api/v1/live?node=province").status_code == 403


def test_a_beat_is_an_object(paired):
    client, _screen_id = paired()
    assert client.post(BEAT, json=[1], headers=SITE).status_code == 400
    with pytest.raises(BadRequest):
        from api.wall_beat import status_of

        status_of("alive")
