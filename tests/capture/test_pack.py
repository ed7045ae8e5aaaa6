"""The pack of a phone: the asker's own customers, in full, audited; the notice; what is found beyond."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from data.ops.engine import reading
from data.ops.schema import audit, notice_acceptance, vote_code
from data.pinyin import FILE
from data.scope import acting
from etl.pinyin_letters import text
from etl.reference import initials
from tests.screen.walk import asker_of


def headers(client) -> dict[str, str]:
    return {"X-CSRFToken": client.get_cookie("_csrf_token").value, "Origin": "http://localhost"}


def counted(table, **where) -> int:
    with reading() as connection:
        asked = select(func.count()).select_from(table)
        for name, value in where.items():
            asked = asked.where(table.c[name] == value)
        return connection.execute(asked).scalar_one()


@pytest.fixture(scope="module")
def pack(app):
    from components.capture_pack import pack

    with acting(asker_of("manager")) as asker, app.server.test_request_context():
        return pack(asker.scope_id, 0)


def test_a_pack_holds_all_own_households_and_no_other(pack, province):
    from data.listing import listing

    with acting(asker_of("manager")):
        own = set(listing("household", {}, limit=1000).frame["household_id"])
    assert {home["id"] for home in pack["homes"]} == own
    assert {stop["home"] for stop in pack["today"]["stops"]} <= own


def test_heads_without_a_customer_record_have_initials(pack):
    assert all(home["initials"] == initials([home["head"]])[0] for home in pack["homes"])


def test_the_own_name_comes_in_both_languages(client_as):
    names = client_as("manager").get("/api/v1/capture/pack").json["names"]
    assert names["zh"] != names["en"] and names["en"].isascii()


def test_the_letters_of_names_are_those_of_the_lake():
    assert FILE.read_text("utf-8") == text()


def test_a_head_without_a_customer_record_is_found_in_the_outlet(client_as):
    from components.capture_pack import me
    from data.listing import listing

    with acting(asker_of("manager")) as asker:
        branch = me(asker.scope_id)["branch"]["id"]
    with acting(asker_of("executive")):
        homes = listing("household", {"branch": branch}, limit=5000, unmask=True).frame
        known = set(listing("customer", {"branch": branch}, limit=5000).frame["household_id"])
    lone = homes[~homes["household_id"].isin(known)].iloc[0]
    told = client_as("manager").get("/api/v1/capture/search", query_string={"q": lone["head_name"]}).json["homes"]
    assert lone["household_id"] in {home["id"] for home in told}


@pytest.mark.parametrize("read", [str, lambda name: initials([name])[0]], ids=["name", "initials"])
def test_the_last_head_of_a_large_outlet_is_found(read, monkeypatch, province):
    from components import capture_people as people
    from components.capture_pack import me, outlet
    from data.listing import listing

    monkeypatch.setattr(people, "MOST", 3)
    with acting(asker_of("manager")) as asker, outlet(branch := me(asker.scope_id)["branch"]["id"]):
        homes = listing("household", {"branch": branch}, limit=5000, unmask=True).frame
        seldom = homes[~homes["head_name"].map(read).duplicated(keep=False)].iloc[-1]
        found = people.headed(branch, read(seldom["head_name"]))
    assert seldom["household_id"] not in set(homes["household_id"][: people.MOST])
    assert seldom["household_id"] in found and set(found) <= set(homes["household_id"])


def test_names_come_in_full_and_the_look_is_audited(client_as):
    before = counted(audit, action="capture.pack")
    told = client_as("manager").get("/api/v1/capture/pack?votes=3").json
    names = [person["name"] for home in told["homes"] for person in home["people"]]
    assert names and not any("*" in name for name in names)
    assert counted(audit, action="capture.pack") == before + 1
    assert len(set(told["votes"])) == 3 == counted(vote_code, staff_id=told["staff_id"]) or len(told["votes"]) == 3


def test_everything_the_phone_says_is_there_in_both_languages(pack):
    for kind in ("purpose", "result", "product", "customer_group"):
        assert all(zh and en and zh != en for _code, zh, en in pack["codes"][kind])
    for stop in pack["today"]["stops"]:
        assert stop["reasons"]["zh"] and len(stop["reasons"]["zh"]) == len(stop["reasons"]["en"])
    assert all(point["text"]["zh"] != point["text"]["en"] for point in pack["notice"]["points"])
    assert len(pack["hours"]["days"]) == 14


def test_the_round_is_told_from_the_outlet(pack):
    stops = pack["today"]["stops"]
    assert 0 < len(stops) <= 8 and 0 < pack["today"]["km"] <= 24


@pytest.mark.parametrize("username", ["executive", "branch", "clerk", "admin"])
def test_nobody_but_managers_gets_one(client_as, username):
    assert client_as(username).get("/api/v1/capture/pack").status_code == 403


@pytest.mark.parametrize("query", ["votes=31", "votes=-1", "votes=x"])
def test_a_wish_for_codes_is_a_small_number(client_as, query):
    assert client_as("manager").get(f"/api/v1/capture/pack?{query}").status_code == 400


def test_a_colleagues_customer_is_found_without_what_they_hold(client_as, province):
    from components.capture_pack import me
    from data.listing import listing

    with acting(asker_of("manager")) as asker:
        branch = me(asker.scope_id)["branch"]["id"]
    with acting(asker_of("executive")):
        rows = listing("customer", {"branch": branch}, limit=500, unmask=True).frame
    other = rows[(rows["staff_id"] != asker.scope_id)].iloc[0]
    told = client_as("manager").get("/api/v1/capture/search", query_string={"q": other["name"]}).json["homes"]
    mine = next(home for home in told if home["id"] == other["household_id"])
    assert any(person["name"] == other["name"] for person in mine["people"])
    assert all(person["deposit"] == person["loan"] == 0 for home in told for person in home["people"])


@pytest.mark.parametrize("text", ["", " ", "x" * 41])
def test_a_search_is_a_few_characters(client_as, text):
    assert client_as("manager").get("/api/v1/capture/search", query_string={"q": text}).status_code == 400


def test_the_notice_is_accepted_once_and_kept(client_as):
    client = client_as("manager")
    first = client.post("/api/v1/capture/notice", json={"version": "2026-11"}, headers=headers(client))
    again = client.post("/api/v1/capture/notice", json={"version": "2026-11"}, headers=headers(client))
    assert first.status_code == 200 and first.json == again.json
    assert counted(notice_acceptance, version="2026-11") == 1
    assert client.get("/api/v1/capture/pack").json["notice"]["accepted_at"] == first.json["accepted_at"]


def test_an_old_notice_cannot_be_accepted(client_as):
    client = client_as("manager")
    answer = client.post("/api/v1/capture/notice", json={"version": "2020-01"}, headers=headers(client))
    assert answer.status_code == 409 and "读" in answer.json["message"]
