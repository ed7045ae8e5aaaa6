"""Who may be offered what, what it is worth, and in which order: probability × value under the constraints of the catalogue.

``frame``: the features of customers (``etl/offers/features.sql``), a row each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from models.products import Catalogue, Product

# Why somebody is left out, the first that holds. The code 0 is nothing.
SUPPRESSIONS = ("", "opted_out", "past_due", "not_eligible", "contacted")
OPTED_OUT, PAST_DUE, NOT_ELIGIBLE, CONTACTED = range(1, 5)


@dataclass(frozen=True)
class Offers:
    """A row per customer and product not held: places of both, then what is said of it."""

    customer: np.ndarray
    product: np.ndarray
    suppressed: np.ndarray
    value: np.ndarray
    expected: np.ndarray
    rank: np.ndarray


def is_held(frame: pd.DataFrame, code: str) -> np.ndarray:
    """Whether each customer holds the product."""
    return frame[f"has_{code}"].fillna(False).to_numpy(bool)


def is_eligible(frame: pd.DataFrame, product: Product) -> np.ndarray:
    """Age, group and products needed; a loan past due is looked at apart."""
    rule = product.eligible
    fits = frame["age"].between(*rule.ages).to_numpy() & ~frame["customer_group"].isin(rule.excluded).to_numpy()
    for code in rule.needs:
        fits &= is_held(frame, code)
    return fits


def suppressed(frame: pd.DataFrame, opted_out: np.ndarray, product: Product, known: Catalogue) -> np.ndarray:
    """The place in SUPPRESSIONS of each customer's reason."""
    late = frame["days_past_due"].to_numpy() > 0 if product.eligible.is_timely else np.zeros(len(frame), bool)
    contacted = frame["visits_30d"].to_numpy() >= known.contact.most
    return np.select(
        [opted_out, late, ~is_eligible(frame, product), contacted], [OPTED_OUT, PAST_DUE, NOT_ELIGIBLE, CONTACTED], 0
    ).astype(np.uint8)


def value(frame: pd.DataFrame, product: Product) -> np.ndarray:
    """Yuan a year of one taken."""
    amount = np.clip(product.of_income * frame["annual_income"].to_numpy(), product.least, product.most)
    return np.round(product.margin * amount + product.fee).astype(np.float32)


def offers(frame: pd.DataFrame, opted_out: np.ndarray, chance: np.ndarray, known: Catalogue) -> Offers:
    """Of every customer and product not held. ``chance``: (products in the catalogue's order, customers).

    ``rank``: the place among the customer's products by expected value, from 1, of those nothing speaks against; else 0.
    """
    shape = chance.shape
    held, reason, worth = np.empty(shape, bool), np.empty(shape, np.uint8), np.empty(shape, np.float32)
    for place, (code, product) in enumerate(known.products.items()):
        held[place] = is_held(frame, code)
        reason[place] = suppressed(frame, opted_out, product, known)
        worth[place] = value(frame, product)
    expected = chance * worth
    score = np.where(held | (reason > 0), -1, expected)
    order = np.argsort(-score, axis=0, kind="stable")
    rank = np.empty(shape, np.uint8)
    np.put_along_axis(rank, order, np.arange(1, shape[0] + 1, dtype=np.uint8)[:, None].repeat(shape[1], axis=1), axis=0)
    rank[score < 0] = 0
    product_of, customer = np.nonzero(~held)
    at = (product_of, customer)
    return Offers(customer, product_of, reason[at], worth[at], expected[at], rank[at])


def places(staff: pd.Series, best: np.ndarray, capacity: int) -> np.ndarray:
    """The place of each customer with their manager by the best expected value, from 1; 0 above the capacity or without either."""
    wanted = (best > 0) & staff.notna().to_numpy()
    order = pd.DataFrame({"staff": staff, "best": np.where(wanted, best, np.nan)})
    place = order.groupby("staff")["best"].rank(method="first", ascending=False).fillna(0).to_numpy()
    return np.where(place <= capacity, place, 0).astype(np.int32)
