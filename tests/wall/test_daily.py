"""The wall's daily scenes: within a screen's rights, without persons, honest where there is nothing to show."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pandas as pd
import pytest

from components import wall_marketing, wall_migrants, wall_performance, wall_scores
from data import campaigns
from data.asker import Asker, acting
from data.clock import now
from data.errors import Forbidden
from data.listing import listing
from data.query import ask
from data.rights import rights_of
from data.scope import Node
from data.serving import reading, snapshot
from tests.wall.daily import WHOLE, entities, screen, told

DAILY = (wall_migrants, wall_marketing, wall_performance)
PEOPLE = {
    "dim_customer": ("customer_id", "phone", "id_no"), "dim_worker": ("worker_id", "phone"), "dim_staff": ("staff_id",),
    "dim_household": ("household_id",),
}  # fmt: skip
NAMED = ("dim_customer", "dim_worker", "dim_staff")


def leaves(tree: object) -> Iterator[str]:
    """Every text of a JSON."""
    if isinstance(tree, dict):
        tree = list(tree.values())
    if isinstance(tree, list):
        for one in tree:
            yield from leaves(one)
    elif isinstance(tree, str):
        yield tree


@pytest.fixture(scope="module")
def persons(app) -> tuple[set[str], set[str]]:
    """(ids and numbers, names) of everybody."""
    ids, names = set[str](), set[str]()
    with reading() as state:
        for table, columns in PEOPLE.items():
            for column in set(columns) & state.columns(table):
                ids |= {
                    str(key)
                    for (key,) in state.cursor().execute(f"select {column} from {state.schema}.{table}").fetchall()
                }
        for table in NAMED:
            names |= {name for (name,) in state.cursor().execute(f"select name from {state.schema}.{table}").fetchall()}
    assert len(ids) > 1000 and len(names) > 100
    return ids - {"None", ""}, names


@pytest.mark.parametrize("module", DAILY, ids=lambda one: one.__name__)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_person_is_on_the_wall(persons, module, language):
    ids, names = persons
    for node in (WHOLE, *entities()):
        said = told(module, node, language=language)
        words = set(leaves(said))
        assert not words & names and not words & ids
        assert not [one for text in words for one in text.replace("·", " ").split() if one in ids]
        assert not {"customer_id", "staff_id", "worker_id", "household_id"} & set(json.dumps(said).split('"'))


def test_a_paired_screen_is_told_every_daily_scene(paired):
    client, _screen = paired(scope=str(entities()[0]))
    for scene in ("migrants", "marketing", "performance"):
        answer = client.get(f"/api/v1/wall/scene/{scene}?node={entities()[0]}")
        assert answer.status_code == 200 and answer.json["title"]
        assert client.get(f"/api/v1/wall/scene/{scene}?node={entities()[1]}").status_code == 403


@pytest.mark.parametrize(
    "name", ["propensity", "customer_portrait", "customer_event", "product_change", "worker", "worker_activity", "centre_case"]
)  # fmt: skip
def test_a_screen_lists_no_person(app, name):
    with acting(screen()), pytest.raises(Forbidden):
        listing(name)


def test_a_screen_sees_no_member_of_a_campaign(app):
    with acting(screen()):
        assert isinstance(campaigns.campaigns(), list)
        with pytest.raises(Forbidden):
            campaigns.members("any")
        with pytest.raises(Forbidden):
            campaigns.tasks("any")


@pytest.mark.parametrize("name", ["products_opened", "offers_value", "customers_recommended", "policy_reached"])
def test_others_have_no_such_figure(app, name):
    with acting(screen()):
        assert ask(name).value(name) is not None
    for role in ("clerk", "officer", "gateway"):
        with acting(Asker("x", "x", role, "province", None, rights_of(role))), pytest.raises(Forbidden):
            ask(name)


def test_results_of_campaigns_are_for_the_page_and_the_wall(app):
    with acting(screen()):
        listing("campaign_result")
    for role in ("clerk", "officer", "centre_head", "steward"):
        with acting(Asker("x", "x", role, "province", None, rights_of(role))), pytest.raises(Forbidden):
            listing("campaign_result")


@pytest.mark.parametrize("module", DAILY, ids=lambda one: one.__name__)
def test_another_entity_is_not_told(app, module):
    own, other, *_rest = entities()
    with acting(screen(own.level, own.id)), pytest.raises(Forbidden):
        module.told(other, "")


@pytest.mark.parametrize("module", DAILY, ids=lambda one: one.__name__)
def test_a_scene_tells_its_day(app, module):
    for language in ("zh", "en"):
        said = told(module, language=language)
        assert said["daily"] is True and said["title"]
        assert now() - timedelta(days=2) < datetime.fromisoformat(said["as_of"]) <= now()


def test_before_scores_are_delivered_the_wall_says_so(app, monkeypatch):
    monkeypatch.setattr(wall_scores, "held", dict)
    said = told(wall_performance)
    assert said["empty"] == "No scores yet" and "hero" not in said


def test_nobody_away_is_said(app, monkeypatch):
    nothing = pd.DataFrame(columns=["month", wall_migrants.HERO, *wall_migrants.FIGURES])
    monkeypatch.setattr(wall_migrants, "_months", lambda choice: wall_migrants.Months.of(nothing, None))
    said = told(wall_migrants)
    assert said["empty"] and "map" not in said


def test_a_past_month_is_told_as_such(app):
    with acting(screen()):
        day = snapshot().as_of_date.replace(day=1) - timedelta(days=1)
    away = told(wall_migrants, period=f"{day:%Y-%m}")
    assert away["month"] in away["note"] and away["month"] not in told(wall_migrants)["note"]
    assert "to date" not in told(wall_performance, period=f"{day:%Y-%m}")["hero"]["label"]
    sold = told(wall_marketing, period=f"{day:%Y-%m}")
    assert sold["groups"]["title"] == f"Taken in {day:%b}" and f"{day.day} {day:%b}" in sold["wins"]["title"]
    assert told(wall_marketing, period="2001-01") == told(wall_marketing)


@pytest.mark.parametrize("level", ["staff", "centre"])
def test_a_person_s_own_figures_are_on_no_wall(app, level):
    with acting(screen()), reading() as state:
        node = Node(level, sorted(state.names.units(level))[0])
    for module in (wall_performance, wall_marketing):
        with acting(screen()):
            said = module.told(node, "")
        assert said["empty"] and not {"hero", "groups", "ranking", "wins"} & set(said)


def test_below_an_outlet_no_person_is_ranked(app):
    with acting(screen()), reading() as state:
        branch = Node("branch", sorted(state.names.units("branch"))[0])
    assert told(wall_performance, branch)["ranking"] is None
