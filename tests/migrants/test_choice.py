"""What the reader chose on the migrants page: from the address, to a filter, and what its stores hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from components import migrant_page
from components.migrant_choice import Choice
from components.migrant_data import public_place
from data.scope import Asker, Node, acting

EVERYBODY = Asker.of("u1", "Executive", "executive", "province", None)


def test_choice_reads_the_address_and_becomes_the_filter(province):
    with acting(EVERYBODY):
        choice = Choice.parse({"place": "city:330300", "origin": "520324", "month": "2026-02", "drill": "1"})
    assert choice.where == {"county": "520324", "destination_city": "330300"}
    assert choice.end == date(2026, 2, 28) and choice.drill and choice.below == "destination_city"


@pytest.mark.parametrize("place", ["province:33", "planet:330000", "330000", "centre:C 1"])
def test_a_place_that_is_none_is_kept_apart(province, place):
    with acting(EVERYBODY):
        choice = Choice.parse({"place": place, "drill": "1"})
    assert choice.strange == (("place", place),) and choice.place is None and not choice.drill
    assert choice.corrections() == {"place": None, "drill": None}


def test_a_policy_is_measured_until_another_measure_is_asked_for(province):
    with acting(EVERYBODY):
        assert Choice.parse({"policy": "P1"}).look() == {"policy": "P1"}
        assert Choice.parse({"policy": "P1", "measure": "migrant_workers"}).look() == {}
        assert Choice.parse({"measure": "policy_reached"}).measure == "migrants_reached"


def test_a_policy_chosen_shades_by_itself_until_another_measure_is_asked_for():
    with acting(EVERYBODY):
        kept = {part.id: part.data for part in migrant_page.stores(Choice.parse({}))}
        assert Choice.parse(kept["migrants-look"] | {"policy": "P1"}).measure == "policy_reached"
        assert Choice.parse({"policy": "P1", "measure": "migrant_workers"}).wish == "migrant_workers"


PUBLIC = [
    ({}, "520000"),
    ({"place": "province:330000"}, "330000"),
    ({"origin": "520324"}, "520324"),
    ({"place": "city:330300"}, None),
    ({"place": "centre:C05"}, None),
    ({"place": "province:330000", "origin": "520324"}, None),
]


@pytest.mark.parametrize(("query", "region_code"), PUBLIC)
def test_a_public_figure_speaks_of_the_very_people_shown(province, query, region_code):
    with acting(EVERYBODY):
        assert public_place(Choice.parse(query), "520000") == region_code


def test_a_part_of_the_organisation_has_no_public_figure(province):
    with acting(EVERYBODY):
        choice = replace(Choice.parse({}), node=Node("centre", "C05"))
    assert public_place(choice, "520000") is None
