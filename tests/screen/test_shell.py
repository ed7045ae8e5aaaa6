"""The shell: who sees which places, the address and its period, preferences, freshness, the html page."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

import pytest

from components import period_menu
from components.breadcrumb import address, breadcrumb, known_as, menu_items, query_of
from components.navigation import places
from components.period import Period
from components.phone_tabs import tabs
from components.rail import rail
from components.shell import frame
from components.user_menu import own_name
from data.errors import Forbidden
from data.i18n import speaking
from data.rights import page_right, rights_of
from data.scope import Node, acting
from tests.screen.walk import ROLES, asker_of, ids, texts, walk


@pytest.mark.parametrize("name", ROLES)
def test_rail_and_tabs_lead_only_where_the_role_may_go(app, name):
    asker = asker_of(name)
    with app.server.test_request_context("/"), acting(asker):
        links = [part.href for part in walk([rail(), tabs()]) if getattr(part, "href", None)]
    assert links and all(page_right(urlsplit(href).path) in asker.rights for href in links)


@pytest.mark.parametrize(
    ("name", "first", "others"),
    [("manager", "今日", {"采集", "任务", "走访"}), ("executive", "总览", {"走访", "绩效", "农民工"})],
)
def test_tabs_of_a_phone_are_the_role_s(app, name, first, others):
    app.server.test_client().get("/login")
    with app.server.test_request_context("/"), acting(asker_of(name)), speaking("zh"):
        shown = [texts(part)[0] for part in walk(tabs()) if getattr(part, "className", "") == "tab"]
    assert (shown[0], shown[-1]) == (first, "我的") and set(shown[1:-1]) <= others and 3 <= len(shown) <= 4


def test_places_are_pages_that_exist(app):
    app.server.test_client().get("/login")
    paths = {place.path for place in places(rights_of("executive"))}
    assert {"/", "/visits", "/migrants", "/recommend", "/catalog"} <= paths and "/explore" not in paths


def test_ids_of_the_frame_are_unique_and_prefixed(app):
    with app.server.test_request_context("/"), acting(asker_of("executive")):
        found = ids(frame())
    own = [one for one in found if not one.startswith("_pages")]
    assert len(own) == len(set(own)) and all(one.startswith("shell") for one in own)


@pytest.mark.parametrize(
    ("text", "kind", "suffix", "end"),
    [
        (None, "today", "today", None),
        ("month", "month", "mtd", None),
        ("year", "year", "ytd", None),
        ("2026-11-20", "day", "today", date(2026, 11, 20)),
        ("2026-02", "past_month", "mtd", date(2026, 2, 28)),
        ("2026-13", "today", "today", None),
        ("rubbish", "today", "today", None),
    ],
)
def test_period_of_the_address(text, kind, suffix, end):
    period = Period.parse(text)
    assert (period.kind, period.suffix, period.as_of) == (kind, suffix, end)
    assert Period.parse(str(period)) == period


def test_address_keeps_what_it_does_not_change():
    assert address("/visits", "?node=entity:1&period=month", node=None) == "/visits?period=month"
    assert query_of(address("/visits", "?period=month", node="branch:1 2")[7:]) == {
        "period": "month",
        "node": "branch:1 2",
    }


def test_breadcrumb_begins_at_the_own_top(province):
    asker = asker_of("branch")
    with speaking("zh"), acting(asker):
        said = texts(breadcrumb(None))
        assert "全省" not in said and Node.top(asker).name in said
        with pytest.raises(Forbidden):
            breadcrumb("province")


def test_menu_holds_siblings_of_the_own_scope_only(province):
    with acting(asker_of("executive")):
        everything = [part.href for part in menu_items("next province", "/", "?period=month") if hasattr(part, "href")]
    own = asker_of("entity")
    with acting(own):
        mine = [part.href for part in menu_items(own.scope, "/", "") if hasattr(part, "href")]
    assert len(everything) == 3 and all("period=month" in href for href in everything)
    assert mine == [f"/?node={own.scope}"]


def test_every_step_of_the_breadcrumb_has_a_menu(province):
    with acting(asker_of("executive")):
        entity = Node("province").children()[0]
        branch = entity.children()[0]
        for node in (Node("province"), entity, branch, branch.children()[0]):
            assert menu_items(str(node), "/", "")


def test_a_menu_is_searched_by_pinyin_initials(province):
    with acting(asker_of("executive")):
        known = [known_as(entity) for entity in Node("province").children()]
    assert any(text.startswith("遵义农商行 ") and text.endswith(" zynsh") for text in known)


def test_html_page_speaks_the_language_and_carries_no_script_of_ours(client_as):
    page = client_as("executive").get("/?lang=en&theme=night").get_data(as_text=True)
    assert '<html lang="en" data-theme="night">' in page
    assert "qianhui-texts" in page and 'type="application/json"' in page


def test_preferences_are_kept_and_checked(client_as):
    client = client_as("analyst")
    token = client.get_cookie("_csrf_token").value
    headers = {"X-CSRFToken": token, "Origin": "http://localhost"}
    assert client.post("/api/v1/preferences", json={"lang": "xx"}, headers=headers).status_code == 400
    assert client.post("/api/v1/preferences", json={"lang": "en", "theme": "night"}, headers=headers).status_code == 200
    assert '<html lang="en" data-theme="night">' in client.get("/").get_data(as_text=True)
    client.post("/api/v1/preferences", json={"lang": "zh", "theme": "office"}, headers=headers)


def test_freshness_says_up_to_when(client_as):
    told = client_as("manager").get("/api/v1/freshness").get_json()
    assert set(told) == {"as_of", "snapshot_id", "stale_since"} and told["as_of"][:4].isdigit()


@pytest.mark.parametrize("username", ["executive", "branch", "manager"])
def test_the_own_name_and_past_months_are_in_the_reader_s_language(client_as, username):
    client = client_as(username)
    with client.application.test_request_context("/?lang=en", headers={"Cookie": cookies_of(client)}):
        name = own_name()
        months = str(period_menu.menu("/", ""))
    assert re.fullmatch(r"[A-Za-z' ]+", name), name
    assert re.search(r"\b[A-Z][a-z]{2} 20\d\d\b", months) and not re.search(r"'\d\d-\d\d'", months)


def cookies_of(client) -> str:
    """What the client's browser would send."""
    return f"qianhui_session={client.get_cookie('qianhui_session').value}"
