"""What the address says, and what follows from it."""

from datetime import date

import pytest

from components.visit_choice import MEASURES, SHADES, Choice, Chosen
from data.errors import Forbidden
from data.metrics.registry import metric
from data.query import ask
from data.scope import Asker, acting

EVERYBODY = Asker.of("u1", "Executive", "executive", "province", None)


def first_entity() -> str:
    return str(ask(["managers"], by=["entity"]).frame["entity"].iloc[0])


def test_every_measure_and_shade_is_a_metric():
    for base in MEASURES.values():
        for window in ("today", "mtd", "ytd"):
            assert metric(f"{base}_{window}").dimensions
    assert {metric(name).name for name in ("visits_today", *list(SHADES.values())[1:])}


def test_nonsense_falls_back_to_the_usual(province):
    with acting(EVERYBODY):
        choice = Choice.parse({"level": "moon", "measure": "x", "per": "y", "shade": "z", "period": "q"})
    assert (choice.level, choice.measure, choice.per, choice.shade) == ("entity", "households", "total", "reach")
    assert choice.metric == "households_today" and choice.period.is_live


def test_managers_out_know_no_thousand_households(province):
    with acting(EVERYBODY):
        assert Choice.parse({"measure": "out", "per": "thousand"}).metric == "managers_out_today"
        assert Choice.parse({"measure": "out", "per": "manager", "period": "2026-10"}).metric == "out_rate_mtd"


def test_managers_are_not_ranked_by_what_is_one_of_each(province):
    with acting(EVERYBODY):
        assert Choice.parse({"measure": "out", "level": "staff"}).metric == "households_today"
        assert Choice.parse({"per": "manager", "level": "staff"}).metric == "households_today"
        assert Choice.parse({"per": "thousand", "level": "staff"}).metric == "households_per_1000_today"
        assert Choice.parse({"measure": "out", "level": "branch"}).metric == "managers_out_today"


def test_levels_begin_below_the_node(province):
    with acting(EVERYBODY):
        entity = first_entity()
        assert Choice.parse({"node": f"entity:{entity}"}).level == "branch"
        assert Choice.parse({"node": f"entity:{entity}", "level": "entity"}).level == "branch"


def test_another_entity_is_refused(province):
    with acting(EVERYBODY):
        entities = ask(["managers"], by=["entity"]).frame["entity"].tolist()
    with acting(Asker.of("u2", "Head", "entity_head", "entity", entities[0])), pytest.raises(Forbidden):
        Choice.parse({"node": f"entity:{entities[1]}"})


def test_a_chosen_visit_survives_the_address():
    one = Chosen("0812", date(2026, 11, 25), "v-1")
    assert Chosen.parse(str(one)) == one and Chosen.parse("0812") == Chosen("0812")
    assert Chosen.parse("0812@nonsense@v-1") == Chosen("0812")
