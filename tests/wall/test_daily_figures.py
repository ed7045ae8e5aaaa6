"""The wall's daily scenes say the numbers of the query path, which are those of the pages."""

from __future__ import annotations

import pytest

from components import wall_marketing, wall_migrants, wall_performance
from data.asker import Asker, acting
from data.campaign_sums import running
from data.campaigns import Plan, answer, create
from data.clock import now
from data.i18n.numbers import human, percent
from data.listing import listing
from data.query import ask
from data.serving import reading, snapshot
from tests.recommend.conftest import own_ops, seeded  # noqa: F401
from tests.screen.walk import asker_of
from tests.wall.daily import WHOLE, entities, screen, told

GROUPS = ("deposit", "loan", "online", "offline")


def nodes():
    return (WHOLE, *entities())


def test_people_away(app):
    seen = 0
    for node in nodes():
        said = told(wall_migrants, node)
        names = (wall_migrants.HERO, *wall_migrants.FIGURES)
        with acting(screen()):
            answer = ask(names, where=node.where())
        if "empty" in said:
            assert not answer.value("migrant_workers")
            continue
        seen += 1
        assert [said["hero"]["value"], *(one["value"] for one in said["figures"])] == pytest.approx(
            [float(answer.value(name)) for name in names]
        )
    assert seen > 1


def test_centres_gaps_and_flows(app):
    said = told(wall_migrants)
    with acting(screen()):
        reached = ask(["policy_reached", "policy_target"], by="centre").frame.set_index("centre")
        gaps = ask("migrant_gap", by="destination_province", order="-migrant_gap", limit=3).frame
        cities = ask("migrant_workers", by="destination_city").frame
    rows = said["centres"]["rows"]
    assert len(rows) == 13 and "REMOTE" not in [row["id"] for row in rows]
    for row in rows:
        own = reached.loc[row["id"]]
        assert row["number"] == human(own["policy_reached"])
        assert row["part"] == pytest.approx(own["policy_reached"] / own["policy_target"])
    assert [row["number"] for row in said["gaps"]["rows"]] == [
        human(gap, format="decimal") for gap in gaps["migrant_gap"]
    ]
    assert max(flow["share"] for flow in said["map"]["flows"]) == 1
    assert len([flow for flow in said["map"]["flows"] if flow["kind"] == "centre"]) <= len(cities)


def test_scores_and_places(app):
    for node in nodes():
        said = told(wall_performance, node)
        by = "branch" if node.id else "entity"
        with acting(screen()):
            month = f"{wall_performance.Scores.of(node, '').month:%Y-%m}"
            where = node.where() | {"month": month}
            own = ask(
                ["score", *(f"score_{group}" for group in GROUPS)], by=node.level if node.id else (), where=where
            ).frame
            units = ask("score", by=by, where=where, order=["-score", by]).frame
        assert said["hero"]["value"] == pytest.approx(float(own["score"].iloc[0]))
        assert [one["value"] for one in said["groups"]] == pytest.approx(
            [float(own[f"score_{g}"].iloc[0]) for g in GROUPS]
        )
        rows = said["ranking"]["rows"]
        assert [row["number"] for row in rows] == [human(one, format="score") for one in units["score"]]
        assert [row["rank"] for row in rows] == [
            1 + sum(other > one for other in units["score"]) for one in units["score"]
        ]
        assert [sum(bar["parts"]) for bar in said["strip"]["bars"]] == pytest.approx(
            [one / 100 for one in units["score"]], abs=1e-3
        )


def test_movers_are_those_who_moved_most(app):
    said = told(wall_performance)
    moved = {row["id"]: row["moved"] for row in said["ranking"]["rows"]}
    for side, arrow in (("up", "▲"), ("down", "▼")):
        sizes = sorted((int(one["size"]) for one in moved.values() if one and one["arrow"] == arrow), reverse=True)
        assert [int(one["places"]) for one in said["moves"][side]] == sizes[:3]
        assert all(moved[one["id"]]["size"] == one["places"] for one in said["moves"][side])


