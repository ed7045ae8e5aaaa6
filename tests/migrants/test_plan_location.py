"""Where a further centre adds most: against every choice of small cases, and cases whose answer is known."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.geo.distance import kilometres
from models.location import _picked, greedy, reach, sites, together
from models.migrant_plan_settings import assumptions

GIVEN = assumptions()
COLUMNS = ["city", "lon", "lat", "eligible", "uncovered"]


@st.composite
def lands(draw) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Up to nine cities within some 300 km, up to two centres in them."""
    count = draw(st.integers(2, 9))
    rows = [
        (f"{i}", draw(st.floats(118, 121)), draw(st.floats(28, 30)), 1000, draw(st.integers(0, 900)))
        for i in range(count)
    ]
    cities = pd.DataFrame(rows, columns=COLUMNS)
    return cities, cities[["lon", "lat"]].head(draw(st.integers(0, 2)))


def best_of_all(cities: pd.DataFrame, centres: pd.DataFrame, count: int) -> float:
    """The most uncovered workers any choice brings newly within reach, one city at a time."""

    def near(one, other) -> float:
        km = float(kilometres(one.lon, one.lat, other.lon, other.lat))
        return float(reach(np.array(km), GIVEN))

    towns, have = list(cities.itertuples()), list(centres.itertuples())

    def added(chosen) -> float:
        before = [max([near(town, one) for one in have], default=0) for town in towns]
        return sum(
            town.uncovered * max(0, max(near(town, one) for one in chosen) - old)
            for town, old in zip(towns, before, strict=True)
        )

    return max(added(chosen) for chosen in combinations(towns, min(count, len(towns))))


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(lands(), st.integers(1, 3))
def test_no_choice_is_better(land, count):
    cities, centres = land
    found = sites(cities, centres, count, GIVEN)
    assert found.gain == pytest.approx(found.lift * best_of_all(cities, centres, count), rel=1e-6, abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 3))
def test_the_pick_is_never_worse_than_greedy(seed, count):
    added = np.maximum(np.random.default_rng(seed).normal(0, 1, (12, 12)), 0)
    picked, is_proved = _picked(added, count, 5.0)
    best = max(together(added, list(some)) for some in combinations(range(12), count))
    assert together(added, picked) == pytest.approx(best) and is_proved
    assert together(added, picked) >= together(added, greedy(added, count)) - 1e-9


def three_towns() -> tuple[pd.DataFrame, pd.DataFrame]:
    """A centre in A (well covered); B lies 20 km off with many uncovered, C 1,000 km off with some."""
    rows = [("A", 120.0, 30.0, 1000, 200), ("B", 120.2, 30.0, 1000, 900), ("C", 110.0, 30.0, 1000, 800)]
    return pd.DataFrame(rows, columns=COLUMNS), pd.DataFrame({"lon": [120.0], "lat": [30.0]})


def test_a_place_in_reach_already_gains_nothing():
    cities, centres = three_towns()
    found = sites(cities, centres, 1, GIVEN)
    assert found.chosen["city"].tolist() == ["C"] and found.method == "every"
    assert found.chosen["nearest_km"].iloc[0] == pytest.approx(kilometres(120, 30, 110, 30))


def test_the_lift_is_the_difference_the_centres_make():
    """Near: 900 of 2,000 covered; far: 200 of 1,000. Of 800 uncovered, (0.45 − 0.2) ÷ 0.8 would be covered."""
    found = sites(*three_towns(), 1, GIVEN)
    assert (found.covered_near, found.covered_far) == (pytest.approx(0.45), pytest.approx(0.2))
    assert found.gain == pytest.approx(800 * 0.25 / 0.8)


def test_centres_that_make_no_difference_promise_none():
    cities, centres = three_towns()
    cities["uncovered"] = [900, 900, 800]
    found = sites(cities, centres, 1, GIVEN)
    assert found.lift == 0 and found.gain == 0 and found.chosen["added"].iloc[0] == 800


def test_the_order_of_the_rows_changes_nothing():
    cities, centres = three_towns()
    one, other = sites(cities, centres, 2, GIVEN), sites(cities.iloc[::-1], centres, 2, GIVEN)
    pd.testing.assert_frame_equal(one.chosen, other.chosen)


@pytest.mark.parametrize("uncovered", [[0, 0, 0], [500, 500, 0]])
def test_nothing_out_of_reach_chooses_nothing(uncovered):
    cities, centres = three_towns()
    found = sites(cities.assign(uncovered=uncovered), centres, 2, GIVEN)
    assert found.chosen.empty and found.gain == 0


def test_no_city_at_all():
    cities, centres = three_towns()
    assert sites(cities.head(0), centres, 1, GIVEN).chosen.empty
