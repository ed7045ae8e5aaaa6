"""What customers held on the day it was settled: sixteen products in four groups, likelier where traits call for them.

From then on products are taken and given up (``market``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from etl.world.customers import Customers
from etl.world.dice import dice
from etl.world.season import EPOCH

SETTLED = date(2025, 6, 30)
THRIFT = 0.85
PRODUCT_GROUPS = ("deposit", "loan", "online", "intermediary")


@dataclass(frozen=True)
class Product:
    """A product and how likely it is held: ``base`` is a log-odds, ``groups`` adds to it per customer group.

    Then ``age`` per ten years above forty, ``income`` per doubling above 40,000 yuan, ``education`` per step above
    senior school. ``size``: the balance as a part of yearly income.
    """

    code: str
    group: str
    base: float
    groups: tuple[float, ...]
    age: float = 0.0
    income: float = 0.0
    education: float = 0.0
    size: float = 0.0
    spread: float = 0.9


PRODUCTS = (
    Product("demand", "deposit", 3.0, (0, 0.3, 0.5, 0, 0, 0.6, 0.4, 0, 0.2), size=0.16, spread=1.3),
    Product("time_deposit", "deposit", -1.0, (0.1, 0, 0.1, 0.5, -0.2, 0.3, 0.1, 1.1, -2.0), 0.35, 0.45, size=0.8),
    Product("large_cd", "deposit", -4.6, (0, 0.4, 0.9, 0, 0, 0.5, 0.3, 0.8, -2), 0.25, 0.9, size=3.4, spread=0.4),
    Product("farm_credit", "loan", -1.9, (1.6, -0.6, -0.8, 0.2, 0.8, -2.5, -2.2, -1.6, -4), -0.1, 0.1, size=1.5),
    Product("e_loan", "loan", -1.7, (0, 0.5, 0.4, 0.2, 0.3, 0.7, 0.5, -2.4, -1.5), -0.45, 0.2, 0.2, size=0.6),
    Product("business", "loan", -3.7, (-0.2, 2.1, 3.1, -0.8, 1.4, -2, -1.2, -2.5, -4), -0.1, 0.45, size=1.7),
    Product("mortgage", "loan", -3.3, (-1.2, 0.5, 0.6, 0.1, 0.2, 1.5, 1.2, -2.5, -3), -0.4, 0.6, 0.25, 3.0, 0.5),
    Product("startup", "loan", -4.4, (-0.2, 0.4, 0.4, -0.3, 2.9, -2, -1.2, -3, -0.6), -0.5, 0.1, 0.2, 1.6, 0.5),
    Product("mobile_bank", "online", 0.1, (-0.5, 0.6, 0.8, 0.4, 0.5, 1.0, 0.8, -1.6, 1.3), -0.6, 0.2, 0.3),
    Product("merchant_qr", "online", -3.0, (-0.2, 3.3, 2.2, -0.8, 0.9, -1.5, -1.2, -1.6, -2), -0.15, 0.1),
    Product("quick_pay", "online", -0.6, (-0.4, 0.4, 0.4, 0.5, 0.4, 0.6, 0.6, -1.8, 1.4), -0.65, 0.1, 0.2),
    Product("utility_pay", "online", -2.0, (-0.4, 0.3, 0.2, -0.3, 0, 0.7, 0.8, -0.3, -1.5), 0.0, 0.15, 0.1),
    Product("social_card", "intermediary", -0.3, (0.6, 0, 0, 0.3, 0.2, 0.5, 0.2, 0.9, -0.4), 0.15),
    Product("insurance", "intermediary", -2.7, (0.5, 0.3, 0.5, 0, 0.3, 0.3, 0.2, 0.2, -1.5), 0.05, 0.3),
    Product("wealth", "intermediary", -3.6, (-0.6, 0.5, 0.9, -0.3, 0, 1.2, 0.8, 0.3, -1.5), 0.1, 0.7, 0.3, 1.1, 0.7),
    Product("bill_agency", "intermediary", -3.4, (-0.3, 0.9, 1.9, -0.4, 0.3, 0.1, 0.2, -0.6, -2), 0.0, 0.3),
)


@dataclass(frozen=True)
class Held:
    """A row per customer and product held: ``row`` in the block, ``product`` in PRODUCTS, ``start`` in days since 1970."""

    row: np.ndarray
    product: np.ndarray
    balance: np.ndarray
    start: np.ndarray
    overdue: np.ndarray


@dataclass(frozen=True)
class Nature:
    """What customers are like and nobody records: closeness to the bank, thrift, trend of balances, use of channels."""

    bond: np.ndarray
    savings: np.ndarray
    growth: np.ndarray
    use: np.ndarray


def natures(seed: int, of: Customers) -> Nature:
    """Of the block's customers."""
    rng, count = dice(seed, "natures", of.first), len(of.group)
    bond = dice(seed, "holdings", of.first).normal(0, 0.7, count)
    return Nature(bond, *(rng.standard_normal((3, count), np.float32)))


