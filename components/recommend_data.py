"""The lists of the recommendation pages, asked through listings under the scope of whoever asks; names masked."""

from __future__ import annotations

import pandas as pd

from components.recommend_choice import Choice
from data.campaigns import held_out
from data.listing import listing, records


def offered(choice: Choice, most: int) -> pd.DataFrame:
    """The best customers for the product of the choice, without those held out as control; ``described``."""
    where = choice.where() | {"product": choice.product, "is_offered": True}
    held = held_out(choice.product)
    found = listing("propensity", where, order=f"-{choice.order}", limit=most + len(held)).frame
    return described(found[~found["customer_id"].isin(held)].head(most))


def described(frame: pd.DataFrame) -> pd.DataFrame:
    """Offers with the age and number of products of each customer."""
    if frame.empty:
        return frame.assign(age=[], product_count=[])
    keys = frame["customer_id"].unique().tolist()
    who = pd.DataFrame(
        records("customer_portrait", {"customer": keys}, columns=("customer_id", "age", "product_count"))
    )
    who = who if len(who) else pd.DataFrame(columns=["customer_id", "age", "product_count"])
    return frame.merge(who, on="customer_id", how="left")