def test_what_was_taken_and_is_worth_most(app):
    for node in nodes():
        said = told(wall_marketing, node)
        with acting(screen()):
            day = snapshot().as_of_date
            where = node.where() | {"day": f"{day}"}
            assert said["wins"]["number"] == human(ask("products_opened", where=where).value("products_opened"))
            month = ask("products_opened_mtd", by="product_group", where=node.where(), as_of=day).frame
            worth = ask("offers_value", by="product_code", where=node.where(), order="-offers_value", limit=4).frame
        taken = dict(zip(month["product_group"], month["products_opened_mtd"], strict=True))
        assert {one["group"]: one["value"] for one in said["groups"]["rows"]} == {
            group: taken.get(group, 0) for group in ("deposit", "loan", "online", "intermediary")
        }
        assert [one["value"] for one in said["products"]["rows"]] == pytest.approx(
            [float(one) for one in worth["offers_value"] if one > 0]
        )


def test_the_field_confirms_what_the_listing_says(app):
    said = told(wall_marketing)
    with acting(screen()):
        rows = listing("campaign_result", {"part": "all"}, limit=100).frame.to_dict("records")
    newest = rows[0]
    assert said["hero"]["number"] == human(100 * newest["uplift"], signed=True, decimals=2)
    assert [arm["rate"] for arm in said["hero"]["arms"]] == [
        percent(newest[f"{arm}_rate"], 2) for arm in ("treated", "control")
    ]
    certain = sum(row["low"] > 0 for row in rows[:14])
    assert said["lifts"]["sum"] == f"certain: {certain} of {len(rows[:14])}"
    over = {step["name"]: step["value"] for step in said["funnel"]["steps"]}
    assert over["treated"] == sum(row["treated"] for row in rows[:14])
    assert over["taken"] == sum(row["treated_hits"] for row in rows[:14])
    assert "answered" not in over  # nobody wrote answers down
    assert len(said["lifts"]["rows"]) == min(len(rows), 6)


def test_an_entity_s_effect_is_told_only_with_a_control_group_of_its_own(app):
    for node in entities():
        with acting(screen()):
            own = listing("campaign_result", {"part": "entity", "unit": node.id}, limit=100).total
        said = told(wall_marketing, node)
        assert len(said["lifts"]["rows"]) == min(own, 6) and (said["hero"] is None) == (own == 0)


def test_running_campaigns_are_counted_from_the_feeds(app, own_ops):  # noqa: F811
    with acting(asker_of("executive")), reading() as state:
        members = (
            state.cursor()
            .execute(
                f"select customer_id, staff_id, branch_id, entity_id from {state.schema}.customer_portrait limit 40"
            )
            .fetchall()
        )
        today, staff = now().date(), members[1][1]
        rows = [_member(place, row) for place, row in enumerate(members)]
        key = create(Plan("spring", "insurance", today, today, "province", 0.1, 10, {}, "s", rows))
    with acting(Asker.of("m", "m", "manager", "staff", staff)):
        assert answer("00000000-0000-4000-8000-000000000001", key, members[1][0], "accepted", staff) == "stored"
    with acting(screen()):
        (one,) = running()
    assert (one["members"], one["treated"], one["answered"], one["taken"]) == (40, 36, 1, 0)
    steps = told(wall_marketing)["funnel"]["steps"]
    assert [step["number"] for step in steps] == ["40", "36", "1", "0"]


def _member(place: int, row: tuple) -> dict:
    customer, staff, branch, entity = row
    control = place % 10 == 0
    return {
        "customer_id": customer, "is_control": control, "stratum": "s", "staff_id": None if control else staff,
        "owner_staff_id": staff, "branch_id": branch, "entity_id": entity, "place": place, "probability": 0.1, "expected": 1.0,
    }  # fmt: skip


def test_a_recount_of_the_rows_gives_what_was_taken_and_what_offers_are_worth(app):
    with acting(screen()), reading() as state:
        con = state.cursor()
        rows = con.execute(
            f"""select product_group, product_code, entity_id, count(*) from {state.schema}.product_change
            where kind = 'opened' group by all"""
        ).fetchall()
        worth = con.execute(
            f"select product_code, sum(expected) from {state.schema}.propensity where is_offered group by 1"
        ).fetchall()
        frame = ask("products_opened", by=["product_group", "product_code", "entity"]).frame
        offered = ask("offers_value", by="product_code").frame
    keys = ["product_group", "product_code", "entity"]
    assert {
        tuple(row[key] for key in keys): row["products_opened"]
        for row in frame.to_dict("records")
        if row["products_opened"]
    } == {tuple(row[:3]): row[3] for row in rows}
    assert dict(zip(offered["product_code"], map(float, offered["offers_value"]), strict=True)) == pytest.approx(
        {code: float(value) for code, value in worth if value}, rel=1e-4
    )
