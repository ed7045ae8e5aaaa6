"""Judged in time order: what comes later changes nothing said before it, and the choice never sees the test rows."""

from __future__ import annotations

import numpy as np

from models.learning.problem import Rolling
from models.learning.recipe import Recipe
from models.learning.rolling import Foreseen, judge
from tests.models.made import PROBLEM, rows

RULE = Rolling(
    every=50, lags=(30, 100), choice=(0.6, 0.8), test=(0.8, 1.0),
    candidates={
        "trees": (Recipe(kind="trees", rounds=15, window=400, half_life=200, rates=True),),
        "both": (Recipe(kind="additive", rounds=15), Recipe(kind="logistic")),
    },
)  # fmt: skip


def test_neither_itself_nor_later_rows_change_what_was_said_of_a_row():
    matrix, hit = rows(1_000)
    later = hit[0].copy()
    later[825:] = ~later[825:]
    spoilt = matrix.copy()
    spoilt[826:] += 3
    recipe, block = RULE.candidates["trees"], np.arange(800, 850)
    before, after = (Foreseen(PROBLEM, *of, RULE).mean(recipe, block) for of in ((matrix, hit[0]), (spoilt, later)))
    assert np.array_equal(before[:26], after[:26]) and not np.array_equal(before[26:], after[26:])


def test_what_happened_since_the_last_fit_counts():
    matrix, hit = rows(1_000)
    other = hit[0].copy()
    other[810] = ~other[810]
    recipe, block = (Recipe(kind="logistic", rates=True),), np.arange(800, 850)
    before, after = (Foreseen(PROBLEM, matrix, one, RULE).mean(recipe, block) for one in (hit[0], other))
    assert np.array_equal(before[:11], after[:11]) and not np.array_equal(before, after)


def test_the_choice_does_not_see_the_test():
    matrix, hit = rows(1_000)
    other = hit[0].copy()
    other[800:] = ~other[800:]
    problem = PROBLEM.model_copy(update={"rolling": RULE})
    one, two = judge(problem, matrix, hit[0]), judge(problem, matrix, other)
    assert one.scores == two.scores and one.chosen == two.chosen == max(one.scores, key=lambda name: one.scores[name])
    assert list(one.rows) == list(range(800, 1000)) and not np.array_equal(one.probability, two.probability)
