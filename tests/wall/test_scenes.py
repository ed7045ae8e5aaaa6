"""Scenes of the wall: the same numbers as everywhere, within the scope, without anybody's customer; honest about their age."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta

import pandas as pd
import pytest

from components import wall_headline, wall_photos, wall_scenes, wall_visits
from components.short_names import short_name
from data import clock, freshness
from data.clock import epoch_ms, is_busy, now
from data.i18n import speaking
from data.i18n.numbers import human, percent
from data.listing import listing
from data.query import ask, compare, ranking
from data.scope import Node, acting
from data.serving import reading
from tests.screen.walk import asker_of

SCENE = "/api/v1/wall/scene"
ALL = tuple(wall_scenes.SCENES)


@pytest.fixture
def as_executive(app):
    with app.server.test_request_context("/"), speaking("en"), acting(asker_of("executive")):
        yield


def test_the_figures_are_those_of_the_query_path(as_executive):
    told = wall_scenes.scene("visits", Node("province", None))
    names = ["households_today", "households_mtd", "households_ytd", "visits_per_manager_mtd", "satisfaction_mtd"]
    asked = ask(names)
    assert {one["metric"]: one["value"] for one in [told["hero"], *told["figures"]]} == {
        name: pytest.approx(asked.value(name)) for name in names
    }
    assert all(one["change"]["words"] for one in told["figures"])  # none without what it is compared with
    reached = next(one["change"] for one in told["figures"] if one["metric"] == "households_ytd")
    assert reached["size"] == percent(ask("reach_rate_ytd").value("reach_rate_ytd"))
    by = (
        "households_today" if told["hero"]["value"] else "households_mtd"
    )  # nobody was visited yet before the day begins
    league = [(row["rank"], human(row[by] or 0)) for row in ranking([by], "entity").table.rows()]
    assert league and [(row["rank"], row["number"]) for row in told["ranking"]["rows"]] == league


@pytest.mark.parametrize(("households", "title"), [(0, "Households this month"), (3, "Entities by households")])
def test_the_ranking_is_of_the_month_until_the_first_visit_of_the_day(as_executive, households, title):
    assert wall_visits._ranking(Node("province", None), households)["title"] == title


def test_the_course_ends_where_the_figure_stands(as_executive, monkeypatch):
    told = wall_scenes.scene("visits", Node("province", None))
    moment, course = now(), told["course"]
    if course["first"] < moment.hour < course["last"]:
        assert course["today"][-1][1] == told["hero"]["value"]
    counts = [count for _hour, count in course["today"]]
    assert counts == sorted(counts)  # distinct households until each hour only grow


def test_photos_give_their_turn_only_where_there_are_none(as_executive, monkeypatch):
    fields = ["photo_id", "place", "entity_name", "staff_name", "customer_group_name", "visit_no"]
    one = pd.DataFrame([dict.fromkeys(fields, "a") | {"taken_at": now() - timedelta(days=1)}])
    for photos in (one, one.head(0)):
        monkeypatch.setattr(wall_photos, "shown_to_asker", lambda *_, photos=photos: photos)
        told = wall_photos.told(Node("province", None), "")
        assert len(told["photos"]) == len(photos) and ("empty" in told) == photos.empty


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_scene_says_what_it_is(as_executive, name, language):
    with speaking(language):
        told = wall_scenes.scene(name, Node("province", None))
    assert told["title"] and told["demo"] and told["snapshot_id"] and told["promise_s"] > 0
    assert datetime.fromisoformat(told["as_of"]) <= now() + timedelta(days=1)


@pytest.mark.parametrize("name", ALL)
def test_no_customer_is_on_the_wall(as_executive, name):
    text = json.dumps(wall_scenes.scene(name, Node("province", None)), ensure_ascii=False)
    people = listing("customer", limit=300, unmask=True).frame
    assert not [key for key in people["customer_id"] if key in text]
    assert not [phone for phone in people["phone"] if phone and phone in text]


def test_the_map_of_a_unit_shades_its_own_counties_alone(as_executive):
    unit = str(listing("entity", limit=1).frame["entity_id"].iloc[0])
    mine = wall_scenes.scene("visits", Node("entity", unit))["map"]
    whole = wall_scenes.scene("visits", Node("province", None))["map"]["shade"]["values"]
    assert mine["shade"]["values"].items() <= whole.items() and len(mine["shade"]["values"]) < len(whole)
    assert mine["shade"]["values"].keys() == set(mine["options"]["focus"]) & whole.keys() != set()


def test_a_scene_stays_within_the_scope(app, client_as):
    entity = client_as("entity")
    with acting(asker_of("entity")):
        own = str(Node.top())
    with reading() as state:
        other = next(f"entity:{key}" for key in state.names.units("entity") if f"entity:{key}" != own)
    assert entity.get(f"{SCENE}/visits?node={own}").status_code == 200
    assert entity.get(f"{SCENE}/visits?node={other}").status_code == 403
    assert app.server.test_client().get(f"{SCENE}/visits").status_code == 401
    assert client_as("manager").get(f"{SCENE}/visits").status_code == 403


def test_an_unknown_scene_is_told_with_those_there_are(client_as):
    answer = client_as("executive").get(f"{SCENE}/weather")
    assert answer.status_code == 404 and "visits" in answer.get_data(as_text=True)


def test_the_answer_brings_the_banks_clock(client_as):
    told = client_as("executive").get(f"{SCENE}/headline").json
    assert abs(told["now"] - epoch_ms()) < 60_000


def test_the_player_may_stand_in_our_frame_alone(client_as):
    client = client_as("executive")
    frame = client.get("/wall/frame").headers
    assert frame["X-Frame-Options"] == "SAMEORIGIN" and "frame-ancestors 'self'" in frame["Content-Security-Policy"]
    assert client.get("/wall").headers["X-Frame-Options"] == "DENY"


def test_silent_phones_are_a_fault_in_the_middle_of_a_working_day_only(app, monkeypatch):
    noon, night = datetime(2026, 11, 25, 12), datetime(2026, 11, 25, 22)  # a Wednesday
    monkeypatch.setattr(freshness, "_newest", lambda _table: noon - timedelta(minutes=10))
    monkeypatch.setattr(freshness, "now", lambda: noon)
    assert freshness.silent_since() == noon - timedelta(minutes=10)
    monkeypatch.setattr(freshness, "_newest", lambda _table: noon - timedelta(seconds=5))
    assert freshness.silent_since() is None
    monkeypatch.setattr(freshness, "now", lambda: night)
    monkeypatch.setattr(freshness, "_newest", lambda _table: noon)
    assert freshness.silent_since() is None
    assert is_busy(noon) and not is_busy(datetime(2026, 10, 1, 12))  # the National Day


def test_a_daily_scene_is_stale_once_its_data_are_older_than_promised(as_executive, monkeypatch):
    fresh = wall_scenes.scene("performance", Node("province", None))
    late = datetime.fromisoformat(fresh["as_of"]) + timedelta(seconds=fresh["promise_s"] + 1)
    assert not fresh["stale_since"]
    monkeypatch.setattr(wall_scenes, "now", lambda: late)
    stale = wall_scenes.scene("performance", Node("province", None))
    assert stale["stale_since"] == stale["as_of"] and stale["stale_why"] == "delivery"


def test_headlines_are_the_three_that_moved_most(as_executive):
    told = wall_headline.told(Node("province", None), "")["headlines"]
    weights = [one["weight"] for one in told]
    assert 1 <= len(told) <= 3 and weights == sorted(weights, reverse=True)
    assert all(one["figure"]["number"] for one in told)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_headline_says_by_how_much_against_what_and_where(app, language):
    with app.server.test_request_context("/"), speaking(language), acting(asker_of("executive")):
        moved = [one for one in wall_headline.told(Node("province", None), "")["headlines"] if one["weight"] > 0]
        name = compare("score", {}).name
    assert moved
    for one in moved:
        size = one["figure"]["change"]["size"]
        assert size in one["what"] and one["figure"]["label"] in one["what"], one
        assert re.search(r"[+−]\d", one["where"]), one
    assert any(name in one["what"] for one in moved if one["figure"]["label"] in {"Score", "总分"}) or len(moved) < 3


def test_a_headline_names_the_unit_that_gained_most(as_executive):
    names = {row["entity"]: row["entity_name"] for row in ask("score", by="entity").table.rows()}
    found = compare("score", {})
    then = ask("score", by="entity", as_of=found.base_as_of).table.rows()
    before = {row["entity"]: row["score"] for row in then}
    now_ = {row["entity"]: row["score"] for row in ask("score", by="entity").table.rows()}
    best = max(before, key=lambda key: now_[key] - before[key])
    said = wall_headline.performance(Node("province", None))["where"]
    assert short_name(names[best]) in said.split(";")[0]


def test_the_banks_clock_does_not_know_the_servers_zone():
    assert epoch_ms(datetime(1970, 1, 1, 8)) == 0
    assert clock.is_workday(datetime(2026, 2, 14).date())  # a Saturday that is worked for the Spring Festival
