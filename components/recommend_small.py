"""Forecasts as figures: rounded in files; what is too small for one is said as less than the smallest, or not at all, and is worth
no campaign by itself."""

from __future__ import annotations

import pandas as pd

from components.recommend_marks import yuan
from data.i18n import _
from data.i18n.numbers import as_number, percent

LEAST_CHANCE = 0.0005  # below it 0.0 % would be shown
LEAST_VALUE = 0.5  # yuan; up to it ¥0 would be shown
DIGITS = {"probability": 4, "low": 4, "high": 4, "value": 0, "expected": 2}


def chance_text(probability: object, decimals: int = 1) -> str:
    """3.2%, or less than 0.1%."""
    number = as_number(probability)
    if number is None:
        return "—"
    return percent(number, decimals) if number >= LEAST_CHANCE else _("below %(p)s", p=percent(0.001))


def value_text(expected: object) -> str:
    """¥46, or nothing."""
    number = as_number(expected)
    return yuan(number) if number is not None and number > LEAST_VALUE else ""


def is_worth_asking(offers: pd.DataFrame) -> pd.Series:
    """Row by row whether an offer has an expected value that can be shown."""
    return (offers["probability"] >= LEAST_CHANCE) & (offers["expected"] > LEAST_VALUE)


def rounded(offers: pd.DataFrame) -> pd.DataFrame:
    """Offers as a file holds them: shares to hundredths of a percent, money to cents."""
    digits = {name: places for name, places in DIGITS.items() if name in offers}
    return offers.astype(dict.fromkeys(digits, "float64")).round(digits)
