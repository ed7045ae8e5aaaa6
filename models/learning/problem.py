"""A learning problem as configured: what is known of a row, what is to be foretold, and how it may be learned.

``models/problems/<name>.yaml``. Everything that differs between problems stands there; the code is the same for all.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml
from pydantic import BaseModel, ConfigDict

from data.errors import NotFound
from models.learning.recipe import Recipe

FOLDER = Path(__file__).parent.parent / "problems"


class Feature(BaseModel):
    """One thing known of a row: a number (null where unknown), or one of ``levels``. ``topic`` names it in reasons."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    levels: tuple[str, ...] = ()
    topic: str = ""
    bins: int = 32


class Rolling(BaseModel):
    """How a problem in time order is judged: rows of the choice and of the test, and how often the model is fitted anew.

    ``choice`` and ``test`` are parts of all rows; nothing of the test is looked at while choosing. ``lags``: numbers of
    rows just before each whose share of hits is a feature of recipes with ``rates``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    every: int
    choice: tuple[float, float]
    test: tuple[float, float]
    lags: tuple[int, ...] = ()
    candidates: dict[str, tuple[Recipe, ...]]


class Problem(BaseModel):
    """``targets``: what is foretold. ``recipe``: how, unless ``rolling`` chooses among candidates."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    features: dict[str, Feature]
    targets: tuple[str, ...]
    positive: str = ""
    dropped: tuple[str, ...] = ()
    recipe: Recipe = Recipe()
    rolling: Rolling | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The features in the order of columns."""
        return tuple(self.features)

    @property
    def is_category(self) -> np.ndarray:
        """Which columns hold codes of levels."""
        return np.array([bool(one.levels) for one in self.features.values()])

    def matrix(self, frame: pd.DataFrame) -> np.ndarray:
        """The frame's features as float32, a column per feature; categories as codes, what is unknown as NaN."""
        columns = [self._column(name, frame[name]) for name in self.names]
        return np.column_stack(columns) if columns else np.empty((len(frame), 0), np.float32)

    def _column(self, name: str, values: pd.Series) -> np.ndarray:
        levels = self.features[name].levels
        if not levels:
            return values.to_numpy(np.float32, na_value=np.nan)
        codes = pd.Categorical(values, categories=levels).codes.astype(np.float32)
        return np.where(codes < 0, np.nan, codes)


@lru_cache
def problem(name: str) -> Problem:
    """The problem of that name. Raises NotFound."""
    path = FOLDER / f"{name}.yaml"
    if not path.exists():
        raise NotFound("No problem %(name)s is configured", name=name)
    return Problem(name=name, **yaml.safe_load(path.read_text("utf-8")))
