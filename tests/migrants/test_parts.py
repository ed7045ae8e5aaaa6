"""Parts of the migrants page that are pure: choice, months, shades, flows, centres, reasons. Facts in, drawing out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

import pandas as pd
import pytest

from components import (
    migrant_centres,
    migrant_feed,
    migrant_origin,
    migrant_reading,
    migrant_scene,
    migrant_values,
)
from components.migrant_choice import Choice
from components.migrant_data import public_place
from components.migrant_months import Months, told
from components.migrant_scene import Origin
from data.i18n import speaking
from data.metrics.registry import metric
from data.scope import Asker, Node, acting
from tests.screen.walk import texts

EVERYBODY = Asker.of("u1", "Executive", "executive", "province", None)
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


# -- months -----------------------------------------------------------------------------------------------


def months(*values: int, chosen: str | None = None, first: str = "2025-11") -> Months:
    names = [f"{month:%Y-%m}" for month in pd.date_range(f"{first}-01", periods=len(values), freq="MS")]
    return Months.of(pd.DataFrame({"month": names, "migrant_workers": values}), chosen)


def test_a_month_is_compared_with_the_same_one_last_year_else_with_the_one_before():
    year = months(*range(10, 23))
    with speaking("en"):
        assert year.before("migrant_workers") == (10, "a year ago")
        assert months(*range(10, 23), chosen="2026-01").before("migrant_workers") == (11, "the month before")
        assert months(5).before("migrant_workers")[0] is None


def test_the_newest_month_has_no_end_of_its_own_and_a_strange_one_is_the_newest():
    assert months(1, 2, chosen="2019-01").chosen == "2025-12"
    assert months(1, 2).end is None and months(1, 2, chosen="2025-11").end == date(2025, 11, 30)


# -- shades and flows ---------------------------------------------------------------------------------------


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


# -- centres ---------------------------------------------------------------------------------------------------

CENTRES = [
    {"centre_id": "C1", "name": "Kunming", "kind": "centre", "lon": 102.8, "lat": 24.9, "city_code": "530100"},
    {"centre_id": "C2", "name": "Wenzhou", "kind": "centre", "lon": 120.7, "lat": 28.0, "city_code": "330300"},
    {"centre_id": "REMOTE", "name": "Remote desk", "kind": "remote_desk", "lon": None, "lat": None, "city_code": None},
]
EXECUTED = pd.DataFrame(
    {
        "centre": ["C1", "C2", "REMOTE"],
        "policy_target": [100, 100, 50],
        "policy_reached": [80, 40, 49],
        "policy_used": [30, 10, 5],
        "policy_amount": [1e6, 2e5, 1e4],
    }
)
TARGETS = pd.DataFrame(
    {"centre": ["C1", "C1", "C2", "REMOTE"], "policy": ["P1", "P2", "P1", "P1"], "policy_target": [75, 25, 100, 50]}
)
OVER = {"P1": 0.8, "P2": 0.4}


def executed():
    return migrant_centres.executions(EXECUTED, TARGETS, OVER, CENTRES)


def test_the_time_of_one_policy_is_the_same_whoever_asks():
    for held in (TARGETS, TARGETS.head(1), TARGETS.tail(2)):
        assert migrant_centres.schedule(held[held["policy"] == "P1"], OVER) == pytest.approx(0.8)


def test_what_is_due_by_now_is_weighted_by_the_targets():
    rows = {row["centre"]: row for row in executed()}
    assert rows["C1"]["schedule"] == pytest.approx(0.75 * 0.8 + 0.25 * 0.4)
    assert migrant_centres.elapsed(date(2026, 1, 1), date(2026, 12, 31), date(2026, 1, 1)) == pytest.approx(1 / 365)
    assert migrant_centres.elapsed(date(2026, 1, 1), date(2026, 1, 31), date(2027, 1, 1)) == 1


def test_a_centre_well_below_the_time_elapsed_is_behind_and_says_so_in_shape_and_word():
    rows = executed()
    assert [row["centre"] for row in rows] == ["C1", "C2", "REMOTE"]
    assert [row["state"] for row in rows] == ["ok", "behind", "ok"]
    with speaking("en"):
        drawn = texts(migrant_centres.table(rows, rows[0]))
        marks = migrant_scene.centre_marks(rows)
    assert "▼ " in drawn
    assert [mark["state"] for mark in marks] == ["ok", "behind"]
    assert "▼ Behind schedule" in marks[1]["tip"]


def test_a_region_is_answered_for_by_the_centres_that_serve_it():
    frame = pd.DataFrame(
        [("330000", "C1", 60), ("330000", "C2", 36), ("330000", "C3", 4), ("500000", "REMOTE", 9), ("540000", "C1", 0)],
        columns=["destination_province", "centre", "migrant_workers"],
    )
    served = migrant_centres.serving(frame, "destination_province", ["REMOTE"])
    assert served == {"330000": ["C1", "C2"]}


# -- origin --------------------------------------------------------------------------------------------------------


def test_counties_without_output_are_not_offered():
    frame = pd.DataFrame({"county": ["1", "2"], "county_name": ["A", "B"], "migrant_workers": [7, 0]})
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


# -- words ---------------------------------------------------------------------------------------------------------

MONTH = {
    "migrants_left_mtd": 503,
    "migrants_returned_mtd": 255,
    "migrants_moved_in_mtd": 60,
    "migrants_moved_out_mtd": 52,
    "migrants_net_mtd": 256,
    "migrant_services_mtd": 900,
    "migrant_signups_mtd": 20,
    "migrant_loans_granted_mtd": 5,
}


def read_of(where, *, is_place: bool) -> str:
    with speaking("zh"):
        return "".join(texts(migrant_reading.reading(date(2026, 11, 1), MONTH, where, "浙江", is_place=is_place)))


def test_the_reading_of_a_place_names_the_moves_that_its_net_holds():
    said = read_of([("温州", 300), ("宁波", 203)], is_place=True).replace(" ", "")
    assert "转入60人，转出52人" in said and "净增+256" in said and 503 + 60 - 255 - 52 == 256
    assert "转入" not in read_of([], is_place=False)


def test_destinations_are_listed_as_the_language_lists():
    assert "温州（60%）、宁波（40%）" in read_of([("温州", 300), ("宁波", 203)], is_place=True)


def test_a_single_destination_is_not_named_as_the_main_one_of_itself():
    assert "主要去向" not in read_of([("温州", 503)], is_place=True)
    assert "主要去向" in read_of([("温州", 300), ("宁波", 203)], is_place=True)


@pytest.mark.parametrize(("rate", "state"), [(0.8, "ok"), (0.799, "near"), (0.7, "near"), (0.69, "behind")])
def test_below_the_time_elapsed_is_never_on_schedule(rate, state):
    assert migrant_centres.state_of(rate, 0.8) == state
    with speaking("en"):
        assert ("behind" in migrant_centres.signed_state(state).lower()) == (state != "ok")


def test_a_table_of_one_centre_has_no_row_of_all():
    rows = executed()
    with speaking("en"):
        assert "All centres" not in texts(migrant_centres.table(rows[:1], rows[0]))
        assert "All centres" in texts(migrant_centres.table(rows, rows[0]))


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


def test_a_rate_over_the_whole_goes_beyond_the_track():
    row = {"schedule": 0.8}
    whole, over, far = (migrant_centres.bar(row | {"rate": rate}).children for rate in (1.0, 1.05, 2.0))
    assert [len(parts) for parts in (whole, over, far)] == [2, 3, 3]
    assert [parts[1].style["width"] for parts in (over, far)] == ["5.0%", "20.0%"]


FEW_COUNTIES = pd.DataFrame({"county": list("1234"), "county_name": list("ABCD"), "migrant_workers": [1, 2, 4, 7]})


@pytest.mark.parametrize(
    ("kept", "said"),
    [(slice(None), "2 centres + remote desk"), (slice(0, 1), "1 centre"), (slice(2, 3), "Remote desk")],
)
def test_the_remote_desk_is_named_apart_from_the_centres(kept, said):
    with speaking("en"):
        assert migrant_centres.counted(executed()[kept]) == said


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


# -- origin of a place ---------------------------------------------------------------------------------------------

HOMES = pd.DataFrame(
    {
        "county": [f"5203{n:02}" for n in range(9)],
        "county_name": [f"C{n}" for n in range(9)],
        "migrant_workers": range(9),
    }
)


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


def test_a_picture_says_what_it_shows():
    told = migrant_scene.scene(place=None, province="", drill=False, flows=None, dots=[], centres=[], said="All · Nov")
    assert json.loads(told)["said"] == "All · Nov"


def test_where_nobody_is_registered_there_are_no_months_and_no_failure():
    nobody = Months.of(pd.DataFrame({"month": [], "migrant_services": []}), None)
    told_months = json.loads(told(nobody))
    assert (nobody.text, told_months["months"], told_months["newest"]) == ("", [], "")


def test_a_move_of_which_the_day_alone_is_known_has_no_time_of_day_and_another_year_is_said():
    said = {"name": "李*", "county_name": "正安县", "activity": "left", "activity_name": "外出"}
    said |= {"destination_province_name": "浙江", "destination_city_name": "温州"}
    moments = [datetime(2026, 11, 23), datetime(2026, 11, 23, 14, 36), datetime(2025, 10, 19, 9)]
    with speaking("zh"):
        told = json.loads(
            migrant_feed.rows(pd.DataFrame([said | {"happened_at": at} for at in moments]), date(2026, 11, 24))
        )["rows"]
    assert [row[0] for row in told] == ["11-23", "11-23 14:36", "2025-10-19"]
