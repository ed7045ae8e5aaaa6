"""Incidents of conduct, and corrections of balances: some of these come after the month they correct was closed."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from etl.world import columns
from etl.world.accounts_balances import Balances
from etl.world.accounts_book import CODES
from etl.world.dice import dice, pick
from etl.world.identity import customer_ids, staff_ids
from etl.world.province import Province
from etl.world.season import EPOCH

KINDS = ("case_prevention", "complaint", "audit_finding", "service_breach")
KIND_CHANCES = np.array([[0.10, 0.42, 0.23, 0.25]])
POINTS = np.array([3.0, 1.0, 1.5, 0.5])
NOTES = ("反洗钱核查不到位", "客户投诉排队时间长", "信贷档案资料不全", "服务礼仪不规范")
PER_STAFF = 0.012  # a month
REASONS = ("补记账", "错账冲正", "利息调整")
LATEST = 45  # days until something is recorded


def conduct_of(province: Province, month: date) -> tuple[pa.Table, np.ndarray]:
    """The month's incidents as the feed wants them, and the second at which each was recorded."""
    rng, seats = dice(province.seed, "conduct", month.toordinal()), province.staffing.seats
    count = rng.poisson(PER_STAFF * len(seats.post))
    seat = rng.integers(0, len(seats.post), count)
    at = (month - EPOCH).days * 86_400 + (rng.random(count) * _length(month) * 86_400).astype(np.int64)
    kind = pick(rng, KIND_CHANCES, np.zeros(count, np.int8))
    staff = np.array([province.staffing.holders(int(t // 86_400))[s] for t, s in zip(at, seat, strict=True)], np.int64)
    recorded = at + rng.integers(3600, 12 * 86_400, count)
    table = pa.table({
        "incident_id": _ids("I", month, count),
        "staff_id": staff_ids(staff),
        "branch_id": pa.array(province.branches.branch_id[seats.branch[seat]]),
        "kind": columns.coded(KINDS, kind),
        "points": columns.numbers(POINTS[kind] * rng.integers(1, 4, count), places=2),
        "happened_at": columns.seconds(at),
        "recorded_at": columns.seconds(recorded),
        "note": columns.coded(NOTES, kind),
    })  # fmt: skip
    return table, recorded


def corrections_of(balances: Balances, month: date, rate: float) -> tuple[pa.Table, np.ndarray]:
    """Corrections of the month end's balances, ``rate`` of an account, and the second at which each was recorded."""
    rng, end = dice(balances.seed, "corrections", month.toordinal()), month + timedelta(days=_length(month) - 1)
    rows = rng.integers(0, balances.anchored, rng.poisson(rate * balances.anchored))
    is_open = (balances.opened[rows] < (month - EPOCH).days) & (balances.closed[rows] > (end - EPOCH).days)
    rows = np.unique(rows[is_open])
    amount = np.round(balances.held[rows] * rng.uniform(-0.3, 0.4, len(rows)), 2)
    recorded = ((end - EPOCH).days + rng.integers(1, LATEST, len(rows))) * 86_400 + 9 * 3600
    table = pa.table({
        "correction_id": _ids("K", month, len(rows)),
        "customer_id": customer_ids(balances.customer[rows]),
        "product_code": columns.coded(CODES, balances.product[rows]),
        "balance_date": columns.days(np.full(len(rows), (end - EPOCH).days)),
        "field": columns.coded(("balance_avg", "balance_eop"), rng.integers(0, 2, len(rows))),
        "amount": columns.numbers(amount, places=2),
        "recorded_at": columns.seconds(recorded),
        "reason": columns.coded(REASONS, rng.integers(0, 3, len(rows))),
    })  # fmt: skip
    return table, recorded


def _ids(letter: str, month: date, count: int) -> pa.Array:
    code = columns.digits(np.full(count, month.year % 100 * 100 + month.month), 4)
    return columns.text(count, letter, code, columns.digits(np.arange(1, count + 1), 6))


def _length(month: date) -> int:
    return ((month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).day
