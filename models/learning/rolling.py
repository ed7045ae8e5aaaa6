"""Judging in time order: the model is fitted anew every few rows and foretells only the rows that follow.

Between two fits, what happened in rows already past still counts: the shares of hits (``rates``) are those up to the row before.

Which candidate is used is decided by the AUC on earlier rows (``choice``); the test rows are foretold once, by it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from models.learning.binning import fit_binning
from models.learning.calibration import expit
from models.learning.learner import fit
from models.learning.measures import auc
from models.learning.problem import Feature, Problem, Rolling
from models.learning.recipe import Recipe

THREADS = 2


@dataclass(frozen=True)
class Judged:
    """``chosen`` candidate; ``scores`` (AUC) of all on the rows of the choice; ``rows`` of the test and their probabilities."""

    chosen: str
    scores: dict[str, float]
    rows: np.ndarray
    probability: np.ndarray


def judge(problem: Problem, matrix: np.ndarray, hit: np.ndarray) -> Judged:
    """Choose among the candidates on earlier rows, then foretell the test rows."""
    rule = problem.rolling
    assert rule is not None
    choice, test = (_rows(part, len(hit)) for part in (rule.choice, rule.test))
    foreseen = Foreseen(problem, matrix, hit, rule)
    scores = {name: auc(hit[choice], foreseen.mean(recipes, choice)) for name, recipes in rule.candidates.items()}
    chosen = max(scores, key=lambda name: scores[name])
    return Judged(chosen, scores, test, foreseen.mean(rule.candidates[chosen], test))


class Foreseen:
    """Log-odds of stretches of rows by recipe, each block by a model of the rows before it; none is worked out twice."""

    def __init__(self, problem: Problem, matrix: np.ndarray, hit: np.ndarray, rule: Rolling) -> None:
        self.problem, self.matrix, self.hit, self.rule, self.every = problem, matrix, hit, rule, rule.every
        rates = {f"rate_{lag}": Feature() for lag in rule.lags}
        self.with_rates = problem.model_copy(update={"features": problem.features | rates})
        self._hits = np.r_[0, np.cumsum(hit)]
        self._known: dict[tuple[Recipe, int], np.ndarray] = {}

    def mean(self, recipes: tuple[Recipe, ...], rows: np.ndarray) -> np.ndarray:
        """Probabilities of ``rows`` (one stretch): of several recipes the mean of their log-odds."""
        return expit(np.mean([self._log_odds(recipe, rows) for recipe in recipes], axis=0))

    def _log_odds(self, recipe: Recipe, rows: np.ndarray) -> np.ndarray:
        key = (recipe, int(rows[0]))
        if key not in self._known:
            blocks = [rows[begin : begin + self.every] for begin in range(0, len(rows), self.every)]
            with threadpool_limits(1), ThreadPoolExecutor(THREADS) as pool:
                self._known[key] = np.concatenate(list(pool.map(lambda block: self._ahead(recipe, block), blocks)))
        return self._known[key]

    def _ahead(self, recipe: Recipe, block: np.ndarray) -> np.ndarray:
        first = int(block[0])
        known = np.arange(max(0, first - recipe.window) if recipe.window else 0, first)
        problem = self.with_rates if recipe.rates else self.problem
        learned, asked = (self._features(recipe, rows) for rows in (known, block))
        binning = fit_binning(problem, learned)
        weight = 0.5 ** (np.arange(len(known))[::-1] / recipe.half_life) if recipe.half_life else None
        with threadpool_limits(1):
            model = fit(recipe, binning, binning.codes(learned), self.hit[known], weight)
            return model.log_odds(binning.codes(asked))

    def _features(self, recipe: Recipe, rows: np.ndarray) -> np.ndarray:
        """Of rows; with the shares of hits among the rows just before each, never its own."""
        if not recipe.rates:
            return self.matrix[rows]
        rates = [(self._hits[rows] - self._hits[np.maximum(rows - lag, 0)]) / lag for lag in self.rule.lags]
        return np.column_stack([self.matrix[rows], *rates]).astype(np.float32)


def at_random(
    problem: Problem, recipe: Recipe, matrix: np.ndarray, hit: np.ndarray, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """(rows, probabilities) of a fifth drawn at random, by a model of the others: optimistic, later rows tell of earlier."""
    drawn = np.random.default_rng(seed).permutation(len(hit))
    test, train = drawn[: len(hit) // 5], drawn[len(hit) // 5 :]
    binning = fit_binning(problem, matrix[train])
    model = fit(recipe, binning, binning.codes(matrix[train]), hit[train])
    return test, expit(model.log_odds(binning.codes(matrix[test])))


def _rows(part: tuple[float, float], count: int) -> np.ndarray:
    return np.arange(round(part[0] * count), round(part[1] * count))
