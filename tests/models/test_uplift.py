"""What campaigns brought: intervals that hold, draws that can be repeated, curves that end in the whole."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from models.campaign import assigned, drawn_control
from models.learning.uplift import by_part, effect, effect_of, qini, qini_coefficient, wilson


def members(count: int, seed: int, lift: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(hit, is control, score): the score says who is moved."""
    rng = np.random.default_rng(seed)
    score, is_control = rng.random(count), rng.random(count) < 0.1
    return (rng.random(count) < 0.05 + lift * score * ~is_control).astype(np.int8), is_control, score


def test_the_interval_holds():
    held = []
    for seed in range(300):
        hit, is_control, score = members(3_000, seed, 0.06)
        found = effect(hit, is_control)
        held.append(found.low <= 0.06 * score[~is_control].mean() <= found.high)
    assert np.mean(held) >= 0.93


def test_nothing_is_seldom_taken_for_something():
    assert np.mean([effect(*members(3_000, seed, 0.0)[:2]).is_certain for seed in range(300)]) <= 0.07


def test_a_group_without_members_has_no_effect():
    found = effect_of(10, 3, 0, 0)
    assert np.isnan(found.uplift) and not found.is_certain


def test_wilson_stays_within_nothing_and_all():
    assert (
        wilson(0, 20)[0] == 0 and wilson(20, 20)[1] == pytest.approx(1) and wilson(5, 20)[0] < 0.25 < wilson(5, 20)[1]
    )


def test_qini_ends_in_the_whole_and_finds_who_is_moved():
    hit, is_control, score = members(60_000, 5, 0.2)
    curve = qini(hit, is_control, score)
    whole = effect(hit, is_control)
    assert curve[-1][1] == pytest.approx(whole.uplift, abs=1e-9)
    assert qini_coefficient(curve) > 3 * abs(
        qini_coefficient(qini(hit, is_control, np.random.default_rng(0).random(60_000)))
    )
    parts = by_part(hit, is_control, score)
    assert sum(part.treated for part in parts) == whole.treated and parts[0].uplift > parts[-1].uplift


def test_the_control_group_is_drawn_once_and_from_every_stratum():
    customers = pd.Series([f"C{number}" for number in range(997)])
    stratum = pd.Series(np.arange(997) % 7)
    drawn = drawn_control(customers, stratum, 0.1, "K1")
    assert np.array_equal(drawn, drawn_control(customers, stratum, 0.1, "K1")) and drawn.sum() == 100
    assert not np.array_equal(drawn, drawn_control(customers, stratum, 0.1, "K2"))
    assert set(pd.Series(drawn).groupby(stratum).sum()) <= {14, 15}


def test_a_manager_gets_the_best_and_no_more_than_can_be_seen():
    frame = pd.DataFrame({"staff_id": ["a", "a", "a", "b"], "expected": [1.0, 5.0, 3.0, 2.0]})
    assert assigned(frame, 2).tolist()[1:] == ["a", "a", "b"] and pd.isna(assigned(frame, 2)[0])
