"""The province behind the feeds: places, posts, assignments, identifiers."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import pairwise

import numpy as np
import pytest
import shapely
import yaml
from shapely.geometry import shape

from etl.world import customers, holdings, staffing, talks
from etl.world.geography import GEO
from etl.world.households import GROUPS
from etl.world.identity import CHECK_DIGITS, CHECK_WEIGHTS
from etl.world.province import build_province
from etl.world.scales import SCALES
from tests.world.conftest import FIRST, rows


@pytest.fixture(scope="module")
def demo():
    """The province of the demo scale, without visits."""
    return build_province(SCALES["demo"], seed=1, last_year=2026)


def test_every_household_lies_inside_its_county(feeds):
    homes = rows(feeds, FIRST, "household")
    features = json.loads((GEO / "guizhou_counties.geojson").read_text(encoding="utf-8"))["features"]
    shapes = {item["properties"]["adcode"]: shape(item["geometry"]) for item in features}
    county = np.array([code[:6] for code in homes["village_code"].to_pylist()])
    lon, lat = (np.array(homes[name].to_pylist(), float) for name in ("lon", "lat"))
    assert all(
        shapely.contains_xy(shapes[code], lon[county == code], lat[county == code]).all() for code in set(county)
    )


@pytest.mark.slow
def test_demo_has_the_union_s_numbers(demo):
    kinds = [entity.kind for entity in demo.entities]
    assert (len(kinds), kinds.count("rural_commercial_bank"), kinds.count("county_union")) == (84, 61, 23)
    assert sorted(c for entity in demo.entities for c in entity.counties) == list(range(88))
    assert len(demo.branches.branch_id) == 2293 == len(set(demo.branches.branch_id)) == len(set(demo.branches.name))
    assert len(demo.staffing.seats.post) == 28_000 and len(demo.households.seat) == 1_000_000
    assert len(demo.customer_household) == 300_000 and len(demo.villages.code) == 17_964


@pytest.mark.slow
def test_demo_households_lie_inside_their_county(demo):
    homes = demo.households
    county = demo.village_county[homes.village]
    for index, item in enumerate(demo.counties):
        here = np.flatnonzero(county == index)[::7]
        assert shapely.contains_xy(item.shape, homes.lon[here], homes.lat[here]).all(), item.name


@pytest.mark.slow
def test_counties_are_served_differently(demo):
    """Most of what a year's reach can be: the part of households anybody calls on at all."""
    homes = demo.households
    county = demo.village_county[homes.village]
    called = np.bincount(county, homes.appeal > 0) / np.bincount(county)
    assert called.min() < 0.65 and np.quantile(called, 0.95) > 0.88 and 0.7 < called.mean() < 0.85
    households = np.bincount(demo.seat_entity[homes.seat])
    load = households / np.bincount(demo.seat_entity[: demo.managers])
    assert load.max() > 1.4 * load.min()


def test_posts_of_a_person_never_overlap(feeds):
    posts = defaultdict(list)
    table = rows(feeds, FIRST, "staff_post")
    for staff, start, end in zip(*(table[c].to_pylist() for c in ("staff_id", "valid_from", "valid_to")), strict=True):
        posts[staff].append((start, end))
    for spans in posts.values():
        spans.sort()
        assert all(start < end for start, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_every_household_has_a_manager_of_its_branch(feeds):
    table = rows(feeds, FIRST, "staff_post")
    columns = (table[name].to_pylist() for name in ("staff_id", "branch_id", "post_code", "valid_to"))
    managers = {(staff, branch) for staff, branch, post, end in zip(*columns, strict=True)
                if post == "manager" and end.startswith("9999")}  # fmt: skip
    homes = rows(feeds, FIRST, "household")
    assert set(zip(homes["staff_id"].to_pylist(), homes["branch_id"].to_pylist(), strict=True)) <= managers


def test_identity_numbers_are_never_valid(feeds):
    numbers = rows(feeds, FIRST, "customer")["id_no"].to_pylist()
    for number in numbers:
        right = CHECK_DIGITS[int(np.dot([int(digit) for digit in number[:17]], CHECK_WEIGHTS)) % 11]
        assert len(number) == 18 and number[17] != chr(right)
    phones = rows(feeds, FIRST, "customer")["phone"].to_pylist()
    assert {phone[:3] for phone in phones} == {"100"} and {len(phone) for phone in phones} == {11}


def test_traits_hang_together(feeds):
    people = rows(feeds, FIRST, "customer").to_pylist()
    income = defaultdict(list)
    for person in people:
        if person["annual_income"].replace(".", "").isdigit():
            income[person["customer_group"]].append(float(person["annual_income"]))
    assert np.median(income["micro_business"]) > 3 * np.median(income["grower"]) > 3 * np.median(income["student"])
    held = rows(feeds, FIRST, "holding").to_pylist()
    assert len({row["product_code"] for row in held}) >= 12
    qr = {row["customer_id"] for row in held if row["product_code"] == "merchant_qr"}
    share = {g: np.mean([p["customer_id"] in qr for p in people if p["customer_group"] == g]) for g in GROUPS}
    assert share["sole_trader"] > 4 * share["senior"]


def test_every_code_has_a_label_in_both_languages():
    labels = yaml.safe_load((GEO.parent / "i18n" / "codes.yaml").read_text(encoding="utf-8"))
    used = {
        "post": staffing.POSTS, "purpose": talks.PURPOSES, "result": talks.RESULTS, "customer_group": GROUPS,
        "product_group": holdings.PRODUCT_GROUPS, "product_code": [item.code for item in holdings.PRODUCTS],
        "education": customers.EDUCATIONS, "occupation": customers.OCCUPATIONS, "sex": ("F", "M"),
        "entity_kind": ("rural_commercial_bank", "county_union"),
    }  # fmt: skip
    for dimension, codes in used.items():
        assert set(labels[dimension]) == set(codes)
        assert all(text["zh"] and text["en"] for text in labels[dimension].values())
