"""The addresses for programs: they say what OpenAPI says, and answer as ``ask`` does."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import select

from api.openapi import document
from data.metrics.registry import metrics
from data.ops.engine import writing
from data.ops.schema import users
from data.ops.seed import PEOPLE
from data.ops.tokens import new
from data.rights import RIGHTS

CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]
HEADERS = {"Origin": "http://localhost"}


def post(client, body):
    headers = HEADERS | {"X-CSRFToken": client.get_cookie("_csrf_token").value}
    return client.post("/api/v1/query", json=body, headers=headers)


def test_query(client_as):
    client = client_as("executive")
    found = post(client, {"metrics": ["households_ytd", "satisfaction_ytd"], "by": ["entity"]}).json
    assert set(found) == {"rows", "as_of", "snapshot_id", "scope"} and found["scope"] == "province"
    assert set(found["rows"][0]) == {"entity", "entity_name", "households_ytd", "satisfaction_ytd"}


def test_query_is_cut_to_the_caller(client_as):
    rows = post(client_as("entity"), {"metrics": ["visits_ytd"], "by": ["entity"]}).json["rows"]
    assert len(rows) == 1


def test_dates_are_iso_text(client_as):
    body = {"metrics": ["visits"], "by": ["day"], "where": {"day": {"from": "2026-10-12", "to": "2026-10-16"}}}
    rows = post(client_as("executive"), body).json["rows"]
    assert [row["day"] for row in rows] == sorted(row["day"] for row in rows) and all(len(r["day"]) == 10 for r in rows)


@pytest.mark.parametrize(
    "body", [None, [], {}, {"metrics": "visits"}, {"metrics": ["nothing"]}, {"metrics": ["visits"], "x": 1}]
)
def test_what_cannot_be_understood_is_a_400_with_words(client_as, body):
    answer = post(client_as("executive"), body)
    assert answer.status_code == 400 and answer.json["error"] == "bad_request" and answer.json["message"]


def test_a_form_is_told_that_json_is_taken(client_as):
    client = client_as("executive")
    headers = HEADERS | {"X-CSRFToken": client.get_cookie("_csrf_token").value}
    assert client.post("/api/v1/query", data={"metrics": "visits"}, headers=headers).status_code == 415


@pytest.mark.parametrize(("kind", "known"), [("staff", False), ("village", False), ("entity", True)])
def test_an_unknown_id_names_nobody_by_chance(client_as, kind, known):
    body = {"metrics": ["households_ytd"], "where": {kind: "zzz"}}
    message = post(client_as("executive"), body).json["message"]
    assert "zzz" in message and ("(" in message) == known  # three entities fit into a sentence


def test_every_token_reads_the_description(app, client_as):
    with writing() as connection:
        user_id = connection.execute(select(users.c.user_id).where(users.c.username == "phones")).scalar_one()
        token = new(connection, user_id, name="test", kind="device")
    answer = app.server.test_client().get("/api/openapi.json", headers={"Authorization": f"Bearer {token}"})
    assert answer.json["openapi"] == "3.1.0"


def test_metrics(client_as):
    found = client_as("analyst").get("/api/v1/metrics").json
    assert {one["name"] for one in found["metrics"]} == set(metrics())


@pytest.mark.parametrize("username", ["executive", "entity", "manager"])
def test_search(client_as, username: str):
    client = client_as(username)
    hits = client.get("/api/v1/search?q=张").json["hits"]
    assert 0 < len(hits) <= 20 and all("*" in hit["name"] for hit in hits if hit["kind"] == "customer")
    assert client.get("/api/v1/search?q=").json["hits"] == []


@pytest.mark.parametrize("username", PEOPLE)
def test_a_hit_leads_to_a_page_one_may_open(client_as, username: str):
    client = client_as(username)
    hits = client.get("/api/v1/search?q=张").json["hits"] + client.get("/api/v1/search?q=农").json["hits"]
    assert hits or username in {"centre", "clerk", "manager", "officer"}
    for hit in hits:
        needed = "page:visits" if hit["href"].startswith("/visits") else "page:overview"
        assert hit["href"][0] == "/" and needed in RIGHTS[PEOPLE[username][1]], hit


SCREENS_OWN = {
    *("/api/v1/export", "/api/v1/geo/<name>", "/api/v1/preferences", "/api/v1/freshness"),
    *("/api/v1/campaigns", "/api/v1/campaigns/answers"),
    *("/api/v1/campaigns/<key>/name", "/api/v1/campaigns/<key>/stop"),
    "/api/v1/photos/verify",
    "/api/v1/votes/codes",
    *("/api/v1/tasks", "/api/v1/tasks/answers", "/api/v1/segments", "/api/v1/segments/<key>/remove"),
}


def test_every_api_address_for_programs_is_described(app):
    ours = {rule.rule for rule in app.server.url_map.iter_rules() if rule.rule.startswith("/api/v1/")}
    ours = {
        path
        for path in ours
        if not path.startswith(("/api/v1/wall/", "/api/v1/me/", "/api/v1/cases", "/api/v1/capture/"))
    }  # of a screen, and of pages of their own
    described = {path.replace("{", "<").replace("}", ">") for path in document()["paths"]}
    assert described <= ours and ours - described <= SCREENS_OWN


# who calls is settled by the session below; what happens without one is tests/people's subject
schema = schemathesis.openapi.from_dict({key: part for key, part in document().items() if key != "security"})


@pytest.fixture(scope="module")
def session(app) -> dict[str, str]:
    """Cookies of somebody who may do most."""
    client = app.server.test_client()
    client.get("/login")
    form = {"username": "executive", "password": "demo", "csrf_token": client.get_cookie("_csrf_token").value}
    assert client.post("/login", data=form, headers=HEADERS).status_code == 302
    return {name: client.get_cookie(name).value for name in ("qianhui_session", "_csrf_token")}


@pytest.mark.slow
@schema.parametrize()
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_answers_are_as_described(app, session, case):
    headers = HEADERS | {"X-CSRFToken": session["_csrf_token"], "Accept-Encoding": "identity"}
    answer = case.call(app=app.server, base_url="http://localhost", headers=headers, cookies=session)
    assert answer.status_code < 500
    case.validate_response(answer, checks=CHECKS)


def test_an_unknown_page_is_a_404_with_a_way_home(client_as):
    answer = client_as("executive").get("/nowhere", headers={"Accept": "text/html"})
    assert answer.status_code == 404 and 'href="/"' in answer.text
    assert client_as("executive").get("/openapi.json").headers["Location"].endswith("/api/openapi.json")


def test_a_wrong_method_says_which_is_taken(client_as):
    answer = client_as("executive").get("/api/v1/query")
    assert answer.status_code == 405 and answer.headers["Allow"] == "POST"


def test_a_missing_csrf_header_is_named(client_as):
    answer = client_as("executive").post("/api/v1/query", json={"metrics": ["visits"]}, headers=HEADERS)
    assert answer.status_code == 403 and answer.json["error"] == "csrf_missing"
    assert "X-CSRFToken" in answer.json["message"] and "_csrf_token" in answer.json["message"]


@pytest.mark.parametrize("body", [[], {"metrics": ["visits"], "x": 1}, {"metrics": "visits"}, {"metrics": [], "by": 3}])
def test_a_chinese_answer_holds_no_words_of_a_library(client_as, body):
    headers = HEADERS | {"X-Qianhui-Language": "zh"}
    client = client_as("executive")
    headers["X-CSRFToken"] = client.get_cookie("_csrf_token").value
    message = client.post("/api/v1/query", json=body, headers=headers).json["message"]
    assert "可" in message and "Input" not in message and "QueryIn" not in message
