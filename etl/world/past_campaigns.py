"""Campaigns of earlier months, each with a control group drawn at random: who was addressed, and by how much it moved them.

One a month, for one product. How strongly a customer is moved differs, and some are put off; that is hidden truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from scipy.special import expit

from etl.world import appetite
from etl.world.customers import Customers
from etl.world.dice import dice
from etl.world.households import GROUPS

FIRST = date(2025, 9, 1)
PLAN = ("mobile_bank", "time_deposit", "e_loan", "insurance", "merchant_qr", "wealth", "quick_pay", "utility_pay")
NAMES = {
    "mobile_bank": ("手机银行推广", "Mobile banking drive"), "time_deposit": ("定期存款开门红", "Time deposit season"),
    "e_loan": ("信用e贷推荐", "E-loan offer"), "insurance": ("惠农保险", "Insurance for farmers"),
    "merchant_qr": ("收款码进商户", "QR codes for shops"), "wealth": ("稳健理财推荐", "Prudent wealth offer"),
    "quick_pay": ("快捷支付绑卡", "Quick payment sign-up"), "utility_pay": ("生活缴费代扣", "Utility bills by debit"),
}  # fmt: skip
SHARE = 0.05  # of those who could take the product
CONTROL = 0.2


@dataclass(frozen=True)
class Members:
    """A campaign's members within a block. ``chance``: with the campaign as it was; ``alone`` and ``addressed``: without, with."""

    month: date
    row: np.ndarray
    product: int
    group: np.ndarray
    is_control: np.ndarray
    chance: np.ndarray
    alone: np.ndarray
    addressed: np.ndarray


def product_of(month: date) -> str | None:
    """What the campaign of the month is for; None before there were any."""
    count = (month.year - FIRST.year) * 12 + month.month - FIRST.month
    return PLAN[count % len(PLAN)] if count >= 0 else None


def campaign_id(month: date) -> str:
    """``P2510``."""
    return f"P{month:%y%m}"


def last_day(month: date) -> date:
    """The last day of the month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def drawn(seed: int, of: Customers, month: date, odds: np.ndarray, use: np.ndarray) -> Members | None:
    """Members of the month's campaign: any who could take the product, by chance; of each group the same part control."""
    code = product_of(month)
    if code is None:
        return None
    rng, product = dice(seed, "past campaign", of.first, month.toordinal()), appetite.TAKEN.index(code)
    could = (odds[:, product] > -9) & ~of.is_opted_out & (of.age < 75)
    row = np.flatnonzero(could & (rng.random(len(could)) < SHARE))
    order = np.lexsort((rng.random(len(row)), of.group[row]))
    is_control = np.zeros(len(row), bool)
    is_control[order[:: round(1 / CONTROL)]] = True
    alone = expit(odds[row, product])
    addressed = expit(odds[row, product] + _moved(of, row, use))
    return Members(
        month, row, product, of.group[row], is_control, np.where(is_control, alone, addressed), alone, addressed
    )


def nobody() -> Members:
    """No members."""
    none = np.zeros(0)
    return Members(FIRST, none.astype(np.int64), 0, none.astype(np.int8), none.astype(bool), none, none, none)


def _moved(of: Customers, row: np.ndarray, use: np.ndarray) -> np.ndarray:
    """Log-odds a campaign adds: much for the young and those at home in the channels, less for the old, who may be put off."""
    age = of.age[row]
    away = np.isin(of.group[row], [GROUPS.index("migrant"), GROUPS.index("senior")])
    return 0.35 + 0.5 * np.tanh(use[row]) + 0.9 * np.exp(-(((age - 32) / 12) ** 2)) - 0.6 * away
