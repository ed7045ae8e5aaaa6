"""How likely customers take a product, or give it up, in a month: log-odds from who they are, what they hold, and the season.

Hidden truth of the demo. A row of ``TASTES`` per product that can be taken; numbers are log-odds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.world.customers import Customers
from etl.world.holdings import PRODUCTS, Nature
from etl.world.life import CODES as EVENTS

CODES = tuple(product.code for product in PRODUCTS)


@dataclass(frozen=True)
class Taste:
    """``ages``: near 30, 42 and 58; ``income``: rising, and what riches add; ``savings``: rising, and what much adds;
    ``use`` of channels; ``growth`` of balances; ``groups``: by customer group; ``span``: ages at which it can be had."""

    code: str
    base: float
    ages: tuple[float, float, float]
    income: tuple[float, float]
    education: float
    bond: float
    savings: tuple[float, float]
    use: float
    growth: float
    groups: tuple[float, ...]
    span: tuple[float, float] = (16, 100)


WORKING = (18, 66)
TASTES = (
    Taste("time_deposit", -5.2, (-0.2, 0.2, 1.1), (0.4, 0.2), 0.0, 0.2, (0.32, 0.38), 0.0, 0.32,
          (0.1, 0, 0.1, 0.7, -0.2, 0.3, 0.1, 0.8, -1.5)),
    Taste("large_cd", -8.2, (0.0, 0.3, 1.0), (0.8, 0.9), 0.1, 0.2, (0.45, 0.51), 0.0, 0.36,
          (-0.3, 0.5, 1.0, 0, 0, 0.5, 0.3, 0.8, -2)),
    Taste("farm_credit", -5.0, (0.3, 0.8, 0.2), (0.2, 0.0), 0.0, 0.2, (-0.26, 0.0), 0.0, -0.12,
          (2.2, -0.6, -0.8, 0.2, 1.5, -2.5, -2.2, -1.0, -4), WORKING),
    Taste("e_loan", -5.4, (1.0, 0.6, -0.6), (0.3, 0.0), 0.2, 0.2, (-0.26, 0.0), 0.54, -0.08,
          (0, 0.6, 0.5, 0.4, 0.5, 0.8, 0.6, -2, -1), WORKING),
    Taste("business", -6.2, (0.2, 0.9, 0.2), (0.4, 0.4), 0.0, 0.2, (-0.06, 0.0), 0.14, 0.08,
          (-0.3, 2.2, 2.8, -0.8, 1.6, -2, -1.2, -2.5, -4), WORKING),
    Taste("mortgage", -6.7, (1.3, 0.5, -0.5), (0.5, 0.2), 0.2, 0.2, (0.13, 0.0), 0.07, 0.08,
          (-1.2, 0.3, 0.4, 0.3, 0.3, 1.3, 1.1, -2.5, -3), WORKING),
    Taste("startup", -5.9, (1.2, 0.4, -0.6), (0.1, 0.0), 0.3, 0.2, (-0.13, 0.0), 0.2, 0.0,
          (-0.2, 0.5, 0.4, -0.3, 3.0, -2, -1, -3, -0.5), WORKING),
    Taste("mobile_bank", -4.0, (0.9, 0.5, -0.4), (0.1, 0.0), 0.3, 0.2, (0.0, 0.0), 0.2, 0.04,
          (-0.5, 0.5, 0.6, 0.7, 0.5, 0.8, 0.7, -1.2, 1.2)),
    Taste("merchant_qr", -5.0, (0.4, 0.5, 0.1), (0.1, 0.0), 0.0, 0.2, (0.0, 0.0), 0.2, 0.08,
          (-0.3, 2.9, 2.2, -0.8, 1.1, -1.5, -1.0, -1.6, -2), (18, 75)),
    Taste("quick_pay", -4.5, (1.0, 0.4, -0.5), (0.1, 0.0), 0.2, 0.2, (0.0, 0.0), 0.61, 0.0,
          (-0.4, 0.4, 0.4, 0.7, 0.4, 0.5, 0.6, -1.6, 1.3)),
    Taste("utility_pay", -5.4, (0.2, 0.6, 0.3), (0.2, 0.0), 0.1, 0.2, (0.0, 0.0), 0.54, 0.0,
          (-0.4, 0.4, 0.3, -0.3, 0, 0.7, 0.8, -0.3, -1.5), (18, 100)),
    Taste("insurance", -5.8, (0.5, 0.7, 0.3), (0.4, 0.0), 0.1, 0.2, (0.06, 0.13), 0.07, 0.08,
          (0.5, 0.3, 0.5, 0, 0.4, 0.3, 0.2, 0.1, -1.5), (18, 75)),
    Taste("wealth", -6.4, (0.2, 0.5, 0.6), (0.7, 0.5), 0.4, 0.2, (0.32, 0.45), 0.34, 0.28,
          (-0.6, 0.5, 0.8, -0.3, 0, 1.1, 0.8, 0.3, -1.5), (18, 100)),
    Taste("bill_agency", -5.8, (0.1, 0.5, 0.2), (0.3, 0.2), 0.1, 0.2, (0.06, 0.0), 0.2, 0.08,
          (-0.3, 1.0, 2.2, -0.5, 0.4, 0.1, 0.2, -0.6, -2), (18, 100)),
)  # fmt: skip
TAKEN = tuple(taste.code for taste in TASTES)
# Who holds the first takes the second more (or less) readily.
NEXT = (
    ("mobile_bank", "quick_pay", 1.3), ("mobile_bank", "utility_pay", 0.7), ("mobile_bank", "e_loan", 0.7),
    ("mobile_bank", "wealth", 0.5), ("quick_pay", "mobile_bank", 0.9), ("quick_pay", "utility_pay", 0.5),
    ("merchant_qr", "business", 0.9), ("merchant_qr", "bill_agency", 0.9), ("merchant_qr", "mobile_bank", 0.7),
    ("time_deposit", "large_cd", 0.9), ("time_deposit", "wealth", 0.5), ("time_deposit", "insurance", 0.3),
    ("farm_credit", "insurance", 0.8), ("business", "bill_agency", 1.0), ("business", "merchant_qr", 0.8),
    ("business", "insurance", 0.5), ("mortgage", "insurance", 0.8), ("mortgage", "utility_pay", 0.6),
    ("e_loan", "business", 0.4), ("social_card", "mobile_bank", 0.5), ("social_card", "time_deposit", 0.4),
    ("wealth", "large_cd", 0.6), ("wealth", "time_deposit", -0.3), ("startup", "merchant_qr", 0.9),
    ("startup", "business", 0.6), ("insurance", "wealth", 0.5),
)  # fmt: skip
SEASON = {
    "farm_credit": {2: 0.3, 3: 0.7, 4: 0.7, 5: 0.4}, "time_deposit": {1: 0.6, 2: 0.6, 12: 0.4}, "large_cd": {1: 0.4, 2: 0.3},
    "mobile_bank": {1: 0.2, 2: 0.5}, "merchant_qr": {10: 0.3, 11: 0.3, 12: 0.3}, "e_loan": {8: 0.3, 9: 0.3},
    "insurance": {3: 0.3, 11: 0.2}, "startup": {3: 0.4, 4: 0.3},
}  # fmt: skip
# What an event of the last three months adds.
AFTER = (
    ("wedding", "insurance", 1.0), ("wedding", "mortgage", 1.2), ("wedding", "time_deposit", 0.6),
    ("birth", "insurance", 1.4), ("birth", "time_deposit", 0.4), ("house_purchase", "mortgage", 3.0),
    ("house_purchase", "utility_pay", 1.2), ("house_purchase", "insurance", 0.8), ("business_opened", "business", 2.0),
    ("business_opened", "merchant_qr", 2.0), ("business_opened", "startup", 1.8), ("business_opened", "bill_agency", 1.2),
    ("job_change", "e_loan", 0.9), ("job_change", "quick_pay", 0.5), ("migrant_left", "mobile_bank", 1.6),
    ("migrant_left", "quick_pay", 1.2), ("migrant_returned", "startup", 1.4), ("migrant_returned", "time_deposit", 1.0),
    ("migrant_returned", "farm_credit", 0.8), ("child_to_school", "e_loan", 1.2), ("child_to_school", "mobile_bank", 0.6),
    ("retirement", "time_deposit", 1.5), ("retirement", "wealth", 1.0), ("retirement", "large_cd", 1.0),
    ("crop_sold", "time_deposit", 1.4), ("crop_sold", "insurance", 0.6), ("crop_sold", "wealth", 0.5),
)  # fmt: skip
WISHED = 1.4  # what a wish begun in the last two months adds
# Giving up a product: a month's log-odds, and what being close to the bank, using channels, and going away add.
LEAVING = {
    "demand": -6.0, "time_deposit": -4.7, "large_cd": -4.6, "farm_credit": -4.2, "e_loan": -3.9, "business": -4.3,
    "mortgage": -5.6, "startup": -4.1, "mobile_bank": -5.4, "merchant_qr": -4.9, "quick_pay": -5.2, "utility_pay": -5.1,
    "social_card": -7.0, "insurance": -4.4, "wealth": -3.7, "bill_agency": -4.8,
}  # fmt: skip
LEAVES = {"bond": -0.6, "use": -0.5, "young": 0.5, "rich": 0.5, "growth": -0.7}
AWAY = ("migrant_left", "job_change")
AWAY_ADDS = 1.0


def takes(of: Customers, nature: Nature) -> np.ndarray:
    """Log-odds of each customer and product of ``TASTES`` by who they are, shape (customers, products), float32."""
    income = np.log2(np.maximum(of.income, 2_000) / 40_000)
    traits = np.stack([
        *(np.exp(-(((of.age - centre) / width) ** 2)) for centre, width in ((30, 9), (42, 10), (58, 10))),
        1.5 * np.tanh(income / 1.5), np.maximum(income - 1, 0), of.education - 2.0, nature.bond / 0.7, nature.savings,
        np.maximum(nature.savings, 0), nature.use, np.tanh(nature.growth),
    ], axis=1).astype(np.float32)  # fmt: skip
    weights = np.array([
        (*t.ages, *t.income, t.education, t.bond, *t.savings, t.use, t.growth) for t in TASTES
    ], np.float32)  # fmt: skip
    groups = np.array([t.groups for t in TASTES], np.float32).T
    base = np.array([t.base for t in TASTES], np.float32)
    odds = traits @ weights.T + groups[of.group] + base
    low, high = np.array([t.span for t in TASTES]).T
    odds[(of.age[:, None] < low) | (of.age[:, None] > high)] = -30
    return odds


def leaves(of: Customers, nature: Nature) -> np.ndarray:
    """Log-odds of each customer and product of ``PRODUCTS`` held to give it up, shape (customers, products), float32."""
    income = np.log2(np.maximum(of.income, 2_000) / 40_000)
    own = (
        LEAVES["bond"] * nature.bond / 0.7 + LEAVES["use"] * nature.use + LEAVES["young"] * (of.age < 32)
        + LEAVES["rich"] * (income > 1.2) + LEAVES["growth"] * np.tanh(nature.growth)
    )  # fmt: skip
    return (own[:, None] + np.array([LEAVING[code] for code in CODES])).astype(np.float32)


def next_table() -> np.ndarray:
    """What holding a product adds to taking another, shape (PRODUCTS, TASTES)."""
    table = np.zeros((len(CODES), len(TAKEN)), np.float32)
    for held, taken, adds in NEXT:
        table[CODES.index(held), TAKEN.index(taken)] = adds
    return table


def after_table() -> np.ndarray:
    """What an event adds to taking a product, shape (events, TASTES)."""
    table = np.zeros((len(EVENTS), len(TAKEN)), np.float32)
    for event, taken, adds in AFTER:
        table[EVENTS.index(event), TAKEN.index(taken)] = adds
    return table


def season(month: int) -> np.ndarray:
    """What the month of the year adds, per product of ``TASTES``."""
    return np.array([SEASON.get(code, {}).get(month, 0.0) for code in TAKEN], np.float32)
