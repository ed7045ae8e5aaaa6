"""The lists of the recommendation pages, asked through listings under the scope of whoever asks; names masked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from components.recommend_choice import Choice
from data.campaigns import held_out
from data.listing import listing

COLUMNS = (
    "as_of", "customer_id", "name", "customer_group", "village_code", "product_code", "age", "product_count", "probability",
    "low", "high", "lift", "value", "expected", "rank", "is_offered", "suppressed_by", "last_contact_on", "free_on",
    "staff_id", "branch_id", "entity_id",
    *(f"{part}_{place}" for part in ("reason", "effect") for place in range(1, 6)),
)  # fmt: skip


def offered(choice: Choice, most: int) -> pd.DataFrame:
    """The best customers for the product of the choice, without those held out as control."""
    where = choice.where() | {"product": choice.product, "is_offered": True}
    held = held_out(choice.product)
    found = listing(
        "propensity",
        where,
        order=f"-{choice.order}",
        limit=most + len(held),
        columns=COLUMNS,
        is_counted=False,
    ).frame
    return found[~found["customer_id"].isin(held)].head(most)


def left_out(choice: Choice, most: int, offset: int = 0) -> pd.DataFrame:
    """Those left out of the list for the reason chosen."""
    where = choice.where() | {"product": choice.product, "suppressed_by": choice.left}
    return listing(
        "propensity",
        where,
        order=f"-{choice.order}",
        limit=most,
        offset=offset,
        columns=COLUMNS,
        is_counted=False,
    ).frame


def of_customer(place: Mapping[str, Any]) -> pd.DataFrame:
    """What is said of each product a customer does not hold, best expected value first. ``place``: the customer, and the entity
    and branch where their rows lie together."""
    return listing("propensity", place, order="-expected", limit=50, columns=COLUMNS, is_counted=False).frame
