"""A customer as the recommendation pages know them: portrait, offers, holdings, the course of deposits. Through listings alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from components.recommend_data import of_customer
from components.recommend_side import Portrait
from data.errors import Forbidden, NotFound
from data.listing import listing, records
from data.query.stock import stock_days
from data.scope import current_asker

HISTORY = "account_month"  # its days are those deposits are on record


def portrait(key: str) -> Portrait:
    """Of a customer inside the asker's scope. Raises Forbidden for any other: who is not there is not told from who is foreign,
    but to those who see all: NotFound."""
    found = listing("customer_portrait", {"customer": key}, limit=1).frame.to_dict("records")
    if not found and current_asker().scope_level == "province":
        raise NotFound("There is no customer %(customer)s", customer=key)
    if not found:
        raise Forbidden("%(customer)s is not a customer of your part of the organisation", customer=key)
    offers = of_customer(key)
    holds = listing("holding", {"customer": key}, limit=50).frame["product_code"].tolist()
    return Portrait(found[0], offers.to_dict("records"), holds, deposits(key))


def deposits(key: str) -> list[tuple[date, float]]:
    """The sum of deposits on each day on record, oldest first."""
    course = []
    for day in stock_days(HISTORY):
        where = {"customer": key, "month": f"{day:%Y-%m}", "product_group": "deposit"}
        rows = records("account", where, columns=("balance_eop",))
        if rows:
            course.append((day, float(sum(row["balance_eop"] or 0 for row in rows))))
    return course


def whom(keys: list[str]) -> dict[str, dict[str, Any]]:
    """Portraits of several, by customer."""
    if not keys:
        return {}
    frame = listing("customer_portrait", {"customer": keys}, limit=len(keys)).frame
    return {row["customer_id"]: row for row in frame.to_dict("records")}
