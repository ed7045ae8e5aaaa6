"""What is sold, lent and paid back, month by month, with its reversals; the month depends on the seed and itself alone."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pyarrow as pa

from etl.world import columns
from etl.world.accounts_book import CODES, LOAN, Book
from etl.world.dice import dice, pick
from etl.world.identity import customer_ids, staff_ids
from etl.world.province import Province
from etl.world.season import EPOCH, activity
from etl.world.staffing import HEAD, LOBBY, TELLER

# Sales: product, part of all, yuan of one (median), fee as a part of the amount, fee of each.
SALES = (
    ("insurance", 0.13, 1_800.0, 0.09, 0.0),
    ("wealth", 0.07, 42_000.0, 0.004, 0.0),
    ("social_card", 0.17, 0.0, 0.0, 3.0),
    ("bill_agency", 0.06, 0.0, 0.0, 12.0),
    ("mobile_bank", 0.24, 0.0, 0.0, 0.0),
    ("merchant_qr", 0.07, 0.0, 0.0, 6.0),
    ("quick_pay", 0.18, 0.0, 0.0, 0.0),
    ("utility_pay", 0.08, 0.0, 0.0, 1.0),
)
KINDS = ("line_granted", "drawdown", "repayment", "recovered", "written_off")
KIND_PARTS = np.array([[0.24, 0.34, 0.39, 0.022, 0.008]])
SOLD, LENT = 0.11, 0.045  # a month, per customer
REVERSED = 0.012
SELLERS = np.array([[0.55, 0.33, 0.08, 0.04]])  # manager, teller, lobby, head
LENDERS = np.array([[0.86, 0.0, 0.0, 0.14]])
LONGEST = 40  # days until a reversal


@dataclass(frozen=True)
class Events:
    """A row per event in the order they are numbered. ``reversal_of``: the row taken back, -1 for none."""

    at: np.ndarray
    customer: np.ndarray
    what: np.ndarray
    kind: np.ndarray
    staff: np.ndarray
    amount: np.ndarray
    fee: np.ndarray
    is_first: np.ndarray
    reversal_of: np.ndarray

    def only(self, rows: np.ndarray) -> Events:
        """The rows of an index."""
        return Events(*(getattr(self, item.name)[rows] for item in fields(self)))


class Desk:
    """Plays the months of a province."""

    def __init__(self, province: Province, book: Book) -> None:
        self.province, self.book = province, book
        crew = province.staffing
        self.branch = crew.seats.branch[: province.managers][book.seat]  # of each customer
        self.lively = np.clip(province.effort.diligence[self.branch] * dice(province.seed, "sales").lognormal(
            0, 0.25, int(crew.seats.branch.max()) + 1)[self.branch], 0, 3) / 3  # fmt: skip
        self._seats = {post: _by_branch(crew.seats.branch, crew.seats.post == post) for post in (TELLER, LOBBY, HEAD)}

    @lru_cache(maxsize=4)  # noqa: B019  (a writer keeps one for its life)
    def sales(self, month: date) -> Events:
        """The sales of the month of this first day, with their reversals to come."""
        rng = dice(self.province.seed, "sales", month.toordinal())
        customer = self._customers(rng, SOLD, np.arange(len(self.book.group)))
        what = pick(rng, np.array([[item[1] for item in SALES]]), np.zeros(len(customer), np.int8))
        size, part, each = (np.array([item[n] for item in SALES])[what] for n in (2, 3, 4))
        amount = np.round(size * rng.lognormal(0, 0.7, len(what)), 2)
        return self._events(rng, month, customer, what, what * 0, amount, np.round(amount * part + each, 2), SELLERS)

    @lru_cache(maxsize=4)  # noqa: B019
    def lending(self, month: date) -> Events:
        """What was granted, drawn, paid back, recovered and written off in the month."""
        rng = dice(self.province.seed, "lending", month.toordinal())
        loans = self.book.of_group(LOAN)
        account = self._customers(rng, LENT * len(self.book.group) / len(loans), loans, self.book.customer)
        kind = pick(rng, KIND_PARTS, np.zeros(len(account), np.int8))
        part = np.array([1.0, 0.55, 0.22, 0.4, 0.8])[kind] * rng.lognormal(-0.1, 0.4, len(kind))
        amount = np.maximum(np.round(self.book.balance[account] * part, -2), 500.0)
        of = self.book.customer[account]
        return self._events(rng, month, of, self.book.product[account], kind, amount, amount * 0, LENDERS)

    def _customers(
        self, rng: np.random.Generator, rate: float, of: np.ndarray, owner: np.ndarray | None = None
    ) -> np.ndarray:
        """So many of ``of`` a month, more where the branch is lively."""
        drawn = of[rng.integers(0, len(of), rng.poisson(rate * len(of) * 2.6))]
        customers = drawn if owner is None else owner[drawn]
        return drawn[rng.random(len(drawn)) < self.lively[customers]]

    def _events(
        self, rng: np.random.Generator, month: date, customer: np.ndarray, what: np.ndarray, kind: np.ndarray,
        amount: np.ndarray, fee: np.ndarray, hands: np.ndarray,
    ) -> Events:  # fmt: skip
        days = [month + timedelta(days=n) for n in range(_length(month))]
        chance = np.array([[activity(day) + 0.02 for day in days]])
        day = pick(rng, chance / chance.sum(), np.zeros(len(customer), np.int8)).astype(np.int64)
        second = (9 * 3600 + rng.random(len(customer)) * 8.4 * 3600).astype(np.int64)
        at = ((month - EPOCH).days + day) * 86_400 + second
        order = np.argsort(at, kind="stable")
        staff = self._staff(rng, customer, (month - EPOCH).days + day, hands)
        is_first = (kind == KINDS.index("drawdown")) & (rng.random(len(kind)) < 0.13)
        good = Events(at, customer, what, kind, staff, amount, fee, is_first, np.full(len(at), -1)).only(order)
        return _with_reversals(rng, good)

    def _staff(self, rng: np.random.Generator, customer: np.ndarray, day: np.ndarray, hands: np.ndarray) -> np.ndarray:
        """Who did it: the manager of the customer, or somebody else at the branch."""
        who = pick(rng, hands, np.zeros(len(customer), np.int8))
        place = rng.random(len(customer))
        seat = self.book.seat[customer].astype(np.int64)
        for number, post in ((1, TELLER), (2, LOBBY), (3, HEAD)):
            order, first, count = self._seats[post]
            at = self.branch[customer]
            chosen = (who == number) & (count[at] > 0)
            row = first[at] + (place * count[at]).astype(np.int64)
            seat[chosen] = order[row[chosen]]
        staff = np.zeros(len(customer), np.int64)
        for one in np.unique(day):
            rows = day == one
            staff[rows] = self.province.staffing.holders(int(one))[seat[rows]]
        return staff


def sale_table(part: Events, rows: np.ndarray, month: date) -> pa.Table:
    """These rows of a month as the feed wants them."""
    return pa.table({
        "sale_id": _ids("S", month, rows),
        "customer_id": customer_ids(part.customer[rows]),
        "product_code": columns.coded([item[0] for item in SALES], part.what[rows]),
        "staff_id": staff_ids(part.staff[rows]),
        "sold_at": columns.seconds(part.at[rows]),
        "amount": columns.numbers(part.amount[rows], places=2),
        "fee_income": columns.numbers(part.fee[rows], places=2),
        "reversal_of": _ids("S", month, part.reversal_of[rows]),
    })  # fmt: skip


def lending_table(part: Events, rows: np.ndarray, month: date) -> pa.Table:
    """These rows of a month as the feed wants them."""
    return pa.table({
        "lending_id": _ids("L", month, rows),
        "customer_id": customer_ids(part.customer[rows]),
        "product_code": columns.coded(CODES, part.what[rows]),
        "kind": columns.coded(KINDS, part.kind[rows]),
        "staff_id": staff_ids(part.staff[rows]),
        "happened_at": columns.seconds(part.at[rows]),
        "amount": columns.numbers(part.amount[rows], places=2),
        "is_first_loan": columns.numbers(part.is_first[rows]),
        "reversal_of": _ids("L", month, part.reversal_of[rows]),
    })  # fmt: skip


def _with_reversals(rng: np.random.Generator, good: Events) -> Events:
    """The events, and after them those that take some back, days later."""
    rows = np.flatnonzero(rng.random(len(good.at)) < REVERSED)
    back = good.only(rows)
    at = back.at + rng.integers(1, LONGEST + 1, len(rows)) * 86_400
    taken = Events(at, back.customer, back.what, back.kind, back.staff, -back.amount, -back.fee, back.is_first, rows)
    pairs = ((getattr(good, item.name), getattr(taken, item.name)) for item in fields(Events))
    return Events(*(np.concatenate(pair) for pair in pairs))


def _by_branch(branch: np.ndarray, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Seats in the order of branches, each branch's first place in it, and how many it has."""
    seats = np.flatnonzero(chosen)
    order = seats[np.argsort(branch[seats], kind="stable")]
    count = np.bincount(branch[seats], minlength=int(branch.max()) + 1)
    return order, np.cumsum(count) - count, count


def _ids(letter: str, month: date, number: np.ndarray) -> pa.Array:
    code = columns.digits(np.full(len(number), month.year % 100 * 100 + month.month), 4)
    return columns.text(len(number), letter, code, columns.digits(np.maximum(number, 0) + 1, 7), missing=number < 0)


def _length(month: date) -> int:
    return ((month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).day
