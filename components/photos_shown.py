"""Photos an asker may see: those whose visit ``listing`` shows them, with place, person and customer group of the visit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd

from components.visit_place import placed
from data.listing import listing


def shown_to_asker(photos: pd.DataFrame, where: dict[str, Any]) -> pd.DataFrame:
    """Photos whose visit the asker may see. Days are named too: by number alone years of visits would be read."""
    if photos.empty:
        return photos
    days = {"from": photos["taken_at"].min().date() - timedelta(days=1), "to": photos["taken_at"].max().date()}
    numbers = photos["visit_no"].drop_duplicates().tolist()
    visits = listing("visit", where=where | {"visit_no": numbers, "day": days}, limit=len(numbers)).frame
    return with_visit(photos, visits)


def with_visit(photos: pd.DataFrame, visits: pd.DataFrame) -> pd.DataFrame:
    """Photos whose visit is among ``visits``, with its place, person and customer group."""
    columns = [
        "visit_no",
        "visit_id",
        "place",
        "where",
        "staff_name",
        "entity_name",
        "customer_group",
        "customer_group_name",
    ]
    return photos.merge(placed(visits)[columns].drop_duplicates("visit_no"), on="visit_no", how="inner")
