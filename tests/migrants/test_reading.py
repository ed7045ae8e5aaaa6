"""Months of the migrants page and what is said of one: comparison, reading, the list of who went where."""

from __future__ import annotations

import json
from datetime import date, datetime

import pandas as pd

from components import migrant_feed, migrant_reading
from components.migrant_months import Months, told
from data.i18n import speaking
from tests.screen.walk import texts

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
