"""Where people come from: the small map of the region, its bars and the course of the months."""

from __future__ import annotations

import json

import pandas as pd

from components import migrant_origin
from data.i18n import speaking
from tests.screen.walk import texts

HOMES = pd.DataFrame(
    {
        "county": [f"5203{n:02}" for n in range(9)],
        "county_name": [f"C{n}" for n in range(9)],
        "migrant_workers": range(9),
    }
)


def test_counties_without_output_are_not_offered():
    frame = pd.DataFrame({"county": ["1", "2"], "county_name": ["A", "B"], "migrant_workers": [7, 0]})
    with speaking("en"):
        told = json.loads(migrant_origin.home_values(frame, "1"))
    assert told["order"] == ["1"] and "2" not in told["counties"]


def test_bars_of_destinations_add_up_to_all_of_them():
    names = [f"P{n}" for n in range(9)]
    frame = pd.DataFrame(
        {"destination_province": names, "destination_province_name": names, "migrant_workers": range(1, 10)}
    )
    with speaking("en"):
        drawn = texts(migrant_origin.destinations(frame, "destination_province", "province"))
    assert sum(int(text) for text in drawn if text.isdigit()) == 45
    assert drawn[drawn.index("Elsewhere") + 1] == "6"


def test_bars_of_origin_add_up_to_the_place_and_lead_to_their_county():
    with speaking("en"):
        bars = migrant_origin.origins(HOMES)
    assert sum(int(text) for text in texts(bars) if text.isdigit()) == 36
    first = bars.children[0].to_plotly_json()["props"]
    assert json.loads(first["data-migrants-set"]) == {"origin": "520308"}
    assert "Other counties" in texts(bars) and "Elsewhere" not in texts(bars)
    assert "data-migrants-set" not in bars.children[-1].to_plotly_json()["props"]


def test_the_small_map_says_what_its_shades_mean():
    with speaking("en"):
        told = json.loads(migrant_origin.home_values(HOMES, None))
    used = {step for step, *_words in told["counties"].values()}
    assert used <= set(told["legend"]["steps"]) and told["legend"]["low"] and told["legend"]["high"]


def test_bars_stand_above_the_course_of_the_months():
    span = ("2026-01", "2026-03")
    with speaking("en"):
        trend = migrant_origin.with_trend(None, [1, 2, 3], span)[1]
        assert texts(trend) == ["2026-01 to 2026-03"] and trend.title == "Workers away, 2026-01 to 2026-03"
        assert migrant_origin.with_trend(None, [1, 2], span) == [None]
