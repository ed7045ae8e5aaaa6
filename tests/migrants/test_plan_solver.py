"""The planner against every possible plan of small cases, and what must hold of any plan."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import BadRequest
from models.migrant_plan import plan, posed
from models.migrant_plan_settings import assumptions

GIVEN = assumptions()
KNOWN_ONE = {"county": "a", "centre": "x", "uncovered": 100, "room": 85.0, "per_day": 12.0}


def cell(county: str, centre: str, **more) -> dict:
    """A cell as ``migrant_plan_response.cells`` makes them."""
    return KNOWN_ONE | {"county": county, "centre": centre, "day_cost": 700.0, "open_cost": 0.0, "most": 4} | more


@st.composite
def cases(draw) -> pd.DataFrame:
    """Up to five cells at up to three centres with up to four days each."""
    pairs = draw(
        st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), min_size=1, max_size=5, unique=True)
    )
    opening = {one: draw(st.sampled_from([0.0, 500.0, 4000.0])) for one in "xyz"}
    most = {one: draw(st.integers(1, 4)) for one in "xyz"}
    return pd.DataFrame(
        [
            cell(
                county,
                centre,
                room=draw(st.floats(1, 120)),
                per_day=draw(st.floats(1, 25)),
                day_cost=float(draw(st.integers(200, 1500))),
                open_cost=opening[centre],
                most=most[centre],
            )
            for county, centre in pairs
        ]
    )


def best_of_all(frame: pd.DataFrame, **asked) -> float:
    """The best plan of all, by trying each."""
    cells = frame.sort_values(["centre", "county"], ignore_index=True)
    must = (asked.pop("must_counties", ()), asked.pop("must_centres", ()))
    problem = posed(cells, GIVEN, budget=asked.get("budget"), days=asked.get("days"), must=must)
    caps = np.minimum(problem.steps, problem.most[problem.place])
    every = (np.array(days) for days in product(*(range(cap + 1) for cap in caps)))
    return max((problem.value(days) for days in every if problem.allows(days)), default=-1.0)


@settings(max_examples=40, deadline=None)
@given(cases(), st.integers(0, 12_000))
def test_a_budget_reaches_the_best_of_all_plans(frame, budget):
    found = plan(frame, GIVEN, budget=budget)
    assert found.gain == pytest.approx(best_of_all(frame, budget=budget), rel=2e-4, abs=2e-4)
    assert found.gain >= found.greedy - 1e-9 and found.bound >= found.gain - 1e-9


@settings(max_examples=25, deadline=None)
@given(cases(), st.integers(0, 9))
def test_days_reach_the_best_of_all_plans(frame, days):
    assert plan(frame, GIVEN, days=days).gain == pytest.approx(best_of_all(frame, days=days), rel=2e-4, abs=2e-4)


@settings(max_examples=25, deadline=None)
@given(cases(), st.integers(0, 20_000))
def test_every_county_asked_for_gets_a_day_in_the_best_way(frame, budget):
    asked = {"budget": budget, "must_counties": sorted(set(frame["county"]))}
    best = best_of_all(frame, **asked)
    if best < 0:
        with pytest.raises(BadRequest):
            plan(frame, GIVEN, **asked)
    else:
        found = plan(frame, GIVEN, **asked)
        assert found.gain == pytest.approx(best, rel=2e-4, abs=2e-4)
        assert set(found.frame.loc[found.frame["days"] > 0, "county"]) == set(frame["county"])


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(cases(), st.integers(0, 12_000))
def test_limits_are_kept(frame, budget):
    found = plan(frame, GIVEN, budget=budget)
    days = found.frame.groupby("centre")["days"].sum()
    assert found.cost <= budget + 0.01 and found.frame["cost"].sum() == pytest.approx(found.cost)
    assert (days <= frame.groupby("centre")["most"].first().reindex(days.index)).all()
    assert found.frame["even_cost"].sum() <= budget + 0.01 and found.even <= found.gain + 1e-6


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(cases(), st.integers(0, 12_000), st.integers(0, 6_000))
def test_more_money_never_reaches_fewer(frame, budget, more):
    less, much = (plan(frame, GIVEN, budget=b).gain for b in (budget, budget + more))
    assert much >= less * (1 - 2e-4) - 2e-4


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(cases(), st.integers(0, 12_000), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(frame, budget, chance):
    order = list(frame.index)
    chance.shuffle(order)
    one, other = plan(frame, GIVEN, budget=budget), plan(frame.loc[order], GIVEN, budget=budget)
    pd.testing.assert_frame_equal(one.frame, other.frame)


def test_greedy_falls_into_a_trap_the_planner_avoids():
    """A dear opening with many behind it: greedy spends on the cheap one and can no longer pay."""
    frame = pd.DataFrame(
        [
            cell("a", "x", room=30.0, per_day=12.0, day_cost=500.0, open_cost=0.0),
            cell("a", "y", room=900.0, per_day=25.0, day_cost=500.0, open_cost=3000.0),
        ]
    )
    found = plan(frame, GIVEN, budget=5000)
    assert found.gain > found.greedy * 1.2 and found.frame["centre"].tolist()[0] == "y"


def test_a_known_optimum():
    """Two equal pools, four days of one price: two each, by symmetry and concavity."""
    frame = pd.DataFrame([cell("a", "x"), cell("b", "x")])
    found = plan(frame, GIVEN, budget=2800)
    assert sorted(found.frame["days"]) == [2, 2] and found.is_proved
    assert found.gain == pytest.approx(2 * 85 * (1 - np.exp(-24 / 85)))


@pytest.mark.parametrize("asked", [{"budget": 0}, {"days": 0}, {"budget": 150}])
def test_nothing_to_spend_plans_nothing(asked):
    found = plan(pd.DataFrame([cell("a", "x")]), GIVEN, **asked)
    assert (found.gain, found.days, found.cost, len(found.frame)) == (0, 0, 0, 0)


@pytest.mark.parametrize("asked", [{"budget": 10_000}, {"days": 5}])
def test_nobody_uncovered_plans_nothing(asked):
    found = plan(pd.DataFrame([cell("a", "x")]).head(0), GIVEN, **asked)
    assert (found.gain, found.days, found.gap, found.is_proved) == (0, 0, 0, True)


@pytest.mark.parametrize("asked", [{}, {"budget": 1, "days": 1}])
def test_one_of_budget_and_days_is_needed(asked):
    with pytest.raises(BadRequest):
        plan(pd.DataFrame([cell("a", "x")]), GIVEN, **asked)
