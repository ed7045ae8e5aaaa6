"""Every route and every callback of the real application: closed to the anonymous, and to roles without the right."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from api.guard import _OUTPUT_ID, CALLBACK, CATCH_ALL, PERSON, callback_rights, is_open, is_page, right_for
from data.ops.engine import reading
from data.ops.schema import audit
from data.ops.seed import PEOPLE
from data.rights import PAGES, RIGHTS
from tests.people.conftest import callback_body

SHARED = {
    "shell",
    "definition",
    "card",
    "period",
    "search",
    "_pages_content",
    "_pages_store",
    "_pages_dummy",
    "_pages_location",
}


def held_by(username: str) -> frozenset[str]:
    """The rights of a demo login."""
    return RIGHTS[PEOPLE[username][1]]


def addresses(app) -> list[tuple[str, str]]:
    """(method, path) of every route, with something in the place of its variables."""
    found = []
    for rule in app.server.url_map.iter_rules():
        path = rule.rule
        for argument in rule.arguments:
            path = (
                path.replace(f"<path:{argument}>", "x")
                .replace(f"<string:{argument}>", "x")
                .replace(f"<{argument}>", "x")
            )
        found += [(method, path) for method in sorted(rule.methods - {"HEAD", "OPTIONS"})]
    return sorted(set(found))


def test_every_route_refuses_the_anonymous(app):
    client = app.server.test_client()
    for method, path in addresses(app):
        if is_open(path):
            continue
        answer = client.open(path, method=method)
        expected = {302} if method == "GET" and is_page(path) else {401}
        assert answer.status_code in expected, (method, path, answer.status_code)
        assert answer.status_code == 302 or answer.json["error"] == "not_signed_in"


def test_what_is_open_is_known(app):
    open_ones = {path for _method, path in addresses(app) if is_open(path)}
    below = {path for path in open_ones if path.startswith(("/assets/", "/_dash-component-suites/"))}
    votes = {"/v", "/v/x"}
    assert open_ones - below - votes <= {
        "/login",
        "/pair",
        "/pair/state",
        "/healthz",
        "/readyz",
        "/metrics",
        "/_favicon.ico",
    }


def test_every_callback_refuses_the_anonymous(app):
    client = app.server.test_client()
    client.get("/login")  # Dash collects its callbacks at the first request
    for output in app.callback_map:
        answer = client.post(CALLBACK, json={"output": output, "inputs": [], "changedPropIds": []})
        assert answer.status_code == 401, output


@pytest.mark.parametrize("username", PEOPLE)
def test_each_role_opens_its_pages_and_no_other(client_as, username):
    client, held = client_as(username), held_by(username)
    for part, page in PAGES.items():
        answer = client.get(f"/{part}", headers={"Accept": "text/html"})
        assert (answer.status_code == 403) == (f"page:{page}" not in held), (part, answer.status_code)


@pytest.mark.parametrize("username", PEOPLE)
def test_each_role_calls_its_callbacks_and_no_other(app, client_as, username):
    client, held = client_as(username), held_by(username)
    headers = {"X-CSRFToken": client.get_cookie("_csrf_token").value}
    for output in app.callback_map:
        if callback_rights({"output": output}) <= held:
            continue
        body = callback_body("x.y", "x.y", None) | {"output": output}
        assert client.post(CALLBACK, json=body, headers=headers).status_code == 403, output


@pytest.mark.parametrize("username", PEOPLE)
def test_each_role_calls_its_api_and_no_other(app, client_as, username):
    client, held = client_as(username), held_by(username)
    headers = {"X-CSRFToken": client.get_cookie("_csrf_token").value}
    for method, path in addresses(app):
        if path.startswith("/api/") and right_for(method, path) not in held:
            assert client.open(path, method=method, headers=headers).status_code == 403, (method, path)


def test_page_opened_inside_the_application_is_refused_where_it_would_stand(client_as):
    client = client_as("manager")
    body = {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
        "inputs": [
            {"id": "_pages_location", "property": "pathname", "value": "/admin"},
            {"id": "_pages_location", "property": "search", "value": ""},
        ],
        "changedPropIds": ["_pages_location.pathname"],
    }
    headers = {"X-CSRFToken": client.get_cookie("_csrf_token").value}
    answer = client.post(CALLBACK, json=body, headers=headers).get_json()["response"]
    assert set(answer) == {"_pages_content", "_pages_store"}
    assert "state denied" in answer["_pages_content"]["children"]["props"]["className"]
    with reading() as connection:
        newest = connection.execute(select(audit).order_by(audit.c.id.desc()).limit(1)).mappings().one()
    assert newest["action"] == "denied"


def test_every_callback_belongs_to_a_page_or_to_the_shell(app):
    """An id with another prefix would be open to every person: name it after its page."""
    app.server.test_client().get("/login")  # Dash collects its callbacks at the first request
    strange = {
        output
        for output in app.callback_map
        if not callback_rights({"output": output}) - {PERSON} and not shared(output)
    }
    assert strange == set()


def shared(output: str) -> bool:
    names = {first or second for first, second in _OUTPUT_ID.findall(output)}
    return all(name in SHARED or name.split("-", 1)[0] in SHARED | {"overview"} for name in names)


def test_catch_all_is_dash_s(app):
    assert CATCH_ALL in {rule.rule for rule in app.server.url_map.iter_rules()}
