"""Balances over time, walked back and forth from what is held on the day of the first delivery.

Deposits follow a trend, the season (money comes home for Spring Festival) and chance; loans are paid back. A few branches
borrow deposits for the last days of a month (`Spikes`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa

from etl.world import columns
from etl.world.accounts_book import CODES, DEPOSIT, GROUP_OF, LOAN, Book
from etl.world.dice import dice
from etl.world.identity import customer_ids
from etl.world.season import EPOCH

CLASSES = ("normal", "attention", "substandard", "doubtful", "loss")
CLASS_FROM = (30, 90, 180, 360)  # days past due above which the class is the next worse
UNEVEN = {"demand": 0.22, "time_deposit": 0.05, "large_cd": 0.03}
HOMECOMING = np.array([0.05, 0.04, 0.02, 0.38, 0.10, 0.02, 0.03, 0.02, 0.10])  # by customer group
SPIKE_SHARE = 0.012  # of branches


@dataclass(frozen=True)
class Spikes:
    """Branches (index) that borrow deposits at month ends: in which months, and which accounts go along."""

    branches: np.ndarray
    accounts: np.ndarray
    seed: int

    def borrowed(self, branch: np.ndarray, rows: np.ndarray, day: date) -> np.ndarray:
        """What the accounts ``rows`` have too much on a month end, as a part of what is theirs."""
        strength = dice(self.seed, "spike", day.year * 12 + day.month).uniform(0.7, 1.5, len(self.branches))
        is_on = dice(self.seed, "spike months", day.year * 12 + day.month).random(len(self.branches)) < 0.6
        of_branch = np.zeros(int(branch.max(initial=0)) + 1 + int(self.branches.max(initial=0)))
        of_branch[self.branches] = strength * is_on
        return of_branch[branch] * self.accounts[rows]


class Balances:
    """Balances of the deposits and loans of a book; ``anchor`` is the day on which they are those held."""

    def __init__(self, seed: int, book: Book, branch_of_seat: np.ndarray, anchor: date) -> None:
        self.seed, self.anchor = seed, anchor
        self.anchored = len(book.of_group(DEPOSIT)) + len(book.of_group(LOAN))
        later = book.anchored + np.flatnonzero(np.isin(GROUP_OF[book.product[book.anchored :]], (DEPOSIT, LOAN)))
        rows = np.concatenate([np.sort(np.concatenate([book.of_group(DEPOSIT), book.of_group(LOAN)])), later])
        self.customer, self.product, self.held = book.customer[rows], book.product[rows], book.balance[rows]
        self.opened, self.closed = book.opened[rows], book.closed[rows]
        self.overdue, self.growth = book.overdue[rows].astype(np.int64), book.growth[self.customer]
        self.branch = branch_of_seat[book.seat[self.customer]]
        self.home = HOMECOMING[book.group[self.customer]]
        self.is_loan = np.isin(self.product, [CODES.index(c) for c in CODES if c not in UNEVEN])
        self.uneven = np.array([UNEVEN.get(code, 0.04) for code in CODES])[self.product]

    @cached_property
    def spikes(self) -> Spikes:
        """Who is planted to borrow deposits at month ends."""
        rng = dice(self.seed, "spikes")
        number = int(self.branch.max()) + 1
        chosen = rng.choice(number, max(1, int(number * SPIKE_SHARE)), replace=False)
        goes_along = (self.product == CODES.index("demand")) & (rng.random(len(self.product)) < 0.7)
        return Spikes(np.sort(chosen), goes_along & np.isin(self.branch, chosen), self.seed)

    def table(self, day: date, begin: int, end: int) -> pa.Table:
        """The accounts ``begin`` to ``end`` that were open on the day, as the feed wants them."""
        rows = np.arange(begin, min(end, len(self.customer)))
        rows = rows[(self.opened[rows] <= _number(day)) & (self.closed[rows] > _number(day))]
        average, at_end = self._amounts(day, rows)
        late = self._late(day, rows)
        bad = np.searchsorted(CLASS_FROM, late, side="left")
        return pa.table({
            "customer_id": customer_ids(self.customer[rows]),
            "product_code": columns.coded(CODES, self.product[rows]),
            "balance_date": columns.days(np.full(len(rows), _number(day))),
            "balance_avg": columns.numbers(average, places=2),
            "balance_eop": columns.numbers(at_end, places=2),
            "days_past_due": columns.numbers(late),
            "loan_class": columns.coded(CLASSES, bad, ~self.is_loan[rows]),
        })  # fmt: skip

    def _amounts(self, day: date, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(mean of the month up to the day, balance of the day)."""
        before = day.replace(day=1) - timedelta(days=1)
        start = np.where(self.opened[rows] <= _number(before), self._level(before, rows), 0)
        at_end = self._level(day, rows)
        weight = self._drawn("course", day.year * 12 + day.month)[rows] * 0.4 + 0.3
        average = start * weight + at_end * (1 - weight)
        if is_month_end(day) and day != self.anchor:
            more = at_end * self.spikes.borrowed(self.branch[rows], rows, day)
            average, at_end = average + more * 2 / day.day, at_end + more
        return average, at_end

    def _level(self, day: date, rows: np.ndarray) -> np.ndarray:
        """What was on the account by itself, without borrowed deposits."""
        years = (day - self.anchor).days / 365
        rest = self._noise(day)[rows] - self._noise(self.anchor)[rows]
        tide = self.home[rows] * (_tide(day) - _tide(self.anchor))
        grown = np.exp(self._trend[rows] * years + tide + self.uneven[rows] * rest)
        owed = np.clip(1 - self._paid[rows] * years, 0, 4) * np.exp(self.uneven[rows] * rest)
        return self.held[rows] * np.where(self.is_loan[rows], owed, grown)

    @cached_property
    def _trend(self) -> np.ndarray:
        nature = dice(self.seed, "branch trend").normal(0, 0.05, int(self.branch.max()) + 1)
        own = dice(self.seed, "trend").normal(0.08, 0.08, len(self.customer))
        return own + 0.2 * np.tanh(self.growth) + nature[self.branch]

    @cached_property
    def _paid(self) -> np.ndarray:
        """Part of the loan that is paid back in a year; below zero where it is drawn on."""
        nature = dice(self.seed, "branch lending").normal(0, 0.06, int(self.branch.max()) + 1)
        return dice(self.seed, "paid").normal(-0.06, 0.2, len(self.customer)) + nature[self.branch]

    def _noise(self, day: date) -> np.ndarray:
        """Between the numbers drawn for the month ends before and after the day."""
        month, done = day.year * 12 + day.month, day.day / _days_in(day)
        return (1 - done) * self._drawn("noise", month - 1) + done * self._drawn("noise", month)

    @lru_cache(maxsize=12)  # noqa: B019  (a writer keeps one for its life)
    def _drawn(self, what: str, month: int) -> np.ndarray:
        rng = dice(self.seed, what, month)
        size = len(self.customer)
        return rng.standard_normal(size, np.float32) if what == "noise" else rng.random(size, np.float32)

    def _late(self, day: date, rows: np.ndarray) -> np.ndarray:
        """Days past due: those late on the anchor go back to when they were not; some others were late for a time."""
        since = (day - self.anchor).days
        begun, length, cured = self._spell
        now = np.where(self.overdue[rows] > 0, self.overdue[rows] + since, since - begun[rows])
        ended = np.where(self.overdue[rows] > 0, since > cured[rows], now > length[rows])
        return np.where(self.is_loan[rows] & (now > 0) & ~ended, np.minimum(now, 20_000), 0)

    @cached_property
    def _spell(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """When another was late (days from the anchor, never on it) and for how long; when those late now have paid."""
        rng, size = dice(self.seed, "late"), self.anchored
        length = np.maximum(rng.gamma(1.2, 40, size) * np.where(rng.random(size) < 0.25, 6, 1), 3).astype(np.int64)
        before = -length - 1 - rng.integers(0, 380, size)
        begun = np.where(rng.random(size) < 0.5, before, rng.integers(1, 400, size))
        begun = np.where(rng.random(size) < 0.09, begun, 100_000)
        later = len(self.customer) - size  # opened after the anchor: in time so far
        return (
            np.r_[begun, [100_000] * later],
            np.r_[length, [0] * later],
            np.r_[rng.integers(20, 500, size), [0] * later],
        )


def is_month_end(day: date) -> bool:
    """Whether it is the last day of a month."""
    return (day + timedelta(days=1)).day == 1


def _tide(day: date) -> float:
    """0 to 1: how much of the money earned away is home (round Spring Festival)."""
    nearest = min(abs((day - date(year, 2, 8)).days) for year in (day.year - 1, day.year, day.year + 1))
    return float(np.exp(-((nearest / 32.0) ** 2)))


def _days_in(day: date) -> int:
    return ((day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).day


def _number(day: date) -> int:
    return (day - EPOCH).days
