"""Reasons are shares of the way from the average customer: all topics together are the whole of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.learning.problem import Feature
from models.learning.train import Rows, calibrated, train
from models.reasons import APART, LEAST, MOST, Speaker, apart, sentence, slope
from tests.models.made import PROBLEM, binned

SAID = PROBLEM.model_copy(
    update={
        "features": PROBLEM.features | {"size": Feature(bins=8, topic="income"), "age": Feature(bins=16, topic="age")}
    }
)


def made(count: int = 8_000):
    binning, codes, hit = binned(count)
    rows = Rows(codes, hit, np.ones_like(hit))
    return calibrated(train(SAID, binning, rows, with_linear=False).model, rows), codes


def test_all_parts_are_the_whole_way():
    model, codes = made()
    odds, base = model.log_odds(codes)[0], float(model.base[0])
    calibration = model.calibrations[0]
    effects = model.parts("taken", codes) * slope(calibration, odds, base)
    way = calibration.probability(odds) - float(calibration.probability(np.array([base]))[0])
    far = np.abs(odds - base) > 0.02
    assert np.allclose(effects.sum(axis=0)[far], way[far], atol=2e-3)


def test_reasons_say_what_the_parts_do():
    model, codes = made()
    speaker, rows = Speaker(SAID, model, codes), np.arange(codes.shape[1])
    odds = model.log_odds(codes)[0]
    found = speaker.reasons("taken", rows, odds)
    parts = {name: model.parts("taken", codes)[n] for n, name in enumerate(SAID.names)}
    of_topic = {"group": parts["kind"], "income": parts["size"], "age": parts["age"]}
    per_part = slope(model.calibrations[0], odds, float(model.base[0]))
    for place in range(MOST):
        for row in rows[::97]:
            code = speaker.codes[found.code[place, row]]
            if not code:
                continue
            topic, side = code.split(".")
            effect = found.effect[place, row]
            assert np.isclose(effect, 100 * of_topic[topic][row] * per_part[row], atol=0.01) and sentence(code)
            assert abs(effect) >= 99 * LEAST and (effect > 0 or place >= APART) and (side == "less") == (effect < 0)
    topics = np.where(found.code > 0, (found.code.astype(int) - 1) // 3, -1 - np.arange(MOST)[:, None])
    assert all(len(set(column)) == MOST for column in topics.T)


def test_what_all_of_a_list_share_tells_nobody_apart():
    parts = np.zeros((2, 1_000), np.float32)
    parts[0, :15] = 2.0
    parts[1, 3] = 0.5
    special = apart(parts, np.arange(1_000, 0, -1.0))
    assert special[1, 3] > special[0, 3] >= 0


def test_a_part_that_takes_away_is_said_as_such():
    model, codes = made()
    flipped = replace(model, tables=-np.abs(model.tables))
    found = Speaker(SAID, flipped, codes).reasons("taken", np.arange(500), flipped.log_odds(codes)[0, :500])
    assert not found.code[:APART].any() and (found.effect[APART:] < 0).any()
