"""Judging in time order: the model is fitted anew every few rows and foretells only the rows that follow.

Which candidate is used is decided by the log loss on earlier rows (``choice``); the test rows are foretold once, by it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.learning.binning import fit_binning
from models.learning.calibration import expit
from models.learning.learner import fit
from models.learning.measures import log_loss
from models.learning.problem import Problem, Rolling
from models.learning.recipe import Recipe


@dataclass(frozen=True)
class Judged:
    """``chosen`` candidate; ``losses`` of all on the rows of the choice; ``rows`` of the test and their probabilities."""

    chosen: str
    losses: dict[str, float]
    rows: np.ndarray
    probability: np.ndarray


def judge(problem: Problem, matrix: np.ndarray, hit: np.ndarray) -> Judged:
    """Choose among the candidates on earlier rows, then foretell the test rows."""
    rule = problem.rolling
    assert rule is not None
    choice, test = (_rows(part, len(hit)) for part in (rule.choice, rule.test))
    losses = {
        name: log_loss(hit[choice], foretell(problem, recipes, matrix, hit, choice, rule))
        for name, recipes in rule.candidates.items()
    }
    chosen = min(losses, key=lambda name: losses[name])
    return Judged(chosen, losses, test, foretell(problem, rule.candidates[chosen], matrix, hit, test, rule))


def foretell(
    problem: Problem, recipes: tuple[Recipe, ...], matrix: np.ndarray, hit: np.ndarray, rows: np.ndarray, rule: Rolling
) -> np.ndarray:
    """Probabilities of ``rows`` (one stretch), each block by models of the rows before it; of several recipes the mean."""
    out = np.empty(len(rows))
    for begin in range(0, len(rows), rule.every):
        block = rows[begin : begin + rule.every]
        out[begin : begin + rule.every] = expit(
            np.mean([_ahead(problem, recipe, matrix, hit, block) for recipe in recipes], axis=0)
        )
    return out


def at_random(
    problem: Problem, recipe: Recipe, matrix: np.ndarray, hit: np.ndarray, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """(rows, probabilities) of a fifth drawn at random, by a model of the others: optimistic, later rows tell of earlier."""
    drawn = np.random.default_rng(seed).permutation(len(hit))
    test, train = drawn[: len(hit) // 5], drawn[len(hit) // 5 :]
    binning = fit_binning(problem, matrix[train])
    model = fit(recipe, binning, binning.codes(matrix[train]), hit[train])
    return test, expit(model.log_odds(binning.codes(matrix[test])))


def _ahead(problem: Problem, recipe: Recipe, matrix: np.ndarray, hit: np.ndarray, block: np.ndarray) -> np.ndarray:
    first = int(block[0])
    known = slice(max(0, first - recipe.window) if recipe.window else 0, first)
    binning = fit_binning(problem, matrix[known])
    weight = 0.5 ** (np.arange(known.stop - known.start)[::-1] / recipe.half_life) if recipe.half_life else None
    model = fit(recipe, binning, binning.codes(matrix[known]), hit[known], weight)
    return model.log_odds(binning.codes(matrix[block]))


def _rows(part: tuple[float, float], count: int) -> np.ndarray:
    return np.arange(round(part[0] * count), round(part[1] * count))
