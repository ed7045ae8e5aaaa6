"""How a model is fitted: the learner's kind and its settings."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Recipe(BaseModel):
    """``additive``: boosted trees that look at one feature each, so that a forecast is a sum of parts; ``trees``: boosted
    trees that may combine features; ``logistic``: a logistic regression. ``window``: rows learned from, the latest; 0 is all.
    ``half_life``: rows after which one counts half; 0 is never. ``rates``: how often it happened of late is a feature too.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: Literal["additive", "trees", "logistic"] = "additive"
    rounds: int = 120
    rate: float = 0.1
    leaves: int = 5
    least: int = 40
    ridge: float = 5.0
    window: int = 0
    half_life: int = 0
    rates: bool = False