def hold(seed: int, of: Customers, nature: Nature) -> Held:
    """What the block's customers held on the settled day, in the order of customers."""
    rng = dice(seed, "holdings", of.first)
    score = {
        "age": (of.age - 40) / 10,
        "income": np.log2(np.maximum(of.income, 2_000) / 40_000),
        "education": of.education - 2.0,
        "bond": rng.normal(0, 0.7, len(of.age)),  # how close the customer is to the bank: all products together
    }
    held = np.stack([_holds(rng, product, of, score) for product in PRODUCTS], axis=1)
    row, product = np.nonzero(held)
    balance = drawn_balances(rng, of, row, product, nature.savings)
    overdue = _days_past_due(rng, of, row, product)
    settled = (SETTLED - EPOCH).days
    start = of.opened[row] + (rng.random(len(row)) * (settled - of.opened[row])).astype(np.int64)
    return Held(row, product, balance, start, overdue)


def _holds(rng: np.random.Generator, product: Product, of: Customers, score: dict[str, np.ndarray]) -> np.ndarray:
    odds = product.base + np.array(product.groups)[of.group] + score["bond"]
    odds += product.age * score["age"] + product.income * score["income"] + product.education * score["education"]
    return rng.random(len(odds)) < 1 / (1 + np.exp(-odds))


def drawn_balances(
    rng: np.random.Generator, of: Customers, row: np.ndarray, product: np.ndarray, savings: np.ndarray
) -> np.ndarray:
    """Yuan; 0 for products without a balance. Certificates start at 200,000, loans come in round amounts."""
    size = np.array([item.size for item in PRODUCTS])[product]
    spread = np.array([item.spread for item in PRODUCTS])[product]
    is_deposit = np.array([item.group == "deposit" for item in PRODUCTS])[product]
    part = np.where(is_deposit, THRIFT, 0.0)  # of what spreads amounts: how thrifty the customer is
    raw = size * np.maximum(of.income[row], 4_000) * rng.lognormal(0, spread * np.sqrt(1 - part**2))
    raw *= np.exp(part * spread * savings[row])
    codes = [item.code for item in PRODUCTS]
    raw = np.where(product == codes.index("large_cd"), np.maximum(raw, 200_000), raw)
    is_loan = np.array([item.group == "loan" for item in PRODUCTS])[product]
    owed = np.maximum(np.round(raw, -3), 5_000) * rng.choice([1.0, 0.8, 0.62, 0.35], len(row))
    return np.round(np.where(is_loan, owed, raw), 2)


def _days_past_due(rng: np.random.Generator, of: Customers, row: np.ndarray, product: np.ndarray) -> np.ndarray:
    """Loans alone: 96 in a hundred are in time; low incomes are late more often."""
    is_loan = np.array([item.group == "loan" for item in PRODUCTS])[product]
    chance = np.clip(0.055 - 0.012 * np.log2(np.maximum(of.income[row], 2_000) / 40_000), 0.01, 0.12)
    late = is_loan & (rng.random(len(row)) < chance)
    return np.where(late, 1 + rng.gamma(0.8, 55, len(row)), 0).astype(np.int16)
