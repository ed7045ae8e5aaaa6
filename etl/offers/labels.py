"""What came after a cut: which products were taken within 30 days, and whether deposits went away or grew."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd

from etl.offers.cuts import AHEAD

DEPOSITS = ("demand", "time_deposit", "large_cd")
LEAST = 1_000.0  # yuan of deposits from which they can be said to go away
HALF, GROWN, GROWN_BY = 0.5, 1.2, 5_000.0


def taken(con: duckdb.DuckDBPyConnection, cut: date, customers: pd.Series, products: tuple[str, ...]) -> np.ndarray:
    """Shape (products, customers): opened within the days from the cut on. ``customers`` in ascending order."""
    rows = con.execute(
        """select customer_id, product_code from lake.raw.product_change
        where kind = 'opened' and changed_on >= ? and changed_on < ?""",
        [cut, cut + timedelta(days=AHEAD)],
    ).df()
    return _marked(rows, customers, products)


def leaves(con: duckdb.DuckDBPyConnection, cut: date, frame: pd.DataFrame, after: np.ndarray) -> np.ndarray:
    """Gave up a kind of deposit within the days, or had half of the deposits or less a month later (``after``)."""
    rows = con.execute(
        """select customer_id, product_code from lake.raw.product_change
        where kind = 'closed' and changed_on >= ? and changed_on < ? and list_contains(?, product_code)""",
        [cut, cut + timedelta(days=AHEAD), list(DEPOSITS)],
    ).df()
    closed = _marked(rows, frame["customer_id"], DEPOSITS).any(axis=0)
    return closed | (after <= HALF * frame["deposit_balance"].to_numpy())


def grows(frame: pd.DataFrame, after: np.ndarray) -> np.ndarray:
    """Had a fifth more deposits a month later, and at least 5,000 yuan more."""
    before = frame["deposit_balance"].to_numpy()
    return (after >= GROWN * before) & (after >= before + GROWN_BY)


def deposits_after(con: duckdb.DuckDBPyConnection, cut: date, frame: pd.DataFrame) -> np.ndarray:
    """Deposits a month after the cut: on the last date delivered before its end."""
    end = cut + timedelta(days=AHEAD + 2)
    rows = con.execute(
        """select customer_id, sum(balance_eop)::double as deposits from lake.raw.account_balance
        where loan_class is null and balance_date = (
            select max(balance_date) from lake.raw.account_balance where balance_date < ? and balance_date > ?)
        group by customer_id""",
        [end, cut],
    ).df()
    return frame[["customer_id"]].merge(rows, how="left", on="customer_id")["deposits"].fillna(0).to_numpy()


def _marked(rows: pd.DataFrame, customers: pd.Series, products: tuple[str, ...]) -> np.ndarray:
    marked = np.zeros((len(products), len(customers)), bool)
    place = pd.Index(customers).get_indexer(rows["customer_id"])
    product = pd.Index(products).get_indexer(rows["product_code"])
    known = (place >= 0) & (product >= 0)
    marked[product[known], place[known]] = True
    return marked
