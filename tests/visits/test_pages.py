"""The pages as their readers get them: by role, in both languages, with the looks in the audit."""

import re
from datetime import date, timedelta

import pandas as pd
import pytest
from sqlalchemy import select

from components.visit_choice import Choice
from components.visit_feed import report_card
from components.visit_photo import photo_words
from data.errors import BadRequest
from data.listing import listing
from data.ops.engine import reading
from data.ops.schema import audit
from data.scope import Asker, Node, acting
from data.serving import snapshot
from pages import _visits_questions as ask_for
from tests.tiers import every

PAGE = "_pages_content.children"
EVERYBODY = Asker.of("u1", "Executive", "executive", "province", None)


def opened(client, path: str, search: str = "") -> str:
    """The page's content as the browser is sent it."""
    body = {
        "output": f"..{PAGE}..._pages_store.data..",
        "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
        "inputs": [
            {"id": "_pages_location", "property": "pathname", "value": path},
            {"id": "_pages_location", "property": "search", "value": search},
        ],
        "changedPropIds": ["_pages_location.pathname"],
    }
    return called(client, body)


def called(client, body: dict) -> str:
    token = client.get_cookie("_csrf_token").value
    headers = {"X-CSRFToken": token, "Origin": "http://localhost"}
    answer = client.post("/_dash-update-component", json=body, headers=headers)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:400]
    return answer.get_data(as_text=True)


def drawer_of(client, staff_id: str, day: str) -> str:
    body = {
        "output": "visits-drawer.children",
        "outputs": {"id": "visits-drawer", "property": "children"},
        "inputs": [{"id": "visits-selected", "property": "data", "value": staff_id}],
        "state": [{"id": "visits-context", "property": "data", "value": {"node": "", "period": day}}],
        "changedPropIds": ["visits-selected.data"],
    }
    return called(client, body)


@pytest.fixture
def a_visit(app) -> dict:
    with acting(EVERYBODY):
        as_of = snapshot().as_of_date
        return listing("visit", where={"day": {"to": as_of.isoformat()}}, limit=1).frame.iloc[0].to_dict()


@pytest.mark.parametrize("role", every(3, ["executive", "analyst", "entity", "branch", "manager", "officer"]))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_reader_gets_the_page(client_as, role, language):
    text = opened(client_as(role), "/visits", f"?lang={language}")
    assert "visits-figure-households_today" in text and "visits-ranking" in text and "data-shade" in text
    assert "state failed" not in text


@pytest.mark.parametrize("role", ["steward", "admin"])
def test_others_are_refused(client_as, role):
    assert client_as(role).get("/visits").status_code == 403


