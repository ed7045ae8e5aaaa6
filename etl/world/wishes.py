"""What customers have in mind before they take a product: seen by nobody but in what comes of visits.

A wish lasts some weeks; while it does, the product is taken more readily, and a talk turns to its kind more often.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from etl.world.dice import dice
from etl.world.season import EPOCH

OFTEN = 0.05  # of customers a month begin to wish for something
LASTS = 80  # days
SPOKEN = 0.8  # of talks during a wish turn to it


@lru_cache(maxsize=6)
def begun(seed: int, customers: int, products: int, month: date) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(customer, product, day it began) of the wishes begun in the month of this first day."""
    rng = dice(seed, "wishes", month.toordinal())
    customer = np.flatnonzero(rng.random(customers, np.float32) < OFTEN)
    product = rng.integers(0, products, len(customer)).astype(np.int8)
    return customer, product, (month - EPOCH).days + rng.integers(0, 28, len(customer))


def months_back(month: date, count: int) -> list[date]:
    """The first days of the ``count`` months before this one, the latest first."""
    found = []
    for _ in range(count):
        month = (month - timedelta(days=1)).replace(day=1)
        found.append(month)
    return found


def on(seed: int, customers: int, products: int, day: date) -> np.ndarray:
    """The product each customer has in mind on the day; -1 for none."""
    month, now = day.replace(day=1), (day - EPOCH).days
    wish = np.full(customers, -1, np.int8)
    for one in reversed([month, *months_back(month, 3)]):
        customer, product, since = begun(seed, customers, products, one)
        lasting = (since <= now) & (now < since + LASTS)
        wish[customer[lasting]] = product[lasting]
    return wish
