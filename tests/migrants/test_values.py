"""Shades, flows and limits of the migrants map: facts in, what is drawn out."""

from __future__ import annotations

import json

import pandas as pd

from components import migrant_origin, migrant_scene, migrant_values
from components.migrant_scene import Origin
from data.i18n import speaking
from data.metrics.registry import metric

PROVINCES = pd.DataFrame(
    [
        ("330000", 500, 300, 0.6),
        ("440000", 300, 150, 0.5),
        ("350000", 100, 30, 0.3),
        ("630000", 0, 0, None),
    ],
    columns=["destination_province", "migrant_workers", "migrants_reached", "migrant_coverage"],
)
SPOTS = {"330000": ("Zhejiang", 120.0, 29.0), "440000": ("Guangdong", 113.4, 23.4), "350000": ("Fujian", 118.0, 26.0)}
FEW_COUNTIES = pd.DataFrame({"county": list("1234"), "county_name": list("ABCD"), "migrant_workers": [1, 2, 4, 7]})


def test_shades_hold_a_step_and_words_for_those_with_workers_and_nothing_for_others():
    with speaking("en"):
        told = json.loads(migrant_values.values(PROVINCES, "migrants_reached"))
    assert set(told["values"]) == {"330000", "440000", "350000"}
    steps = {code: step for code, (step, _tip) in told["values"].items()}
    assert steps["330000"] > steps["440000"] > steps["350000"]
    assert "300" in told["values"]["330000"][1] and "60.0%" in told["values"]["330000"][1]
    assert len(told["steps"]) == len(told["breaks"]) + 1


def test_a_change_of_measure_is_small():
    codes = [f"{n}0000" for n in range(11, 45)]
    cities = [f"33{n}00" for n in range(10, 32)]
    many = pd.DataFrame({"destination_province": codes, "migrant_workers": range(100_000, 100_034)})
    many = many.assign(migrants_reached=many["migrant_workers"] // 2, migrant_coverage=0.5)
    dots = many.head(22).assign(destination_city=cities)
    for language in ("zh", "en"):
        with speaking(language):
            assert len(migrant_values.values(many, "migrants_reached", cities=dots).encode()) < 10_000


def test_flows_are_the_largest_and_the_rest_adds_up():
    frame = PROVINCES.assign(migrant_workers=[500, 300, 4, 0])
    with speaking("en"):
        told = migrant_scene.flows(frame, "destination_province", SPOTS, Origin("Guizhou", 106.7, 26.6))
    assert [end["name"] for end in told["to"]] == ["Zhejiang", "Guangdong"]
    assert [end["share"] for end in told["to"]] == [1.0, 0.6]
    assert told["rest"] == "Elsewhere 4"


def test_no_flow_without_workers():
    none = PROVINCES.assign(migrant_workers=0)
    assert migrant_scene.flows(none, "destination_province", SPOTS, Origin("Guizhou", 106.7, 26.6)) is None


def test_the_shades_of_people_change_at_whole_numbers_and_of_money_where_they_do():
    few = PROVINCES.assign(migrants_reached=[3, 1, 2, 5], migrant_workers=[9, 9, 9, 9])
    with speaking("en"):
        ticks = json.loads(migrant_values.values(few, "migrants_reached"))["breaks"]
        home = json.loads(migrant_origin.home_values(FEW_COUNTIES, None))["legend"]
    assert ticks and all(text.isdigit() for text in ticks)
    assert not any("." in home[end] for end in ("low", "high"))


def test_limits_of_the_shades_are_short():
    meant = metric("migrant_deposit_balance")
    with speaking("zh"):
        assert migrant_values.ticks([86_000, 680_000, 1_900_000, 15_000_000], meant) == [
            "86,000",
            "68万",
            "190万",
            "1,500万",
        ]
    with speaking("en"):
        assert migrant_values.ticks([680_000, 1_900_000, 15_000_000], meant) == ["680k", "1.9M", "15M"]


def test_a_picture_says_what_it_shows():
    told = migrant_scene.scene(place=None, province="", drill=False, flows=None, dots=[], centres=[], said="All · Nov")
    assert json.loads(told)["said"] == "All · Nov"