@pytest.mark.parametrize(("language", "words"), [("zh", "您的角色没有此权限（走访）"), ("en", "(Visits)")])
def test_a_refusal_names_the_page_and_no_code(client_as, language, words):
    text = client_as("steward").get(f"/visits?lang={language}", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert words in text and "page:visits" not in text


def test_an_unknown_node_is_answered_with_names(app):
    with acting(EVERYBODY):
        known = listing("entity", limit=1).frame.iloc[0]["entity_id"]
        name = Node("entity", known).name
        with pytest.raises(BadRequest) as refused:
            Node.parse(f"entity:{known[:-1]}x")
    assert f"{name} ({known})" in str(refused.value)


def test_a_past_day_is_not_live(client_as, a_visit):
    text = opened(client_as("executive"), "/visits", f"?period={a_visit['visit_date']:%Y-%m-%d}")
    assert "data-live-list" not in text and '"live": true' not in text.replace('\\"', '"')
    assert "report-time" in text


def test_a_foreign_node_is_a_designed_refusal(client_as, app):
    with acting(EVERYBODY):
        entities = listing("entity", limit=10).frame["entity_id"].tolist()
    texts = [opened(client_as("entity"), "/visits", f"?node=entity:{entity}") for entity in entities]
    assert sum("state denied" in text for text in texts) == len(entities) - 1


def test_the_drawer_tells_and_the_look_is_recorded(client_as, a_visit):
    day = f"{a_visit['visit_date']:%Y-%m-%d}"
    text = drawer_of(client_as("executive"), a_visit["staff_id"], day)
    assert "drawer-name" in text and "hours-block" in text
    with reading() as connection:
        looks = select(audit).where(audit.c.action == "track.view", audit.c.object_id == a_visit["staff_id"])
        last = connection.execute(looks.order_by(audit.c.id.desc()).limit(1)).mappings().one()
    assert day in last["detail"]


def test_without_the_right_the_drawer_says_so(client_as, a_visit):
    text = drawer_of(client_as("analyst"), a_visit["staff_id"], f"{a_visit['visit_date']:%Y-%m-%d}")
    assert "state denied" in text and "hours-block" not in text


def test_somebody_of_another_branch_is_refused_in_the_drawer_and_recorded(client_as, a_visit):
    with acting(EVERYBODY):
        staff = listing("staff", where={"is_manager": True}, limit=1000).frame
    told = {one: drawer_of(client_as("branch"), one, "2026-01-05") for one in staff["staff_id"].head(40)}
    refused = [one for one, text in told.items() if "state denied" in text]
    assert refused and all("drawer-name" not in told[one] and "page-state" in told[one] for one in refused)
    with reading() as connection:
        denied = connection.execute(select(audit.c.detail).where(audit.c.action == "denied")).scalars().all()
    assert any(refused[-1] in detail for detail in denied)


def test_a_day_without_visits_is_said(client_as, a_visit):
    day = a_visit["visit_date"] - timedelta(days=3000)
    assert "drawer-part muted" in drawer_of(client_as("executive"), a_visit["staff_id"], f"{day:%Y-%m-%d}")


def part_of_manager(client, slot: str, staff_id: str, day: str) -> str:
    """What a slot of the manager's page is filled with after the page."""
    came = [("manager-who", staff_id), ("manager-news", None)][: 2 if slot == "day" else 1]
    body = {
        "output": f"manager-{slot}-slot.children",
        "outputs": {"id": f"manager-{slot}-slot", "property": "children"},
        "inputs": [{"id": name, "property": "data", "value": value} for name, value in came],
        "state": [] if slot == "tables" else [{"id": "manager-shown-day", "property": "data", "value": day}],
        "changedPropIds": ["manager-who.data"],
    }
    return called(client, body)


def test_the_managers_page_starts_with_the_person_and_figures(client_as, a_visit):
    text = opened(client_as("executive"), f"/visits/manager/{a_visit['staff_id']}")
    for part in ("manager-way", "manager-figure-households_today", "manager-tables-slot", "skeleton"):
        assert part in text, part


@pytest.mark.parametrize(
    ("slot", "part"),
    [("day", "hours-block"), ("year", "visit-calendar"), ("year", "portfolio-bar"), ("tables", "manager-visits-rows")],
)
def test_the_managers_page_is_filled_afterwards(client_as, a_visit, slot, part):
    day = f"{a_visit['visit_date']:%Y-%m-%d}"
    assert part in part_of_manager(client_as("executive"), slot, a_visit["staff_id"], day)


def test_the_managers_page_keeps_the_day(client_as, a_visit):
    staff, day = a_visit["staff_id"], f"{a_visit['visit_date']:%Y-%m-%d}"
    assert f"manager\\u002f{staff}?period={day}" in drawer_of(client_as("executive"), staff, day)
    assert day in opened(client_as("executive"), f"/visits/manager/{staff}", f"?period={day}")
    calendar = part_of_manager(client_as("executive"), "year", staff, day).replace("\\", "")
    assert f'"shown":"{day}"' in calendar and f'{day}"]' in calendar


def test_a_day_without_visits_leads_to_the_last_one_with_some(client_as, a_visit):
    empty_day = f"{a_visit['visit_date'] + timedelta(days=400):%Y-%m-%d}"
    text = part_of_manager(client_as("executive"), "day", a_visit["staff_id"], empty_day)
    assert "manager-no-day" in text and f"manager\\u002f{a_visit['staff_id']}?period=" in text


def test_the_report_of_a_past_day_is_of_that_day_alone(client_as, a_visit):
    day = f"{a_visit['visit_date'] - timedelta(days=1):%Y-%m-%d}"
    with acting(EVERYBODY):
        staff = listing("visit", where={"day": day}, limit=1).frame.iloc[0]["staff_id"]
    text = opened(client_as("executive"), "/visits", f"?period={day}&node=staff:{staff}")
    days = set(re.findall(rf"{staff}@(\d{{4}}-\d\d-\d\d)@", text))
    assert days == {day}


def test_the_report_of_a_month_has_a_heading_for_each_day(a_visit):
    day = pd.Timestamp(a_visit["visit_date"]).date()
    at = [pd.Timestamp(day) + pd.Timedelta(hours=hours) for hours in (9, 8, -20)]
    rows = pd.DataFrame([a_visit | {"ended_at": moment, "place": "x"} for moment in at])
    assert str(report_card(rows, "", dated=True)).count("report-day") == 2
    assert "report-day" not in str(report_card(rows, "", dated=False))


def test_a_line_of_an_earlier_day_opens_that_visit(client_as, a_visit):
    with acting(EVERYBODY):
        where = {"staff": a_visit["staff_id"], "day": {"to": a_visit["visit_date"].isoformat()}}
        early = listing("visit", where=where, limit=500).frame.iloc[-1]
    day = f"{early['visit_date']:%Y-%m-%d}"
    chosen = f"{early['staff_id']}@{day}@{early['visit_id']}"
    text = drawer_of(client_as("executive"), chosen, "today")
    assert f"{early['started_at']:%m-%d %H:%M}" in text and "hours-block" in text and f"?period={day}" in text


def test_the_ranking_of_managers_counts_managers_as_the_metric_does(a_visit):
    with acting(EVERYBODY):
        choice = Choice.parse({"period": f"{a_visit['visit_date']:%Y-%m-%d}", "level": "staff"})
        rows, total = ask_for.league(choice), ask_for.league_sum(choice)
    assert len(rows) == total["managers"] and all("rank_still" in row for row in rows)


def test_a_prefecture_in_the_address_narrows_the_page(client_as, a_visit):
    known = opened(client_as("executive"), "/visits", f"?prefecture={a_visit['prefecture_code']}")
    assert "place-chip" in known and f"entity:{a_visit['entity_id']}" in known
    assert "place-chip" not in opened(client_as("executive"), "/visits", "?prefecture=529900")


def test_a_stranger_has_no_managers_page(client_as):
    assert "state" in opened(client_as("executive"), "/visits/manager/nobody")


def test_a_number_nobody_gave_out_is_not_genuine(client_as):
    text = opened(client_as("executive"), "/visits/photos", "?no=0000-00-000000")
    assert "state empty" in text and "photo-tile" not in text


def test_a_past_day_shows_the_photos_taken_on_it(a_visit, monkeypatch):
    taken = a_visit["started_at"] + timedelta(minutes=9)
    photo = {"photo_id": "p", "visit_no": a_visit["visit_no"], "staff_id": a_visit["staff_id"], "taken_at": taken}
    asked = []

    def recent(staff, until, *, since, limit):
        asked.append((since, until))
        return pd.DataFrame([photo])

    monkeypatch.setattr(ask_for, "recent_photos", recent)
    day = f"{a_visit['visit_date']:%Y-%m-%d}"
    with acting(EVERYBODY):
        mine = ask_for.photos_of_period(Choice.parse({"period": day}), 5)
        others = set(listing("entity", limit=10).frame["entity_id"]) - {a_visit["entity_id"]}
        other = ask_for.photos_of_period(Choice.parse({"period": day, "node": f"entity:{others.pop()}"}), 5)
    assert asked[0] == (date.fromisoformat(day), date.fromisoformat(day))
    assert mine["visit_no"].tolist() == [a_visit["visit_no"]] and other.empty


def test_a_photo_in_full_knows_its_visit_and_its_manager(a_visit):
    photo = {"photo_id": "p", "visit_no": a_visit["visit_no"], "staff_id": a_visit["staff_id"]}
    taken = pd.DataFrame([photo | {"taken_at": a_visit["started_at"]}])
    with acting(EVERYBODY):
        told = photo_words(ask_for.shown_to_asker(taken, {}).iloc[0].to_dict())
    assert (told["staff_id"], told["visit_id"]) == (a_visit["staff_id"], str(a_visit["visit_id"]))
    assert told["day"] == f"{a_visit['started_at']:%Y-%m-%d}"
