"""Visits: who gets the credit, when they happen, how they look together, and the fakes among them."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta

import numpy as np
import pyarrow.parquet as pq
import pytest

from data.clock import is_workday
from data.geo.crs import gcj02_to_wgs84
from etl.world.fakes import KINDS
from etl.world.province import build_province
from etl.world.scales import SCALES
from etl.world.season import activity, drive
from etl.world.visits import Visits
from tests.world.conftest import FIRST, SEED, rows


@pytest.fixture(scope="module")
def visits(feeds):
    """The good visits of the first delivery, a dict each."""
    found = {}
    for row in rows(feeds, FIRST, "visit").to_pylist():
        plain = row["visit_id"] and row["staff_id"] != "99999999" and row["satisfaction"] != "9"
        if plain and "02-30" not in row["started_at"] and row["accuracy_m"] != "约20米" and row["lon"] != "206.713":
            found[row["visit_id"]] = row
    return list(found.values())


def test_visitor_was_a_manager_of_the_household_s_branch_on_that_day(feeds, visits):
    posts = defaultdict(list)
    for post in rows(feeds, FIRST, "staff_post").to_pylist():
        if post["post_code"] == "manager":
            posts[post["staff_id"]].append((post["valid_from"], post["valid_to"], post["branch_id"]))
    branch = {row["household_id"]: row["branch_id"] for row in rows(feeds, FIRST, "household").to_pylist()}
    for visit in visits:
        day, home = visit["started_at"][:10], branch[visit["household_id"]]
        assert any(start <= day < end and place == home for start, end, place in posts[visit["staff_id"]])


def test_some_visits_belong_to_managers_who_have_moved_since(feeds, visits):
    now = {row["household_id"]: row["staff_id"] for row in rows(feeds, FIRST, "household").to_pylist()}
    moved = [visit for visit in visits if now[visit["household_id"]] != visit["staff_id"]]
    assert 0.005 < len(moved) / len(visits) < 0.3


def test_identifiers_are_unique_and_short(visits):
    assert len({visit["visit_no"] for visit in visits}) == len(visits)
    assert max(len(visit["visit_id"]) for visit in visits) <= 12


def test_working_days_are_busy_and_others_quiet(visits):
    per_day = Counter(visit["started_at"][:10] for visit in visits)
    working = [count for day, count in per_day.items() if is_workday(date.fromisoformat(day))]
    resting = [count for day, count in per_day.items() if not is_workday(date.fromisoformat(day))]
    assert 55 <= np.mean(working) <= 95 and np.mean(resting) < 12
    hours = Counter(int(visit["started_at"][11:13]) for visit in visits)
    assert min(hours) >= 8 and max(hours) <= 18 and hours[12] < hours[10] / 3


def test_most_people_are_content_and_not_everybody_is_asked(visits):
    rated = [int(visit["satisfaction"]) for visit in visits if visit["satisfaction"]]
    assert 0.955 < np.mean(np.array(rated) >= 4) < 0.985
    assert 0.1 < 1 - len(rated) / len(visits) < 0.35


def test_households_are_visited_again_within_a_month_and_a_year(visits):
    month = Counter((visit["household_id"], visit["started_at"][:7]) for visit in visits)
    assert sum(count > 1 for count in month.values()) > 0.08 * len(month)


def test_honest_positions_are_at_the_door(feeds, visits):
    fakes = set(pq.read_table(feeds / "world" / "truth" / "visit_fakes.parquet")["visit_id"].to_pylist())
    homes = {row["household_id"]: row for row in rows(feeds, FIRST, "household").to_pylist()}
    seen = [visit for visit in visits if visit["lon"] and visit["visit_id"] not in fakes]
    lon, lat = (np.array([float(visit[name]) for visit in seen]) for name in ("lon", "lat"))
    gcj = np.array([visit["crs"] == "GCJ-02" for visit in seen])
    lon[gcj], lat[gcj] = gcj02_to_wgs84(lon[gcj], lat[gcj])
    east = (lon - [float(homes[visit["household_id"]]["lon"]) for visit in seen]) * 99_000
    north = (lat - [float(homes[visit["household_id"]]["lat"]) for visit in seen]) * 111_200
    off = np.hypot(east, north)  # some meet in the field, some positions come from a mast
    assert np.median(off) < 40 and np.quantile(off, 0.97) < 400 and np.quantile(off, 0.999) < 2_500
    assert gcj.mean() > 0.1 and 0.005 < np.mean([not visit["lon"] for visit in visits]) < 0.2


def test_fakes_are_few_and_of_every_kind(feeds, visits):
    table = pq.read_table(feeds / "world" / "truth" / "visit_fakes.parquet")
    assert set(table["kind"].to_pylist()) == set(KINDS) - {""}
    assert 0.008 < table.num_rows / len(visits) < 0.035
    assert set(table["visit_id"].to_pylist()) <= {visit["visit_id"] for visit in visits}


def test_every_fortnight_some_entity_changes_clearly():
    for day in (date(2026, 3, 4), date(2026, 7, 15), date(2026, 11, 23), date(2027, 2, 10)):
        change = drive(1, 84, day) / drive(1, 84, date.fromordinal(day.toordinal() - 21))
        assert 3 <= np.sum((change < 0.75) | (change > 1.3)) <= 30


def test_seasons_and_unknown_years_have_a_level():
    assert activity(date(2026, 11, 23)) > 0.9 > 0.1 > activity(date(2026, 10, 1))
    assert activity(date(2041, 5, 4)) < 0.1 < activity(date(2041, 5, 6))


def test_a_doubled_row_goes_where_its_first_one_is_left_out():
    visits = Visits(build_province(SCALES["tiny"], SEED, FIRST.year))
    days = (FIRST - timedelta(days=ago) for ago in range(120))
    doubled = [
        (day, made)
        for day, made in ((day, visits.of(day)) for day in days)
        if {line.split(",")[0] for line in made.spoilt} & set(made.table["visit_id"].cast("string").to_pylist())
    ]
    assert len(doubled) > 5
    for day, made in doubled:
        everybody = made.table["staff_id"].cast("string").unique().to_pylist()
        left = made.without(everybody, datetime.combine(day, time()))
        assert left.table.num_rows == 0 and len(left.spoilt) == len(made.spoilt) - 1
