"""An additive model is exactly the sum of its parts, and scores are lookups; calibration comes true on later rows."""

from __future__ import annotations

import numpy as np
import pytest

from models.learning.calibrate import fit_calibration
from models.learning.learner import fit
from models.learning.measures import auc, calibration_error
from models.learning.recipe import Recipe
from models.learning.train import Rows, calibrated, train
from tests.models.made import PROBLEM, binned, rows
from tests.tiers import every


def test_tables_say_what_the_estimator_says():
    binning, codes, hit = binned(3_000)
    rows_ = Rows(codes, hit, np.ones_like(hit))
    model = train(PROBLEM, binning, rows_, with_linear=False).model
    weight = np.ones(codes.shape[1])
    order = np.r_[np.flatnonzero(hit[0]), np.flatnonzero(~hit[0])]
    bare = fit(PROBLEM.recipe, binning, codes[:, order], hit[0, order], weight)
    assert np.allclose(model.log_odds(codes)[0], bare.log_odds(codes), atol=1e-3)


def test_parts_and_base_are_the_whole():
    binning, codes, hit = binned(2_000)
    model = train(PROBLEM, binning, Rows(codes, hit, np.ones_like(hit)), with_linear=False).model
    parts = model.parts("left", codes)
    assert np.allclose(parts.sum(axis=0) + model.base[1], model.log_odds(codes)[1], atol=1e-4)
    assert np.allclose(parts.mean(axis=1), 0, atol=1e-3)


def test_a_calibrated_model_comes_true_on_later_rows():
    binning, codes, hit = binned(20_000)
    first, second, third = (slice(0, 8_000), slice(8_000, 14_000), slice(14_000, 20_000))
    part = [Rows(codes[:, s], hit[:, s], np.ones_like(hit[:, s])) for s in (first, second, third)]
    model = calibrated(train(PROBLEM, binning, part[0], with_linear=False).model, part[1])
    chance = model.probability(part[2].codes)
    assert calibration_error(part[2].hit[0], chance[0]) < 0.02 and auc(part[2].hit[0], chance[0]) > 0.8


def test_only_allowed_rows_are_learned_from():
    binning, codes, hit = binned(4_000)
    allowed = np.ones_like(hit)
    allowed[0, ::2] = False
    spoilt = hit.copy()
    spoilt[0, ::2] = ~spoilt[0, ::2]
    same = [train(PROBLEM, binning, Rows(codes, one, allowed), with_linear=False).model.tables for one in (hit, spoilt)]
    assert np.array_equal(*same)


@pytest.mark.parametrize("count", [300, 30_000])
def test_calibration_keeps_the_order(count: int):
    rng = np.random.default_rng(2)
    odds = rng.normal(-2, 1.5, count)
    hit = rng.random(count) < 1 / (1 + np.exp(-0.6 * odds))
    chance = fit_calibration(odds, hit.astype(np.int8)).probability(np.sort(odds))
    assert np.all(np.diff(chance) >= 0) and abs(chance.mean() - hit.mean()) < 0.02


@pytest.mark.parametrize("seed", every(4, range(12)))
def test_unlike_forecasts_never_tie(seed: int):
    """Neither below, nor among, nor above the rows calibrated on; few at the top are no reason to say one or nought."""
    rng = np.random.default_rng(seed)
    odds = rng.normal(-4, 1.2, 40_000)
    hit = rng.random(len(odds)) < 1 / (1 + np.exp(-odds))
    calibration = fit_calibration(odds, hit.astype(np.int8))
    assert calibration.at
    asked = np.linspace(odds.min() - 1, odds.max() + 2, 300)
    chance = calibration.probability(asked)
    assert np.all(np.diff(chance) > 0) and chance[0] > 0 and chance[-1] < 1
    best = odds >= np.sort(odds)[-200]
    true = 1 / (1 + np.exp(-odds[best]))
    assert abs(calibration.probability(odds[best]).mean() - true.mean()) < 0.12


def test_what_is_not_known_has_a_bin_of_its_own():
    matrix, _ = rows(500)
    binning, codes, _ = binned(500)
    unknown = np.isnan(matrix[:, 1])
    assert np.array_equal(codes[1] == binning.sizes[1], unknown) and unknown.any()


def test_trees_that_combine_features_are_another_recipe():
    binning, codes, hit = binned(3_000)
    additive, free = (fit(Recipe(kind=kind, rounds=30), binning, codes, hit[0]) for kind in ("additive", "trees"))
    assert not np.allclose(additive.log_odds(codes), free.log_odds(codes), atol=0.05)
