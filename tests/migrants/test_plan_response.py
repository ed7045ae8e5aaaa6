"""The response model: concave, never above the pool, its rates between a cell's own and the mean."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.geo.distance import kilometres
from models.migrant_plan_problem import worthwhile
from models.migrant_plan_response import cells, day_costs, expected, success_rates
from models.migrant_plan_settings import assumptions, parameters

GIVEN = assumptions()


@given(st.floats(0.1, 5000), st.floats(0.1, 40))
def test_gains_rise_flatten_and_stay_within_the_pool(room, per_day):
    gains = np.diff(expected(room, per_day, np.arange(30)), prepend=0)
    assert (gains >= 0).all() and (np.diff(gains[1:]) <= 1e-9).all()
    assert gains.sum() <= room + 1e-9 and gains[1] <= per_day + 1e-9


@given(st.floats(0.1, 5000), st.floats(0.1, 40), st.floats(0.01, 5))
def test_every_worthwhile_day_brings_the_least_gain_and_the_next_does_not(room, per_day, least):
    days = int(worthwhile(np.array([room]), np.array([per_day]), least)[0])
    if days:
        assert expected(room, per_day, days) - expected(room, per_day, days - 1) >= least * (1 - 1e-6) - 1e-9
    assert expected(room, per_day, days + 1) - expected(room, per_day, days) <= least * (1 + 1e-6) + 1e-9


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=8))
def test_rates_lie_between_the_own_and_the_mean(history):
    reached = pd.Series([min(pair) for pair in history])
    services = pd.Series([max(pair) for pair in history])
    rates = success_rates(reached, services, GIVEN)
    mean = reached.sum() / services.sum() if services.sum() else GIVEN.usual_success
    for rate, met, of in zip(rates, reached, services, strict=True):
        own = met / of if of else mean
        assert min(own, mean) - 1e-9 <= rate <= max(own, mean) + 1e-9


def test_many_services_weigh_more_than_the_mean():
    rates = success_rates(pd.Series([90, 9, 0]), pd.Series([100, 10, 900]), GIVEN)
    assert rates[0] > rates[1] > rates[2]


def test_a_day_costs_more_the_farther_and_no_fare_from_the_desk():
    costs = day_costs(pd.Series([500.0, 1500.0, np.nan, np.nan]), pd.Series([False, False, False, True]), GIVEN)
    assert costs[1] - costs[0] == pytest.approx(2 * 1000 * GIVEN.detour * GIVEN.fare_per_km / GIVEN.days_per_trip)
    assert costs[2] == pytest.approx((costs[0] + costs[1]) / 2) and costs[3] == GIVEN.remote_day_cost


def test_cells_without_people_or_staff_are_not_planned():
    frame = pd.DataFrame(
        [("a", "x", "centre", 50, 5), ("a", "y", "centre", 0, 5), ("a", "z", "centre", 50, 0)],
        columns=["county", "centre", "kind", "uncovered", "staff"],
    ).assign(reached=10, services=20, km=900.0)
    made = cells(frame, GIVEN)
    assert made["centre"].tolist() == ["x"] and made["most"].iloc[0] == 5 * GIVEN.days_per_staff


def test_known_distance():
    """Guiyang to Dongguan, some 800 km in a straight line."""
    assert kilometres(106.63, 26.65, 113.75, 23.02) == pytest.approx(823, rel=0.01)


def test_every_assumption_is_told_in_both_languages():
    for parameter in parameters().values():
        assert parameter.label.zh != parameter.label.en and parameter.note.zh and parameter.note.en
