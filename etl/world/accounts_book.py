"""What accounts are made from: who holds what, and whose customer they are; a row per holding, one per customer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.world import customers
from etl.world.holdings import PRODUCT_GROUPS, PRODUCTS, hold
from etl.world.province import Province

CODES = [item.code for item in PRODUCTS]
GROUP_OF = np.array([PRODUCT_GROUPS.index(item.group) for item in PRODUCTS], np.int8)
DEPOSIT, LOAN, ONLINE, INTERMEDIARY = range(4)


@dataclass(frozen=True)
class Book:
    """Holdings (``customer``, ``product``, ``balance``, ``opened``, ``overdue``), then traits of customers by index.

    ``seat`` is the manager's seat that looks after the customer.
    """

    customer: np.ndarray
    product: np.ndarray
    balance: np.ndarray
    opened: np.ndarray
    overdue: np.ndarray
    group: np.ndarray
    seat: np.ndarray

    def of_group(self, group: int) -> np.ndarray:
        """Rows of holdings of a product group."""
        return np.flatnonzero(GROUP_OF[self.product] == group)

    def of_product(self, code: str) -> np.ndarray:
        """Rows of holdings of a product."""
        return np.flatnonzero(self.product == CODES.index(code))


def open_book(province: Province) -> Book:
    """The book of the province, the same numbers as its feed of holdings."""
    parts: list[tuple[np.ndarray, ...]] = []
    groups: list[np.ndarray] = []
    for begin in range(0, len(province.customer_household), customers.BLOCK):
        block = customers.block(province, begin)
        held = hold(province.seed, block)
        whole = (held.row + begin, held.product, held.balance, held.start, held.overdue)
        parts.append(tuple(column.astype(kind) for column, kind in zip(whole, KINDS, strict=True)))
        groups.append(block.group.astype(np.int8))
    customer, product, balance, opened, overdue = (np.concatenate(column) for column in zip(*parts, strict=True))
    seat = province.households.seat[province.customer_household]
    return Book(customer, product, balance, opened, overdue, np.concatenate(groups), seat)


KINDS = (np.int32, np.int8, np.float64, np.int32, np.int16)
