"""The range of a forecast: the forecast lies inside, it holds what came true, and it is wider where less is known."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.learning.calibration import expit
from models.learning.evidence import STEP, evidence, interval, strayed

STEPS = round(1 / STEP)


def known(seed: int = 3, count: int = 20_000, moved: float = 0.0):
    rng = np.random.default_rng(seed)
    chance = expit(rng.normal(-3, 1.2, count))
    hit = (rng.random(count) < chance).astype(np.int8)
    return evidence(hit, chance, expit(np.log(chance / (1 - chance)) + moved))


EVIDENCE = [known(), known(moved=0.5), known(count=60)]


@given(st.lists(st.integers(0, STEPS), min_size=1, max_size=40), st.sampled_from(range(len(EVIDENCE))))
def test_the_forecast_lies_inside_its_range(steps: list[int], which: int):
    chance = np.round(np.array(steps) * STEP, 4).astype(np.float32)
    low, high = (side.astype(np.float32) for side in interval(chance, EVIDENCE[which]))
    inside = (chance > 0) & (chance < 1)
    assert np.all(low[inside] < chance[inside]) and np.all(chance[inside] < high[inside])
    assert np.all((low >= 0) & (low <= chance) & (chance <= high) & (high <= 1))


def test_the_range_of_an_earlier_release_holds_its_forecast_too():
    old = {"at": [0.01, 0.1], "low": [0.008, 0.09], "high": [0.012, 0.1]}
    low, high = interval(np.array([0.0, 0.01, 0.05, 0.4]), old)
    assert np.all(low[1:] < [0.01, 0.05, 0.4]) and np.all(high[1:] > [0.01, 0.05, 0.4])


def test_nine_of_ten_shares_lie_inside():
    """Months drawn again: the share that happens among customers of about the same forecast."""
    rng, held = np.random.default_rng(5), 0
    for seed in range(200):
        made = known(seed, 4_000)
        chance = 0.06
        low, high = interval(np.array([chance]), made)
        rows = round(float(np.interp(chance, made["at"], made["rows"])))
        held += int(low[0] <= (rng.random(rows) < chance).mean() <= high[0])
    assert 165 <= held <= 195


def test_less_evidence_is_a_wider_range():
    asked = np.array([0.05, 0.2, 0.8])
    usual, strayed_from, few = (np.subtract(*interval(asked, one)[::-1]) for one in EVIDENCE)
    assert np.all(strayed_from > usual) and np.all(few > usual)
    assert usual[2] > usual[1], "beyond what was seen little is known"


def test_a_month_as_foretold_has_not_strayed():
    rng = np.random.default_rng(1)
    chance = expit(rng.normal(-3, 1, 50_000))
    hit = (rng.random(50_000) < chance).astype(np.int8)
    assert strayed(hit, chance) < 2 < 5 < strayed(hit, np.minimum(1.5 * chance, 0.99))
