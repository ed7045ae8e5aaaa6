"""Lists show the target of the weightiest indicator, a unit's own or the sum of its people's; a column of two items says so."""

from __future__ import annotations

import json

import pytest

from components.performance_choice import Choice
from components.performance_heat import told as heat_told
from components.performance_target import Goals, leading, told
from data.i18n import speaking
from data.listing import records
from data.performance.indicators import indicators
from data.performance.library import in_force
from data.scope import Node, acting
from pages import _performance_targets as targets
from pages._performance_seen import Seen
from tests.screen.walk import asker_of


@pytest.fixture
def seen(app):
    with app.server.test_request_context("/"), speaking("en"), acting(asker_of("executive")):
        yield Seen(Choice.parse({}))


@pytest.mark.parametrize("level", ["entity", "branch"])
def test_a_list_shows_the_target_of_the_weightiest_indicator(seen, level):
    month = f"{seen.month:%Y-%m}"
    found = targets.goals(seen, level)
    item = max(
        (one for one in in_force(seen.month)[level].items if one.target.kind != "none"), key=lambda one: one.weight
    )
    assert found.known.id == item.indicator and f"Target: {found.known.label.text()}" == found.title
    where = {"level": level, "month": month, "indicator": item.indicator}
    raw = {row["unit_id"]: row["target"] for row in records("score_item", where, columns=("unit_id", "target"))}
    own = {unit: row["target"] for unit, row in found.rows.items() if not row["is_sum"] and row["target"] is not None}
    assert own and own == {unit: target for unit, target in raw.items() if target is not None}
    shown = told(found, next(iter(own)))
    assert shown["reached"].endswith("%") and shown["of"] and "target of the month" in shown["title"]


def test_without_a_target_of_its_own_an_outlet_shows_the_sum_of_its_people_s(seen):
    item, month = leading(in_force(seen.month)["branch"]), f"{seen.month:%Y-%m}"
    where = {"month": month, "indicator": item.indicator}
    staff = records("score_item", {**where, "level": "staff", "post": "manager"}, columns=("branch_id", "target"))
    branch = next(row["branch_id"] for row in staff if row["target"] is not None)
    whole = sum(float(row["target"]) for row in staff if row["branch_id"] == branch and row["target"] is not None)
    row = targets._sums(where, "branch", {branch: {"value": 2 * whole, "target": None}})[branch]
    assert row["target"] == pytest.approx(whole) and row["completion"] == pytest.approx(2.0) and row["is_sum"]
    shown = told(Goals(indicators()[item.indicator], {branch: row}), branch)
    assert shown["of"].startswith("Σ") and "sum of the targets of its people" in shown["title"]
    assert told(Goals(indicators()[item.indicator], {}), branch) == {"reached": "", "of": "", "title": ""}


def test_people_of_all_posts_have_no_common_target(seen):
    mixed = Seen(Choice(Node("province"), by="staff", post="all"))
    assert targets.goals(mixed, "staff") is None and leading(None) is None


def test_a_column_of_two_items_says_so():
    row = {"unit_id": "E1", "entity_name": "Meitan", "scheme": "entity", "points": 4, "weight": 5, "days": 30}
    steps = [
        row | {"indicator": name, "item": item}
        for name, item in (("deposit_avg", 1), ("visit_households", 13), ("visit_households", 14))
    ]
    with speaking("en"):
        heads = json.loads(heat_told([*steps, steps[0]], Choice(Node("province"), by="entity")))["heads"]
    assert [(items, words) for _text, _group, items, words in heads] == [(1, ""), (2, "2 items of the scheme together")]
