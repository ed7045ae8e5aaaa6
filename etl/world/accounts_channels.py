"""Use of online channels: counts of a month up to a day, for customers who hold the product and use it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from etl.world import columns
from etl.world.accounts_book import CODES, Book
from etl.world.dice import dice
from etl.world.identity import customer_ids
from etl.world.season import EPOCH

# What is counted: the product it needs, uses in a whole month (median), who uses it at all, yuan a use (0: none kept).
USES = {
    "mobile_logins": ("mobile_bank", 9.0, 0.78, 0.0),
    "mobile_payments": ("mobile_bank", 6.0, 0.62, 260.0),
    "quick_pay_count": ("quick_pay", 8.0, 0.70, 0.0),
    "merchant_count": ("merchant_qr", 60.0, 0.84, 38.0),
    "utility_count": ("utility_pay", 1.6, 0.85, 0.0),
    "card_count": ("demand", 2.4, 0.55, 310.0),
}
AMOUNTS = {"mobile_payments": "mobile_amount", "merchant_count": "merchant_amount", "card_count": "card_amount"}
ORDER = (
    "mobile_logins", "mobile_payments", "mobile_amount", "quick_pay_count", "merchant_count", "merchant_amount",
    "utility_count", "card_count", "card_amount",
)  # fmt: skip


class Channels:
    """The use of a province's customers."""

    def __init__(self, seed: int, book: Book) -> None:
        self.seed, self.size = seed, len(book.group)
        self.held = {product: _held(book, product) for product, *_ in USES.values()}
        self.liking = np.exp(0.7 * book.use)

    def table(self, day: date) -> pa.Table:
        """Everybody with any use in the month up to the day."""
        month, done = day.year * 12 + day.month, day.day / _length(day)
        made: dict[str, np.ndarray] = {}
        for name, (product, often, active, size) in USES.items():
            rng = dice(self.seed, name, month)
            uses = dice(self.seed, name).random(self.size, np.float32) < active  # most who never use it go on so
            since, until = self.held[product]
            has = (since <= (day - EPOCH).days) & (until > (day - EPOCH).days)
            rate = often * rng.lognormal(-0.2, 0.4, self.size) * uses * has * self.liking
            made[name] = np.floor(rate * done + rng.random(self.size, np.float32) * (rate > 0) * done).astype(np.int32)
            if name in AMOUNTS:
                made[AMOUNTS[name]] = made[name] * np.round(size * rng.lognormal(-0.1, 0.5, self.size), 2)
        rows = np.flatnonzero(np.any([made[name] > 0 for name in USES], axis=0))
        shown: dict[str, Any] = {
            "customer_id": customer_ids(rows),
            "activity_date": columns.days(np.full(len(rows), (day - EPOCH).days)),
        }
        for name in ORDER:
            shown[name] = columns.numbers(made[name][rows], places=2 if name in AMOUNTS.values() else None)
        return pa.table(shown)


def _held(book: Book, product: str) -> tuple[np.ndarray, np.ndarray]:
    """From when and until when each customer holds the product."""
    rows = np.flatnonzero(book.product == CODES.index(product))
    since, until = np.full(len(book.group), np.iinfo(np.int32).max), np.zeros(len(book.group), np.int64)
    since[book.customer[rows]], until[book.customer[rows]] = book.opened[rows], book.closed[rows]
    return since, until


def _length(day: date) -> int:
    return ((day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).day
