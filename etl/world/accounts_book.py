"""What accounts are made from: who holds what, and whose customer they are; a row per holding, one per customer.

The holdings of the day of the first delivery (the *anchor*) stand first, so that what is drawn for each stays the same when
later ones join. Those given up before the history began are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from etl.world import customers
from etl.world.holdings import PRODUCT_GROUPS, PRODUCTS, natures
from etl.world.market import Played
from etl.world.province import Province
from etl.world.season import EPOCH

CODES = [item.code for item in PRODUCTS]
GROUP_OF = np.array([PRODUCT_GROUPS.index(item.group) for item in PRODUCTS], np.int8)
DEPOSIT, LOAN, ONLINE, INTERMEDIARY = range(4)


@dataclass(frozen=True)
class Book:
    """Holdings (``customer``, ``product``, ``balance``, ``opened``, ``closed``, ``overdue``), then traits of customers by index.

    ``anchored``: how many of the holdings were opened by the anchor. ``seat`` is the manager's seat that looks after the
    customer; ``growth`` and ``use``: the nature of the customer (``holdings.Nature``).
    """

    customer: np.ndarray
    product: np.ndarray
    balance: np.ndarray
    opened: np.ndarray
    closed: np.ndarray
    overdue: np.ndarray
    anchored: int
    group: np.ndarray
    seat: np.ndarray
    growth: np.ndarray
    use: np.ndarray

    def of_group(self, group: int) -> np.ndarray:
        """Rows of holdings of a product group, of those opened by the anchor."""
        return np.flatnonzero(GROUP_OF[self.product[: self.anchored]] == group)

    def of_product(self, code: str) -> np.ndarray:
        """Rows of holdings of a product, of those opened by the anchor."""
        return np.flatnonzero(self.product[: self.anchored] == CODES.index(code))


def open_book(province: Province, played: Iterable[tuple[int, Played]], since: date, anchor: date, until: date) -> Book:
    """The book of the province from ``since`` to ``until``, the same numbers as its feed of holdings.

    ``played``: each block of customers, its first and what came of it.
    """
    parts: list[tuple[np.ndarray, ...]] = []
    traits: list[tuple[np.ndarray, ...]] = []
    for begin, one in played:
        block, spells = customers.block(province, begin), one.spells
        spells = spells.only(np.flatnonzero((spells.end > _number(since)) & (spells.start <= _number(until))))
        whole = (spells.row + begin, spells.product, spells.balance, spells.start, spells.end, spells.overdue)
        parts.append(tuple(column.astype(kind) for column, kind in zip(whole, KINDS, strict=True)))
        nature = natures(province.seed, block)
        traits.append((block.group.astype(np.int8), nature.growth, nature.use))
    customer, product, balance, opened, closed, overdue = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    later = np.where(opened > _number(anchor), opened, 0)  # in the order in which they join
    order = np.lexsort((product, customer, later))
    customer, product, balance, opened, closed, overdue = (
        column[order] for column in (customer, product, balance, opened, closed, overdue)
    )
    group, growth, use = (np.concatenate(column) for column in zip(*traits, strict=True))
    seat = province.households.seat[province.customer_household]
    anchored = int((later == 0).sum())
    return Book(customer, product, balance, opened, closed, overdue, anchored, group, seat, growth, use)


KINDS = (np.int32, np.int8, np.float64, np.int32, np.int32, np.int16)


def _number(day: date) -> int:
    return (day - EPOCH).days
