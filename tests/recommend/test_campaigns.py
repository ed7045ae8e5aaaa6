"""Campaigns: the control group is drawn once and by its share, nobody is lost, a tap counts once, outcomes come from the feeds."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.export_campaign import Members, members_file
from components.recommend_choice import Choice
from components.recommend_data import offered
from components.recommend_plan import drawn, planned
from data import campaigns
from data.clock import now
from data.errors import BadRequest, Conflict, Forbidden
from data.i18n import speaking
from data.listing import listing
from data.scope import acting
from pages import _recommend_campaign as campaign_page
from tests.recommend.made import WORDS, made, mine, post, tap
from tests.screen.test_pages import sheet
from tests.screen.walk import asker_of, ids, texts
from tests.tiers import every


def test_nobody_is_lost(one):
    rows, listed = campaigns.members(one), offered(Choice.parse(WORDS), 1000)
    control = [row for row in rows if row["is_control"]]
    assert len({row["customer_id"] for row in rows}) == len(rows)
    treated = {row["customer_id"] for row in rows if not row["is_control"]}
    assert treated <= set(listed["customer_id"]) and not {row["customer_id"] for row in control} & set(
        listed["customer_id"]
    )
    assert len(control) == round(0.1 * len(rows)) and all(row["staff_id"] is None for row in control)
    load = Counter(row["staff_id"] for row in rows if row["staff_id"])
    assert max(load.values()) <= 5 and sum(load.values()) < len(rows) - len(control)


def test_a_task_is_of_who_looks_after_the_customer(one):
    keys = [row["customer_id"] for row in campaigns.members(one) if row["staff_id"]]
    frame = listing("customer", {"customer": keys}, limit=len(keys)).frame
    owner = dict(zip(frame["customer_id"], frame["staff_id"], strict=True))
    assert all(owner[row["customer_id"]] == row["staff_id"] for row in campaigns.members(one) if row["staff_id"])


@settings(max_examples=40)
@given(st.integers(1, 200), st.sampled_from([0.05, 0.1, 0.3]), st.integers(1, 40))
def test_any_list_is_kept_whole(rows, share, capacity):
    frame = pd.DataFrame(
        {
            "customer_id": [f"C{n}" for n in range(rows)],
            "staff_id": [None if n % 7 == 0 else f"S{n % 5}" for n in range(rows)],
            "branch_id": "B1",
            "entity_id": [f"E{n % 3}" for n in range(rows)],
            "probability": [(n * 37 % 101) / 101 for n in range(rows)],
            "expected": [float(n * 53 % 97) for n in range(rows)],
        }
    )
    found = drawn(frame, share, capacity, "key")
    assert [one["customer_id"] for one in found] == frame["customer_id"].tolist() and found == drawn(
        frame, share, capacity, "key"
    )
    assert abs(sum(one["is_control"] for one in found) - share * rows) <= 0.5 + 1e-9
    assert max(Counter(one["staff_id"] for one in found if one["staff_id"]).values(), default=0) <= capacity
    free = Counter(one["owner_staff_id"] for one in found if not one["is_control"] and one["owner_staff_id"])
    tasks = Counter(one["staff_id"] for one in found if one["staff_id"])
    assert tasks == {staff: min(count, capacity) for staff, count in free.items()}


def test_the_same_tap_counts_once_and_the_last_word_stands(one):
    task, same = mine(), str(uuid.uuid4())
    assert [tap(task, "later", same), tap(task, "later", same)] == ["stored", "duplicate"]
    assert campaigns.one(one)["answers"] == {"later": 1}
    assert tap(task, "accepted") == "stored" and campaigns.one(one)["answers"] == {"accepted": 1}
    with pytest.raises(Conflict):
        tap(task, "declined", same)


def test_only_one_s_own_task_is_answered(one):
    others = [row for row in campaigns.members(one) if row["staff_id"] != asker_of("manager").scope_id]
    for row in (next(r for r in others if r["is_control"]), next(r for r in others if r["staff_id"])):
        with pytest.raises(Forbidden):
            tap(row, "accepted")
    with pytest.raises(BadRequest):
        tap(mine(), "perhaps")


def test_each_sees_the_own_part_and_makers_alone_make(one):
    whole = {row["customer_id"]: row for row in campaigns.members(one)}
    for name, column in (("entity", "entity_id"), ("branch", "branch_id"), ("manager", "owner_staff_id")):
        asker = asker_of(name)
        with acting(asker):
            part = campaigns.members(one)
            assert {row["customer_id"] for row in part} == {
                key for key, row in whole.items() if row[column] == asker.scope_id
            }
    with acting(asker_of("manager")), pytest.raises(Forbidden):
        made()
    with acting(asker_of("officer")), pytest.raises(Forbidden):
        campaigns.campaigns()


def test_a_customer_is_in_one_campaign_for_a_product(one):
    today = now().date()
    plan = planned("Twice", WORDS, starts_on=today, ends_on=today, control_share=0.1, capacity=5)
    assert not {row["customer_id"] for row in plan.members} & {row["customer_id"] for row in campaigns.members(one)}
    campaigns.create(plan)
    with pytest.raises(Conflict):
        campaigns.create(plan)
    held = campaigns.held_out("insurance")
    assert held and not held & set(offered(Choice.parse({"product": "insurance"}), 1000)["customer_id"])
    assert made({"product": "wealth", "top": "100"})


@pytest.mark.parametrize(
    "wrong",
    every(
        3,
        [
            {"control_share": 0.9},
            {"control_share": 0.0},
            {"ends_on": now().date() - timedelta(days=1)},
            {"starts_on": now().date() - timedelta(days=9)},
            {"capacity": 0},
        ],
    ),
)
def test_what_is_no_campaign_is_refused(app, own_ops, wrong):
    with app.server.test_request_context("/"), acting(asker_of("analyst")), pytest.raises(BadRequest):
        made(**wrong)


def test_outcomes_come_from_the_feeds_not_from_taps(one):
    before = campaign_page.outcome(campaigns.one(one), campaigns.members(one))[0]
    tap(mine(), "accepted")
    assert campaign_page.outcome(campaigns.one(one), campaigns.members(one))[0] == before
    past = campaigns.one(one) | {"starts_on": now().date() - timedelta(days=300), "ends_on": now().date()}
    found = campaign_page.outcome(past, campaigns.members(one))[0]
    keys = [row["customer_id"] for row in campaigns.members(one)]
    opened = listing("product_change", {"customer": keys, "product": "insurance", "kind": "opened"}, limit=10_000).frame
    recent = opened[pd.to_datetime(opened["changed_on"]).dt.date >= past["starts_on"]]
    assert found.treated_hits + found.control_hits == recent["customer_id"].nunique()


def test_the_page_shows_it_and_the_file_is_the_page(one, layout):
    tap(mine(), "accepted")
    page = layout("recommend_campaigns", "analyst", "en", campaign=one)
    assert {"recommend-answers-card", "recommend-outcome-card", "recommend-members-card"} <= set(ids(page))
    rows = list(sheet(members_file(Members(one, "x")).content, 0))
    start = next(n for n, row in enumerate(rows) if row[1] == "Customer id")
    keys = [row[1] for row in rows[start + 1 :]]
    assert keys == [row["customer_id"] for row in campaigns.members(one) if not row["is_control"]]
    assert set(keys) <= set(texts(page)) and "Accepted" in {row[7] for row in rows[start + 1 :]}


def test_a_foreign_campaign_is_denied(one, layout):
    for row in campaigns.members(one):
        if row["owner_staff_id"] == asker_of("manager").scope_id:
            break
    assert "state denied" in str(layout("recommend_campaigns", "manager", campaign=str(uuid.uuid4())))
    assert "state denied" not in str(layout("recommend_campaigns", "manager", campaign=one))


def test_a_manager_finds_the_tasks_on_both_pages(one, layout):
    tasks = campaigns.tasks  # asked by the pages themselves
    with acting(asker_of("manager")):
        count = len(tasks(asker_of("manager").scope_id))
    page, own = layout("recommend_tasks", "manager"), layout("me", "manager")
    assert count and str(page).count("data-task") == count and "me-tasks-card" in ids(own)
    assert "me-tasks-card" not in ids(layout("me", "branch"))


def test_the_api_makes_and_answers(app, own_ops, client_as):
    today = now().date()
    body = {
        "name": "By API",
        "starts_on": f"{today}",
        "ends_on": f"{today + timedelta(days=9)}",
        "control_share": 0.2,
        "capacity": 40,
        "chosen": WORDS,
    }
    analyst, manager = client_as("analyst"), client_as("manager")
    key = post(analyst, "/api/v1/campaigns", body).get_json()["campaign_id"]
    assert post(manager, "/api/v1/campaigns", body).status_code == 403
    assert post(analyst, "/api/v1/campaigns", body | {"starts_on": "soon"}).status_code == 400
    with app.server.test_request_context("/"):
        task = mine()
    said = {
        "client_uuid": str(uuid.uuid4()),
        "campaign_id": key,
        "customer_id": task["customer_id"],
        "answer": "accepted",
    }
    assert [post(manager, "/api/v1/campaigns/answers", said).get_json()["status"] for _tap in range(2)] == [
        "stored",
        "duplicate",
    ]
    assert post(analyst, "/api/v1/campaigns/answers", said).status_code == 403


def test_too_few_for_a_control_group_are_refused(app, own_ops):
    with app.server.test_request_context("/"), speaking("en"), acting(asker_of("analyst")):
        best = offered(Choice.parse(WORDS), 2)["customer_id"].tolist()
        with pytest.raises(BadRequest, match="too few for a control group"):
            made(picked=best)
