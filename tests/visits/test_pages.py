"""The pages as their readers get them: by role, in both languages, with the looks in the audit."""

from datetime import date, timedelta

import pandas as pd
import pytest
from sqlalchemy import select

from data.listing import listing
from data.ops.engine import reading
from data.ops.schema import audit
from data.scope import Asker, acting
from data.serving import snapshot

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


@pytest.mark.parametrize("role", ["executive", "analyst", "entity", "branch", "manager", "officer"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_reader_gets_the_page(client_as, role, language):
    text = opened(client_as(role), "/visits", f"?lang={language}")
    assert "visits-figure-households_today" in text and "visits-ranking" in text and "data-shade" in text
    assert "state failed" not in text


@pytest.mark.parametrize("role", ["steward", "admin"])
def test_others_are_refused(client_as, role):
    assert client_as(role).get("/visits").status_code == 403


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
        looks = select(audit).where(audit.c.action == "track.view").order_by(audit.c.id.desc()).limit(1)
        last = connection.execute(looks).mappings().one()
    assert last["object_id"] == a_visit["staff_id"] and day in last["detail"]


def test_without_the_right_the_drawer_says_so(client_as, a_visit):
    text = drawer_of(client_as("analyst"), a_visit["staff_id"], f"{a_visit['visit_date']:%Y-%m-%d}")
    assert "state denied" in text and "hours-block" not in text


def test_a_day_without_visits_is_said(client_as, a_visit):
    day = a_visit["visit_date"] - timedelta(days=3000)
    assert "drawer-part muted" in drawer_of(client_as("executive"), a_visit["staff_id"], f"{day:%Y-%m-%d}")


def part_of_manager(client, slot: str, staff_id: str, day: str) -> str:
    """What a slot of the manager's page is filled with after the page."""
    body = {
        "output": f"manager-{slot}-slot.children",
        "outputs": {"id": f"manager-{slot}-slot", "property": "children"},
        "inputs": [{"id": "manager-who", "property": "data", "value": staff_id}],
        "state": [{"id": "manager-shown-day", "property": "data", "value": day}] if slot == "day" else [],
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
    from components.visit_choice import Choice
    from pages import _visits_questions as ask_for

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
