"""Fit a recipe on binned rows; what was learned gives log-odds for others."""

from __future__ import annotations

import warnings

import numpy as np
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from models.learning.binning import Binning
from models.learning.recipe import Recipe

# Fitted in a thread of ours, scikit-learn misses its configuration of that thread; we change none.
warnings.filterwarnings("ignore", message=r".*sklearn\.utils\.parallel\.delayed.*")


class Fitted:
    """A scikit-learn classifier on codes; "not known" is the code above all others."""

    def __init__(self, estimator: HistGradientBoostingClassifier | Pipeline) -> None:
        self.estimator = estimator

    def log_odds(self, codes: np.ndarray) -> np.ndarray:
        """The log-odds of each row, not calibrated."""
        return self.estimator.decision_function(codes.T.astype(np.float32))

    def fit(self, codes: np.ndarray, hit: np.ndarray, weight: np.ndarray | None = None) -> Fitted:
        """Learn from rows and whether what was foretold happened."""
        final = {} if weight is None else {_weight_name(self.estimator): weight}
        self.estimator.fit(codes.T.astype(np.float32), hit, **final)
        return self


def fit(
    recipe: Recipe, binning: Binning, codes: np.ndarray, hit: np.ndarray, weight: np.ndarray | None = None
) -> Fitted:
    """The recipe learned from rows given by codes."""
    return Fitted(_estimator(recipe, binning)).fit(codes, hit, weight)


def _estimator(recipe: Recipe, binning: Binning) -> HistGradientBoostingClassifier | Pipeline:
    if recipe.kind == "logistic":
        encoded = make_column_transformer(
            (OneHotEncoder(handle_unknown="ignore"), np.flatnonzero(binning.is_category)), remainder=StandardScaler()
        )
        return make_pipeline(encoded, LogisticRegression(C=1 / recipe.ridge, max_iter=300))
    return HistGradientBoostingClassifier(
        max_iter=recipe.rounds, learning_rate=recipe.rate, max_leaf_nodes=recipe.leaves, min_samples_leaf=recipe.least,
        l2_regularization=recipe.ridge, categorical_features=binning.is_category, early_stopping=False, random_state=0,
        interaction_cst="no_interactions" if recipe.kind == "additive" else None,
    )  # fmt: skip


def _weight_name(estimator: HistGradientBoostingClassifier | Pipeline) -> str:
    return "logisticregression__sample_weight" if isinstance(estimator, Pipeline) else "sample_weight"
