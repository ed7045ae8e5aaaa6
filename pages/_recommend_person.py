"""A customer as the recommendation pages know them: portrait, offers, holdings, household, the course of the months. Through
listings alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from components.recommend_data import of_customer
from components.recommend_family import Family
from components.recommend_side import Portrait
from data.errors import Forbidden, NotFound
from data.listing import listing, records
from data.scope import current_asker
from pages import _recommend_happened as happened

COURSE = (
    "as_of", "deposit_balance", "loan_balance", "mobile_logins", "mobile_payments", "quick_pay_count", "merchant_amount",
)  # fmt: skip
MEMBER = ("customer_id", "name", "occupation", "deposit_balance", "loan_balance", "product_count")


def portrait(key: str, *, is_whole: bool = False) -> Portrait:
    """Of a customer inside the asker's scope; ``is_whole``: with every visit on the line of the months. Raises Forbidden for any
    other: who is not there is not told from who is foreign, but to those who see all: NotFound."""
    found = listing("customer_portrait", {"customer": key}, limit=1, is_counted=False).frame.to_dict("records")
    if not found and current_asker().scope_level == "province":
        raise NotFound("There is no customer %(customer)s", customer=key)
    if not found:
        raise Forbidden("%(customer)s is not a customer of your part of the organisation", customer=key)
    who = found[0]
    place = {"customer": key, "entity": who["entity_id"], "branch": who["branch_id"]}
    months = records("customer_course", place, columns=COURSE, order="as_of")
    return Portrait(
        who,
        of_customer(place).to_dict("records"),
        holds=[row["product_code"] for row in records("holding", place, columns=("product_code",), order="-balance")],
        months=months,
        marks=happened.marks(who) if is_whole else happened.told(who),
        family=family(who),
    )


def family(who: Mapping[str, Any]) -> Family:
    """The customers of the household the asker may see, the one looked at first. Households lie within a branch."""
    place = {"household": who.get("household_id"), "entity": who["entity_id"], "branch": who["branch_id"]}
    if not place["household"]:
        return Family()
    homes = records("household", place, columns=("member_count",))
    frame = listing("customer", place, columns=MEMBER, limit=50, is_counted=False).frame
    rows = sorted(frame.to_dict("records"), key=lambda row: row["customer_id"] != who["customer_id"])
    keys = [row["customer_id"] for row in rows]
    ages = records("customer_portrait", {"customer": keys, "branch": who["branch_id"]}, columns=("customer_id", "age"))
    age = {row["customer_id"]: row["age"] for row in ages}
    persons = int(homes[0]["member_count"] or 0) if homes else 0
    return Family([row | {"age": age.get(row["customer_id"])} for row in rows], max(persons, len(rows)))


def whom(keys: list[str]) -> dict[str, dict[str, Any]]:
    """Portraits of several, by customer."""
    if not keys:
        return {}
    frame = listing("customer_portrait", {"customer": keys}, limit=len(keys), is_counted=False).frame
    return {row["customer_id"]: row for row in frame.to_dict("records")}
