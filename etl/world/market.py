"""Customers take products and give them up, month by month, from a day on which it was settled what they held.

What the feeds say of holdings, openings, closings and older campaigns is read from here, so it hangs together. A month depends
on the seed and the months before it alone, however far the world is played.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
from scipy.special import expit

from etl.world import appetite, columns, past_campaigns, wishes
from etl.world.customers import Customers
from etl.world.dice import dice
from etl.world.holdings import PRODUCT_GROUPS, PRODUCTS, SETTLED, drawn_balances, hold, natures
from etl.world.identity import customer_ids
from etl.world.life import Lives
from etl.world.season import EPOCH

NEVER = np.iinfo(np.int32).max
CHANNELS = ("branch", "manager", "app", "merchant_desk")
# Through which channel a product is opened, by product group (deposit, loan, online, intermediary).
CHANNEL_CHANCES = np.array(
    [[0.72, 0.18, 0.10, 0.0], [0.22, 0.60, 0.18, 0.0], [0.25, 0.30, 0.35, 0.10], [0.45, 0.38, 0.17, 0.0]]
)
TAKEN = np.array([appetite.CODES.index(code) for code in appetite.TAKEN])  # places in PRODUCTS
DAYS = 30  # from a month's first day: what happens in a month happens in these


@dataclass(frozen=True)
class Spells:
    """A row per time a product was held: customer's row in the block, product, days since 1970 (``end`` exclusive)."""

    row: np.ndarray
    product: np.ndarray
    balance: np.ndarray
    start: np.ndarray
    end: np.ndarray
    overdue: np.ndarray

    def only(self, rows: np.ndarray) -> Spells:
        """The rows of an index."""
        return Spells(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


@dataclass
class Played:
    """What came of it. ``chance``: month → true probabilities (customers, TASTES), of the months asked for."""

    spells: Spells
    members: list[past_campaigns.Members] = field(default_factory=list)
    chance: dict[date, np.ndarray] = field(default_factory=dict)


def holding_table(of: Customers, spells: Spells, day: date) -> pa.Table:
    """What the block's customers hold at the end of the day as the feed wants it, in the order of customers and products."""
    today = (day - EPOCH).days
    rows = np.flatnonzero((spells.start <= today) & (spells.end > today))
    held = spells.only(rows[np.lexsort((spells.product[rows], spells.row[rows]))])
    groups = [PRODUCT_GROUPS.index(item.group) for item in PRODUCTS]
    return pa.table({
        "customer_id": customer_ids(held.row + of.first),
        "product_code": columns.coded([item.code for item in PRODUCTS], held.product),
        "product_group": columns.coded(PRODUCT_GROUPS, np.array(groups)[held.product]),
        "balance": columns.numbers(held.balance),
        "opened_date": columns.days(held.start),
        "days_past_due": columns.numbers(held.overdue),
    })  # fmt: skip


def play(seed: int, of: Customers, customers: int, until: date, watched: Container[date] = ()) -> Played:
    """The block's holdings from the settled day to the end of ``until``'s month. ``customers``: of the whole province."""
    return _Table(seed, of, customers).play(until, watched)


class _Table:
    """A block of customers and what they hold as months go by."""

    def __init__(self, seed: int, of: Customers, customers: int) -> None:
        self.seed, self.of, self.customers = seed, of, customers
        self.nature = natures(seed, of)
        self.settled = hold(seed, of, self.nature)
        shape = (len(of.group), len(PRODUCTS))
        self.start, self.end = np.full(shape, NEVER, np.int32), np.full(shape, NEVER, np.int32)
        self.start[self.settled.row, self.settled.product] = self.settled.start
        self.takes, self.leaves = appetite.takes(of, self.nature), appetite.leaves(of, self.nature)
        self.next, self.after = appetite.next_table(), appetite.after_table()
        self.lives = Lives(seed, of)
        self.opened: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        self.late = np.zeros(shape[0], bool)
        self.late[self.settled.row[self.settled.overdue > 0]] = True

    def play(self, until: date, watched: Container[date]) -> Played:
        played = Played(Spells(*(np.empty(0),) * 6))
        month = date(SETTLED.year, SETTLED.month + 1, 1)
        while month <= until.replace(day=1):
            self._month(month, played, month in watched)
            month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        played.spells = self._spells()
        return played

    def _month(self, month: date, played: Played, is_watched: bool) -> None:
        rng = dice(self.seed, "market", self.of.first, month.toordinal())
        was_held, lives = self.start < NEVER, self.lives_before(month)
        odds = self._odds(month, was_held, lives)
        members = past_campaigns.drawn(self.seed, self.of, month, odds, self.nature.use)
        if members is not None:
            played.members.append(members)
        chance = expit(odds)
        if is_watched:
            played.chance[month] = chance.copy()
        if members is not None:
            chance[members.row, members.product] = members.chance
        row, taken = np.nonzero(rng.random(chance.shape, np.float32) < chance)
        day = (month - EPOCH).days + rng.integers(0, DAYS, len(row))
        self._close(rng, month, lives)
        self.start[row, TAKEN[taken]] = day
        self.opened.append((row, TAKEN[taken], drawn_balances(rng, self.of, row, TAKEN[taken], self.nature.savings)))

    def _odds(self, month: date, was_held: np.ndarray, lives: np.ndarray) -> np.ndarray:
        """Log-odds of taking each product in the month; what is or was held is not taken again."""
        holds = was_held & (self.end == NEVER)
        odds = self.takes + appetite.season(month.month) + holds.astype(np.float32) @ self.next
        found = np.flatnonzero(lives.any(axis=1))
        odds[found] += lives[found] @ self.after
        for one in wishes.months_back(month, 2):
            customer, product, _ = wishes.begun(self.seed, self.customers, len(appetite.TAKEN), one)
            begin, end = np.searchsorted(customer, (self.of.first, self.of.first + len(holds)))
            odds[customer[begin:end] - self.of.first, product[begin:end]] += appetite.WISHED
        loans = np.flatnonzero([PRODUCTS[place].group == "loan" for place in TAKEN])
        odds[np.ix_(self.late, loans)] -= 4
        odds[was_held[:, TAKEN]] = -30
        return odds

    def _close(self, rng: np.random.Generator, month: date, lives: np.ndarray) -> None:
        row, product = np.nonzero((self.start < NEVER) & (self.end == NEVER))
        went = [appetite.EVENTS.index(code) for code in appetite.AWAY]
        away: np.ndarray = np.asarray(lives[:, went].any(axis=1))
        odds = self.leaves[row, product] + appetite.AWAY_ADDS * away[row]
        gone = np.flatnonzero(rng.random(len(row), np.float32) < expit(odds))
        self.end[row[gone], product[gone]] = (month - EPOCH).days + rng.integers(0, DAYS, len(gone))

    def lives_before(self, month: date) -> np.ndarray:
        """Which events happened to each customer in the three months before, shape (customers, events), float32."""
        seen = np.zeros((len(self.of.group), len(appetite.EVENTS)), np.float32)
        for one in wishes.months_back(month, 3):
            events = self.lives.month(one)
            seen[events.row, events.kind] = 1
        return seen

    def _spells(self) -> Spells:
        held = self.settled
        parts = [(held.row, held.product, held.balance), *self.opened]
        row, product, balance = (np.concatenate(column) for column in zip(*parts, strict=True))
        overdue = np.zeros(len(row), held.overdue.dtype)
        overdue[: len(held.row)] = held.overdue
        return Spells(row, product, balance, self.start[row, product], self.end[row, product], overdue)
