"""The catalogue of products that can be recommended: what one is worth, who may have it, when customers are left in peace."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).parent / "products.yaml"


class Eligible(BaseModel):
    """Ages (both included), groups that cannot have it, products needed, and whether a loan past due forbids it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    ages: tuple[int, int]
    excluded: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    is_timely: bool = False


class Product(BaseModel):
    """A product; value of one in yuan a year: margin × (part of income, within limits) + fee."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    group: str
    margin: float
    of_income: float
    least: float
    most: float
    fee: float
    eligible: Eligible


class Contact(BaseModel):
    """``most`` visits within ``days``: then no more."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    most: int
    days: int


class Catalogue(BaseModel):
    """``capacity``: recommendations a manager is given at once."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    contact: Contact
    capacity: int
    products: dict[str, Product]


@lru_cache
def catalogue() -> Catalogue:
    """As written in ``products.yaml``."""
    return Catalogue(**yaml.safe_load(FILE.read_text("utf-8")))
