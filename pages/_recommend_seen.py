"""What the explorer shows of one choice: how many match, who is left out, the top of the list. Each part asked when drawn."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pandas as pd

from components.recommend_choice import PAGE, TRAITS, Choice
from components.recommend_data import left_out, offered
from data.i18n.numbers import as_number
from data.listing import records
from data.query import ask

QUALITY = ("target", "measure", "part", "value", "low", "high", "rows", "tested_on", "version")


class Seen:
    """One choice of product and customers."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice

    @property
    def where(self) -> dict[str, Any]:
        """The filter of the numbers."""
        return self.choice.where() | {"product_code": self.choice.product}

    @cached_property
    def _by_suppression(self) -> pd.DataFrame:
        """A row per reason why customers are left out, and one for those who are not."""
        names = ["offers", "offers_open", "offers_probability"]
        return ask(names, by=["suppression"], where=self.where).frame

    @cached_property
    def counts(self) -> dict[str, float]:
        """``offers`` without the product, ``offers_open`` of them eligible, ``offers_probability`` of these on average."""
        frame = self._by_suppression
        eligible = frame[frame["offers_open"] > 0]
        probability = as_number(eligible["offers_probability"].iloc[0]) if len(eligible) else 0.0
        return {
            "offers": float(frame["offers"].sum()),
            "offers_open": float(frame["offers_open"].sum()),
            "offers_probability": probability or 0.0,
        }

    @cached_property
    def left_out(self) -> dict[str, int]:
        """Why customers are left out → how many."""
        frame = self._by_suppression
        return {str(code): int(n) for code, n in zip(frame["suppression"], frame["offers"], strict=True) if code}

    def facet(self, word: str) -> dict[str, int]:
        """How many eligible customers each code of a trait has, whatever of it is chosen."""
        name, frame = TRAITS[word], self._free
        if word in self.choice.traits:
            where = self.choice.where(without=word) | {"product_code": self.choice.product}
            frame = ask(["offers_open"], by=[name], where=where).frame
        counted = frame.groupby(name)["offers_open"].sum()
        return {str(code): int(n) for code, n in counted.items() if code and n}

    @cached_property
    def _free(self) -> pd.DataFrame:
        """Eligible customers by all traits nothing is chosen of: asked once for all of them."""
        names = [TRAITS[word] for word in TRAITS if word not in self.choice.traits]
        if not names:
            return pd.DataFrame()
        return ask(["offers_open"], by=names, where=self.where).frame

    @cached_property
    def top(self) -> pd.DataFrame:
        """The list: the best of those who may be offered the product, names masked."""
        return offered(self.choice, self.choice.top)

    @cached_property
    def away(self) -> pd.DataFrame:
        """The page of those left out for the reason chosen."""
        return left_out(self.choice, PAGE, (self.choice.page - 1) * PAGE)

    @property
    def listed(self) -> pd.DataFrame:
        """What is shown: the list, or those left out."""
        return self.away if self.choice.left else self.top

    @property
    def expected(self) -> float:
        """How many of the list are expected to take it within 30 days."""
        return float(self.top["probability"].sum()) if len(self.top) else 0.0

    @property
    def at_random(self) -> float:
        """The same for as many chosen by chance among the eligible."""
        return self.counts["offers_probability"] * len(self.top)

    @cached_property
    def quality(self) -> dict[str, dict[str, Any]]:
        """Of the model in use for the product: measure → its row of the model's own."""
        rows = records("model_quality", {"target": self.choice.product}, columns=QUALITY)
        newest = max((row["tested_on"] for row in rows), default=None)
        return {
            row["measure"]: row for row in rows if row["tested_on"] == newest and row["part"] in (None, "", "model")
        }
