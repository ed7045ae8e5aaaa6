"""Measures against their definitions, counted out."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from sklearn.metrics import log_loss, roc_auc_score

from models.learning import measures as of

RNG = np.random.default_rng(4)
CHANCE = np.round(RNG.beta(1, 6, 3_000), 2)
HIT = (RNG.random(3_000) < CHANCE).astype(np.int8)


def test_auc_and_loss_are_those_of_others():
    assert of.auc(HIT, CHANCE) == pytest.approx(roc_auc_score(HIT, CHANCE))
    assert of.log_loss(HIT, CHANCE) == pytest.approx(log_loss(HIT, np.clip(CHANCE, 1e-6, 1)), rel=1e-6)
    low, high = of.auc_interval(HIT, CHANCE)
    assert low < of.auc(HIT, CHANCE) < high and high - low < 0.06


def test_true_chances_have_little_error_and_doubled_ones_much():
    assert of.calibration_error(HIT, CHANCE) < 0.02 < 0.1 < of.calibration_error(HIT, np.minimum(2 * CHANCE, 1))


def test_gains_begin_at_nothing_and_end_at_all():
    curve = of.gains(HIT, CHANCE)
    assert curve[0] == (0.0, 0.0) and curve[-1] == (1.0, 1.0) and of.captured(HIT, CHANCE, 0.5) == curve[5][1]
    assert all(a[1] <= b[1] for a, b in pairwise(curve))


def test_drift_is_none_between_alike_and_large_between_unlike():
    assert of.stability(CHANCE[:1500], CHANCE[1500:]) < 0.05 and of.stability(CHANCE, CHANCE**0.3) > 0.25


def test_mean_precision_is_counted_out():
    hit = np.array([[1, 0, 0], [0, 1, 1], [0, 0, 0], [0, 0, 1]], bool)
    chance = np.array([[0.5, 0.9, 0.1], [0.2, 0.9, 0.5], [0.9, 0.9, 0.9], [0.1, 0.2, 0.9]])
    allowed = np.array([[1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 0]], bool)
    assert of.mean_precision(hit, chance, allowed) == pytest.approx((1 / 2 + 1) / 2)
