"""The guard: the anonymous, the foreign, the ones without the right."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from api.guard import callback_rights, is_open
from data.ops.engine import reading, writing
from data.ops.schema import audit, users
from data.ops.tokens import new, revoke
from tests.people.conftest import HTML, post_callback


def token_of(username: str, kind: str = "api", **more) -> dict[str, str]:
    with writing() as connection:
        user_id = connection.execute(select(users.c.user_id).where(users.c.username == username)).scalar_one()
        return {"Authorization": f"Bearer {new(connection, user_id, name='test', kind=kind, **more)}"}


@pytest.mark.parametrize("path", ["/", "/visits?node=entity:5203&period=2026-10", "/no/such/page"])
def test_anonymous_page_goes_to_the_form_and_back(office, path):
    answer = office.server.test_client().get(path)
    assert answer.status_code == 302
    assert answer.location.startswith("/login")
    assert path == "/" or "next=" in answer.location


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/_dash-layout"),
        ("GET", "/_dash-dependencies"),
        ("GET", "/_reload-hash"),
        ("POST", "/_dash-update-component"),
        ("GET", "/api/openapi.json"),
        ("GET", "/api/v1/photos/1"),
        ("POST", "/api/v1/visits"),
        ("POST", "/visits"),
        ("GET", "/_alive"),
    ],
)
def test_anonymous_anything_else_is_401_json(office, method, path):
    answer = office.server.test_client().open(path, method=method, headers=HTML)
    assert answer.status_code == 401
    assert set(answer.json) == {"error", "message", "reference"}


def test_unknown_address_of_the_api_is_404(as_person):
    answer = as_person("boss").get("/api/v2/secrets")
    assert answer.status_code == 404 and answer.json["error"] == "not_found"


def test_open_list_has_no_way_around():
    assert not is_open("/assets/../api/v1/visits")
    assert not is_open("/loginx") and not is_open("/api/login")


def test_page_without_the_right_is_403_and_audited(as_person):
    answer = as_person("mary").get("/admin", headers=HTML)
    assert answer.status_code == 403 and answer.mimetype == "text/html"
    with reading() as connection:
        last = connection.execute(select(audit).order_by(audit.c.id.desc()).limit(1)).mappings().one()
    assert (last["action"], last["object_id"]) == ("denied", "/admin")


def test_callback_answers_its_page_s_readers_only(as_person):
    assert post_callback(as_person("boss"), "visits-out.children", "visits-go.n_clicks", 1).status_code == 200
    assert post_callback(as_person("mary"), "admin-out.children", "admin-go.n_clicks", 1).status_code == 403
    assert post_callback(as_person("boss"), "nothing.children", "admin-go.n_clicks", 1).status_code == 400


def test_callback_rights_follow_outputs_and_the_opened_page():
    assert callback_rights({"output": "..visits-map.figure...shell-x.data.."}) == {"page:visits"}
    assert callback_rights({"output": '{"index":1,"type":"admin-row"}.n@1'}) == {"page:admin"}
    opened = {"output": ".._pages_content.children..", "inputs": [{"property": "pathname", "value": "/admin/x"}]}
    assert "page:admin" in callback_rights(opened)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-CSRFToken": "guessed"},
        {"X-CSRFToken": None, "Origin": "https://evil.example"},
        {"X-CSRFToken": None, "Sec-Fetch-Site": "cross-site"},
        {"X-CSRFToken": None, "Origin": "null"},
    ],
)
def test_unsafe_request_by_cookie_proves_its_origin(as_person, headers):
    client = as_person("boss")
    sent = {k: v if v else client.get_cookie("_csrf_token").value for k, v in headers.items()}
    assert client.post("/api/v1/query", json={}, headers=sent).status_code == 403


def test_token_opens_the_api_without_csrf_but_no_page(office):
    client, headers = office.server.test_client(), token_of("boss")
    assert client.post("/api/v1/query", json={}, headers=headers).status_code == 405  # let in; no such route here
    assert client.get("/", headers=headers).status_code == 403


def test_revoked_and_expired_tokens_are_nobody(office):
    client, good = office.server.test_client(), token_of("boss")
    with writing() as connection:
        from data.ops.tokens import owner

        revoke(connection, owner(good["Authorization"].split()[1])["token_id"])
    for headers in (
        good,
        token_of("boss", days=-1),
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "Basic x"},
    ):
        assert client.get("/api/v1/metrics", headers=headers).status_code == 401


def test_device_may_only_send(office):
    client, device = office.server.test_client(), token_of("boss", kind="device")
    assert client.post("/api/v1/query", json={}, headers=device).status_code == 403
    assert client.get("/api/v1/photos/1", headers=device).status_code == 403


def test_gateway_reads_nothing(office):
    client, gate = office.server.test_client(), token_of("gate")
    for path in ("/api/v1/metrics", "/api/v1/live"):
        assert client.get(path, headers=gate).status_code == 403


def test_a_device_is_told_what_is_not_there_and_what_it_lacks_in_words(office):
    client, device = office.server.test_client(), token_of("boss", kind="device")
    assert client.get("/api/v1/nothing", headers=device).status_code == 404
    assert client.post("/api/v1/nothing", headers=device).status_code == 404
    refused = client.post("/api/v1/query", json={}, headers=device | {"Accept-Language": "en"})
    assert refused.status_code == 403 and "api:query" not in refused.json["message"]


def test_large_body_is_refused(as_person):
    client = as_person("boss")
    headers = {"X-CSRFToken": client.get_cookie("_csrf_token").value, "Content-Type": "application/json"}
    answer = client.post("/_dash-update-component", data=b"[" * (9 << 20), headers=headers)
    assert answer.status_code in {400, 413}


def test_broken_code_gives_a_reference_and_no_traceback(as_person):
    answer = as_person("boss").get("/api/v1/broken")
    assert answer.status_code == 500 and answer.json["reference"]
    assert "ZeroDivision" not in answer.text and "Traceback" not in answer.text


def test_broken_callback_gives_a_reference_too(as_person):
    answer = post_callback(as_person("boss"), "visits-out.children", "visits-go.n_clicks", 0)
    assert answer.status_code == 500 and answer.json["reference"]
    assert "ZeroDivision" not in answer.text


def test_headers_on_every_answer(as_person):
    client = as_person("boss")
    for path in ("/", "/login", "/_dash-layout", "/api/nothing", "/healthz"):
        headers = client.get(path).headers
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe-inline" not in headers["Content-Security-Policy"].split("style-src-elem")[0]
        assert headers["X-Content-Type-Options"] == "nosniff"
    assert client.get("/").headers["Cache-Control"] == "no-store"
