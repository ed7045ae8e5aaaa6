"""Advice for somebody about whom a few traits are known: a model on these alone, and honest about what it cannot know.

``low`` and ``high``: between them lie eight in ten of the people who look alike in these traits, once more is known of them.
NumPy alone: answered by a web process in well under 50 ms.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from models.learning import artifact
from models.learning.additive import Additive
from models.learning.problem import problem
from models.products import Catalogue, catalogue

PROBLEM, NAME = "next_product", "newcomer"


@dataclass(frozen=True)
class Advice:
    """One product: the probability of taking it within 30 days, how far it may lie off, what one is worth, and both multiplied."""

    product: str
    probability: float
    low: float
    high: float
    value: float
    expected: float


class Newcomer:
    """A version's model for newcomers, read once."""

    def __init__(self, model: Additive, spread: dict[str, Any]) -> None:
        self.model, self.spread = model, spread

    @classmethod
    def read(cls, folder: Path) -> Newcomer | None:
        """Of the version in use; None before there is one. Raises Unavailable when its files were changed."""
        version = artifact.current(folder, PROBLEM)
        if version is None:
            return None
        return cls(artifact.load(folder, PROBLEM, version, NAME), artifact.card(folder, PROBLEM, version)["newcomer"])

    def advise(self, traits: dict[str, object], known: Catalogue | None = None) -> list[Advice]:
        """Products that fit age and group, best expected value first. ``traits``: customer_group, age, annual_income, education,
        occupation; what is not known is left out."""
        known, of = known or catalogue(), problem(NAME)
        frame = pd.DataFrame([{name: traits.get(name) for name in of.names}])
        chance = self.model.probability(self.model.binning.codes(of.matrix(frame)))[:, 0]
        income, found = float(str(traits.get("annual_income") or 0)), []
        for product, said in zip(self.model.targets, chance, strict=True):
            one = known.products.get(product)
            if one is None or not self._fits(one.eligible.ages, one.eligible.excluded, traits):
                continue
            worth = one.margin * float(np.clip(one.of_income * income, one.least, one.most)) + one.fee
            low, high = (
                float(np.interp(said, self.spread[product]["at"], self.spread[product][side]))
                for side in ("low", "high")
            )
            probability = float(said)
            found.append(
                Advice(product, probability, min(low, probability), max(high, probability), worth, probability * worth)
            )
        return sorted(found, key=lambda advice: -advice.expected)

    def _fits(self, ages: tuple[int, int], excluded: tuple[str, ...], traits: dict[str, object]) -> bool:
        age = traits.get("age")
        return traits.get("customer_group") not in excluded and (age is None or ages[0] <= float(str(age)) <= ages[1])
