"""Segments are traits of one's own, shared when wanted; a task for one customer reaches the manager's phone and is answered there."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from components.recommend_choice import Choice
from components.recommend_segments import keep, kept, traits_of
from data import campaigns, customer_tasks, segments
from data.campaigns import held_out
from data.clock import now
from data.errors import BadRequest, Conflict, Forbidden
from data.i18n import speaking
from data.listing import records
from data.ops.engine import reading
from data.ops.schema import audit
from data.scope import acting
from pages._recommend_segments import assign_task
from tests.recommend.made import made, post
from tests.screen.walk import asker_of, texts, walk

GROWERS = {"group": "grower", "age": "45_59"}


@pytest.fixture
def asking(app, own_ops):
    with app.server.test_request_context("/"), speaking("en"):
        yield


def names(who: str) -> list[str]:
    with acting(asker_of(who)):
        return [row["name"] for row in segments.segments()]


def test_a_segment_is_one_s_own_unless_shared_within_the_entity(asking):
    with acting(asker_of("entity")):
        key = segments.save("Growers", GROWERS)
        segments.save("Everybody's", GROWERS, is_shared=True)
        with pytest.raises(Conflict):
            segments.save("Growers", {"group": "senior"})
        with pytest.raises(BadRequest):
            segments.save("Nobody", {})
    assert names("entity") == ["Everybody's", "Growers"] and names("analyst") == []
    with acting(asker_of("branch")) as branch:
        same = segments.home() == f"entity:{asker_of('entity').scope_id}"
        assert names("branch") == (["Everybody's"] if same else []) and branch
        with pytest.raises(Forbidden):
            segments.remove(key)
    with acting(asker_of("entity")):
        segments.remove(key)
    assert names("entity") == ["Everybody's"]


def test_a_segment_leads_to_its_traits_and_to_nobody_by_name(asking):
    with acting(asker_of("analyst")):
        segments.save("Growers", GROWERS)
        choice = Choice.parse({"product": "insurance", "group": "senior", "income": "20_50"})
        link = next(part.href for part in walk(kept(choice, segments.segments())) if getattr(part, "href", ""))
        assert traits_of(Choice.parse(GROWERS)) == GROWERS and keep(Choice.parse({})) is None
        words = dict(pair.split("=") for pair in link.split("?")[1].split("&"))
        assert words == GROWERS | {"product": "insurance"}


def own_customer(who: str, *, opted_out: bool = False) -> dict:
    with acting(asker_of(who)):
        columns = ("customer_id", "staff_id", "is_opted_out")
        rows = records("customer_portrait", columns=columns, order="customer_id")
    return next(row for row in rows if bool(row["is_opted_out"]) == opted_out and row["staff_id"])


def test_a_task_reaches_the_manager_and_is_answered_there(asking, layout):
    who, soon = own_customer("manager"), now().date() + timedelta(days=3)
    with acting(asker_of("analyst")):
        key = customer_tasks.assign(who["customer_id"], soon, "Ask about the harvest", "insurance")
        assert [one["task_id"] for one in customer_tasks.of_customer(who["customer_id"])] == [key]
    for page in ("recommend_tasks", "me"):
        said = texts(layout(page, "manager", "en"))
        assert {"Ask about the harvest", "Insurance"} <= set(said)
    tap, manager = str(uuid.uuid4()), asker_of("manager")
    with acting(manager):
        answers = [customer_tasks.answer(tap, key, "accepted", manager.scope_id) for _again in range(2)]
        assert answers == ["stored", "duplicate"] and customer_tasks.tasks(manager.scope_id)[0]["answer"] == "accepted"
        with pytest.raises(Conflict):
            customer_tasks.answer(tap, key, "declined", manager.scope_id)
        with pytest.raises(Forbidden):
            customer_tasks.answer(str(uuid.uuid4()), str(uuid.uuid4()), "accepted", manager.scope_id)
    with reading() as connection:
        asked = (
            select(audit.c.action, audit.c.detail).where(audit.c.object_id == who["customer_id"]).order_by(audit.c.id)
        )
        lines = connection.execute(asked).all()
    assert [action for action, _detail in lines] == ["task.assign", "task.answer"]
    assert json.loads(lines[0][1])["staff"] == who["staff_id"]


def test_who_gives_tasks_to_whom(asking):
    soon = now().date() + timedelta(days=3)
    mine = own_customer("manager")
    with acting(asker_of("manager")):
        assert customer_tasks.assign(mine["customer_id"], soon, "Call back") and assign_task(
            records(
                "customer_portrait",
                {"customer": mine["customer_id"]},
                columns=("customer_id", "staff_id", "is_opted_out"),
            )[0],
            [],
            "insurance",
        )
        everybody = own_customer("manager")["staff_id"]
    with acting(asker_of("analyst")):
        rows = records("customer_portrait", columns=("customer_id", "staff_id"), order="customer_id")
        foreign = next(row["customer_id"] for row in rows if row["staff_id"] not in (None, everybody))
    with acting(asker_of("manager")), pytest.raises(Forbidden):
        customer_tasks.assign(foreign, soon, "Call back")
    with acting(asker_of("clerk")), pytest.raises(Forbidden):
        customer_tasks.assign(mine["customer_id"], soon, "Call back")


def test_what_is_no_task_is_refused(asking):
    today, who = now().date(), own_customer("analyst")["customer_id"]
    with acting(asker_of("analyst")):
        for due, note in (
            (today - timedelta(days=1), "x"),
            (today + timedelta(days=400), "x"),
            (today, " "),
            (today, "x" * 201),
        ):
            with pytest.raises(BadRequest):
                customer_tasks.assign(who, due, note)
        refuses = own_customer("analyst", opted_out=True)["customer_id"]
        with pytest.raises(Conflict):
            customer_tasks.assign(refuses, today, "x")
        key = made()
        control = next(row["customer_id"] for row in campaigns.members(key) if row["is_control"])
        assert control in held_out("insurance")
        with pytest.raises(Conflict):
            customer_tasks.assign(control, today, "x", "insurance")


def test_late_tasks_stay_until_they_are_answered(asking, monkeypatch, layout):
    who, manager = own_customer("manager"), asker_of("manager")
    with acting(asker_of("analyst")):
        key = customer_tasks.assign(who["customer_id"], now().date(), "Call back")
    later = now() + timedelta(days=5)
    for module in ("data.customer_tasks", "pages._recommend_tasks"):
        monkeypatch.setattr(f"{module}.now", lambda: later)
    with acting(manager):
        assert any("overdue" in text for text in texts(layout("recommend_tasks", "manager", "en")))
        customer_tasks.answer(str(uuid.uuid4()), key, "declined", manager.scope_id)
        assert customer_tasks.tasks(manager.scope_id) == []


def test_the_api_keeps_segments_and_tasks(app, own_ops, client_as):
    analyst, manager, clerk = client_as("analyst"), client_as("manager"), client_as("clerk")
    with app.server.test_request_context("/"):
        who = own_customer("manager")["customer_id"]
    kept_ = post(analyst, "/api/v1/segments", {"name": "Growers", "traits": GROWERS | {"customer": who}})
    path = f"/api/v1/segments/{kept_.get_json()['segment_id']}/remove"
    with app.server.test_request_context("/"), acting(asker_of("analyst")):
        assert segments.segments()[0]["traits"] == GROWERS
    assert [post(one, path, {}).status_code for one in (manager, analyst)] == [403, 200]
    task = {"customer_id": who, "due_on": f"{now().date()}", "note": "Call back"}
    assert [post(one, "/api/v1/tasks", task).status_code for one in (clerk, analyst)] == [403, 200]
    assert post(analyst, "/api/v1/tasks", task | {"product": "gold"}).status_code == 400
    with app.server.test_request_context("/"), acting(asker_of("manager")):
        key = customer_tasks.tasks(asker_of("manager").scope_id)[0]["task_id"]
    said = {"client_uuid": str(uuid.uuid4()), "task_id": key, "answer": "later"}
    assert [post(one, "/api/v1/tasks/answers", said).status_code for one in (analyst, manager)] == [403, 200]
