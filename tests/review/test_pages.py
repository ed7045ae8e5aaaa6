"""The review page for each role: whose cases it shows, what it lets them do, and the API's words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from components.case_evidence import told
from components.case_map import case_map
from components.visit_trips import trips
from data.clock import now
from data.i18n import speaking
from data.integrity import cases_step
from data.ops.engine import reading
from data.ops.schema import audit
from data.scope import acting
from tests.review import made
from tests.screen.walk import ids, texts, walk


@pytest.fixture
def drawn(app, own_ops):
    """``drawn("branch", case=…)`` draws the page as a demo login of this test's database."""
    import dash

    from data.i18n import speaking

    app.server.test_client().get("/login")

    def draw(username: str, language: str = "en", **query: str):
        page = dash.page_registry["pages.visits_review"]["layout"]
        with app.server.test_request_context("/"), speaking(language), acting(made.asker(username)):
            return page(**query)

    return draw


def steps(page) -> list[str]:
    """The buttons of steps."""
    found = (part.to_plotly_json()["props"].get("data-step") for part in walk(page))
    return [one for one in found if one]


def test_each_role_sees_its_part(drawn):
    key = made.case_of_manager()
    assert steps(drawn("branch", case=key)) == ["took_place", "did_not_take_place", "asked"]
    assert steps(drawn("manager", case=key)) == ["explained"] and steps(drawn("officer", case=key)) == []
    for looking in ("executive", "analyst"):
        page = drawn(looking, case=key)
        assert "review-figure-cases_opened" in ids(page) and made.row(key)["visit_no"] not in " ".join(texts(page))


@pytest.mark.parametrize("username", ["branch", "manager", "entity", "officer", "executive"])
def test_ids_belong_to_the_page_and_are_there_once(drawn, username):
    found = ids(drawn(username, case=made.case_of_manager())) if username != "executive" else ids(drawn(username))
    assert len(found) == len(set(found)) and {one.split("-")[0] for one in found} <= {"review", "page"}


def test_none_in_the_days_before_is_a_number_to_compare_with(app):
    from data.i18n import speaking
    from pages._visits_review_sums import _figure

    with app.server.test_request_context("/"), speaking("en"):
        was_none, unknown = (" ".join(texts(_figure("cases_closed", 12, before))) for before in (0, None))
    assert "the 30 days before was 0" in was_none and "the 30 days before" not in unknown


def test_a_foreign_case_is_not_there(drawn):
    foreign = made.opened(made.visits(f"branch_id <> '{made.account('branch')['scope_id']}'"))[0]
    page = drawn("branch", case=foreign)
    assert "page-state" in page.className and foreign not in " ".join(texts(page))


def test_the_case_says_whose_turn_it_is(drawn):
    key = made.case_of_manager()
    with acting(made.asker("branch")):
        cases_step.review(key, "did_not_take_place", "nobody knows")
    said = " ".join(texts(drawn("branch", case=key)))
    assert "can appeal until" in said and "nobody knows" in said and "lie" not in said.split()
    assert "appeal until" in " ".join(texts(drawn("manager", case=key)))


def test_a_step_by_http_needs_the_right_and_its_words(client_as, own_ops):
    key = made.case_of_manager()
    manager, head = client_as("manager"), client_as("branch")

    def post(client, kind: str, **body: object):
        headers = {"X-CSRFToken": client.get_cookie("_csrf_token").value, "Origin": "http://localhost"}
        return client.post(f"/api/v1/cases/{kind}/{key}", json=body, headers=headers)

    assert post(manager, "review", step="took_place").status_code == 403
    assert post(head, "review", step="jail").status_code == 400
    assert post(head, "review", step="asked", note=7).status_code == 400
    assert post(head, "review", step="asked", note="where?").json["state"] == "asked"
    assert post(head, "review", step="asked", note="where?").status_code == 409
    assert post(manager, "answer", step="explained", note="at home", photos="x").status_code == 400
    assert post(manager, "answer", step="explained", note="at home").json["state"] == "open"
    one = head.get(f"/api/v1/cases/{key}").json
    assert [step["step"] for step in one["steps"]] == ["opened", "asked", "explained"] and one["may"]


def test_the_map_draws_what_there_is(province):
    assert case_map(None, None, None) is None
    both = case_map((106.9, 27.7), (106.91, 27.7), 40).src
    alone = case_map((106.9, 27.7), None, None).src
    assert both.count("circle") > alone.count("circle")


def test_trips_without_positions_say_so(province):
    import pandas as pd

    rows = pd.DataFrame(
        [{"visit_id": "V1", "started_at": now(), "ended_at": now(), "place": "Daba", "lon": None, "lat": None}]
    )
    nothing = pd.DataFrame(columns=["at", "lon", "lat", "accuracy_m"])
    assert len([part for part in walk(trips(rows, nothing, None)) if type(part).__name__ == "Li"]) == 0


def test_a_manager_s_own_day_tells_stops_at_the_outlet(province):
    from data.tracks import outlet_spot
    from tests.screen.walk import asker_of

    manager = asker_of("manager")
    with acting(manager):
        assert outlet_spot(str(manager.scope_id))


def test_a_look_at_another_s_day_is_told_to_them(drawn):
    key = made.case_of_manager()
    drawn("branch", case=key)
    drawn("manager", case=key)
    case = made.row(key)
    with reading() as connection:
        looks = connection.execute(select(audit.c.actor, audit.c.detail).where(audit.c.action == "track.view")).all()
    assert [(actor, case["visit_date"].isoformat() in detail) for actor, detail in looks] == [
        (made.account("branch")["user_id"], True)
    ]


@pytest.mark.parametrize(("measured", "is_told"), [(None, False), (600, False), (660, False), (39, True)])
def test_times_entered_by_hand_are_told_where_the_stopwatch_measured_others(app, measured, is_told):
    began = now().replace(hour=10, minute=0)
    visit = {
        "started_at": began, "ended_at": began + timedelta(minutes=10), "dwell_minutes": 10, "customer_name": "王*",
        "stopwatch": None if measured is None else timedelta(seconds=measured),
    }  # fmt: skip
    with app.server.test_request_context("/"), speaking("en"):
        said = " ".join(texts(told(visit)))
    assert ("39 s measured by the phone" in " ".join(said.split())) == is_told == ("entered by hand" in said)
