"""The second bank on screen and over the API: own map, own name, own scopes, and no word of the demo province."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from data.ops.engine import writing
from data.ops.users import add, by_username
from tests.own_data.conftest import lake_settings
from tests.own_data.organisation import LAST, Organisation
from tests.own_data.recount import recount

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("own_data")]  # builds a second lake
PASSWORD = "by-the-lake-shore"


@pytest.fixture
def sign_in(lakeland: Path) -> Iterator[Callable[[str, str], FlaskClient]]:
    """``sign_in(role, scope)`` → a client of the bank's own application, signed in as a new or known person."""
    from app import create_app

    server = create_app(lake_settings(lakeland)).server

    def enter(role: str, scope: str) -> FlaskClient:
        name = f"{role}.{scope}"
        with writing() as connection:
            if not by_username(connection, name):
                add(connection, name, name=name, role=role, scope=scope, password=PASSWORD)
        client = server.test_client()
        client.get("/login")
        token = client.get_cookie("_csrf_token")
        form = {"username": name, "password": PASSWORD, "csrf_token": token.value if token else ""}
        assert client.post("/login", data=form, headers={"Origin": "http://localhost"}).status_code == 302
        return client

    yield enter


def csrf(client: FlaskClient) -> dict[str, str]:
    """Headers that a page of ours would send along."""
    token = client.get_cookie("_csrf_token")
    return {"X-CSRFToken": token.value if token else "", "Origin": "http://localhost"}


def query(client: FlaskClient, **question: object):
    return client.post("/api/v1/query", json=question, headers=csrf(client))


def test_a_branch_head_sees_the_own_branch_alone(sign_in, bank: Organisation):
    client = sign_in("branch_head", "branch:A/03")
    question = {"metrics": ["visits_ytd", "households_ytd"], "by": ["branch"], "as_of": LAST.isoformat()}
    (row,) = query(client, **question).get_json()["rows"]
    counted = recount(bank, "branch", LAST.replace(month=1, day=1), LAST)["A/03"]
    assert (row["branch"], row["visits_ytd"], row["households_ytd"]) == ("A/03", counted.visits, counted.households)


def test_a_branch_head_asking_for_another_is_refused_or_gets_nothing(sign_in):
    client = sign_in("branch_head", "branch:A/03")
    answer = query(client, metrics=["visits_ytd"], by=["branch"], where={"branch": "B/01"}, as_of=LAST.isoformat())
    assert answer.status_code == 403 or answer.get_json()["rows"] == []


def test_maps_are_drawn_from_the_banks_own_files(sign_in):
    client = sign_in("executive", "province")
    counties = client.get("/api/v1/geo/counties").get_json()["features"]
    assert {county["id"] for county in counties} == {"LK-N1", "LK-N2", "LK-S1"}
    assert {p["id"] for p in client.get("/api/v1/geo/prefectures").get_json()["features"]} == {"LK-N", "LK-S"}
    assert client.get("/api/v1/geo/neighbours").status_code == 404


def content(client: FlaskClient, path: str) -> str:
    """What the browser would put into the frame for ``path``, as text."""
    wanted = [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}]
    body = {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": wanted,
        "inputs": [
            {"id": "_pages_location", "property": "pathname", "value": path},
            {"id": "_pages_location", "property": "search", "value": ""},
        ],
        "changedPropIds": ["_pages_location.pathname"],
    }
    answer = client.post("/_dash-update-component", json=body, headers=csrf(client))
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return json.dumps(answer.get_json(), ensure_ascii=False)


@pytest.mark.parametrize("path", ["/", "/visits", "/visits/manager/K7-0001", "/visits/photos", "/catalog"])
def test_pages_render_without_a_word_of_the_demo(sign_in, path: str):
    client = sign_in("executive", "province")
    text = content(client, path) + client.get("/_dash-layout").get_data(as_text=True)
    assert not [word for word in ("贵州", "贵阳", "Guizhou", "演示数据") if word in text]


def test_overview_names_the_banks_own_entities(sign_in):
    text = content(sign_in("executive", "province"), "/")
    assert "湖A行" in text and "湖B行" in text


def test_a_branch_head_reads_no_other_branch_on_any_page(sign_in):
    client = sign_in("branch_head", "branch:A/03")
    for path in ("/", "/visits", "/visits/photos"):
        text = content(client, path)
        assert not [branch for branch in ("A/01", "A/02", "B/01", "B/02") if f"湖区{branch}支行" in text], path
