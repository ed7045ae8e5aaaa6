"""Which delivered columns the served tables about offers stand on. SQLMesh does not read this stage, so it is said here.

A forecast stands on all the model may look at. Sources in ``mart`` are followed on to what they stand on by ``etl/lineage.py``;
a test holds this list against what ``features.sql`` reads.
"""

from __future__ import annotations

from data.offer_shapes import SHAPES, columns

Source = tuple[str, str]
Sources = frozenset[Source]


def _of(table: str, *columns: str) -> Sources:
    return frozenset((table, column) for column in columns)


CUSTOMER, HOLDING, BALANCE = "raw.customer", "raw.holding", "raw.account_balance"
USE, CHANGE, EVENT, VISIT = "raw.channel_activity", "raw.product_change", "raw.life_event", "mart.fct_visit"
CAMPAIGN, MEMBER, HOLDER = "raw.past_campaign", "raw.campaign_member", "mart.dim_customer"

DAY = _of(BALANCE, "balance_date")
HELD = _of(HOLDING, "product_code", "opened_date") | _of(CHANGE, "product_code", "kind", "changed_on")
DEPOSITS = _of(BALANCE, "balance_eop", "balance_date", "loan_class")
EVENTS = _of(EVENT, "kind", "happened_on", "recorded_on")
TALKS = _of(VISIT, "visit_date", "result")
USED = _of(
    USE, "activity_date", "mobile_logins", "mobile_payments", "quick_pay_count", "merchant_amount", "utility_count",
    "card_count",
)  # fmt: skip
# What a model may look at.
KNOWN = (
    _of(CUSTOMER, "birth_date", "annual_income", "education", "occupation", "opened_date", "customer_group")
    | _of("mart.dim_household", "customer_group")
    | HELD | DEPOSITS | _of(BALANCE, "days_past_due") | USED | TALKS | EVENTS
)  # fmt: skip
RULES = KNOWN | _of(CUSTOMER, "is_opted_out")  # who may be offered what, too
JUDGED = KNOWN | _of(CUSTOMER, "sex") | _of("mart.dim_region", "name")  # whom the card looks at, too
OUTCOME = _of(MEMBER, "is_control") | _of(CAMPAIGN, "start_date", "product_code") | _of(CHANGE, "kind", "changed_on")

_WHO = {
    name: _of(HOLDER, name)
    for name in (
        "customer_id", "staff_id", "branch_id", "entity_id", "county_code", "village_code", "customer_group", "sex",
        "education",
    )
}  # fmt: skip
_TRAITS = _WHO | {
    "as_of": DAY,
    "age_band": _of(CUSTOMER, "birth_date"),
    "income_band": _of(CUSTOMER, "annual_income"),
    "deposit_band": DEPOSITS,
    "use_band": _of(USE, "activity_date", "mobile_logins", "quick_pay_count"),
    "recent_event": EVENTS,
    "last_contact_on": TALKS,
    "age": _of(CUSTOMER, "birth_date"),
    "product_count": HELD,
    "free_on": TALKS,
}
_PROPENSITY = _TRAITS | {
    "product_code": HELD, "product_group": HELD, "value": _of(CUSTOMER, "annual_income"), "rank": RULES,
    "is_offered": RULES, "suppressed_by": RULES,
}  # fmt: skip
_PORTRAIT = _TRAITS | {
    "annual_income": _of(CUSTOMER, "annual_income"),
    "occupation": _of(CUSTOMER, "occupation"),
    "tenure_years": _of(CUSTOMER, "opened_date"),
    "is_opted_out": _of(CUSTOMER, "is_opted_out"),
    "opened_90d": _of(CHANGE, "kind", "changed_on"),
    "closed_90d": _of(CHANGE, "kind", "changed_on"),
    **dict.fromkeys(("deposit_balance", "deposit_growth", "loan_balance"), DEPOSITS),
    "days_past_due": _of(BALANCE, "balance_date", "days_past_due"),
    "mobile_logins": _of(USE, "activity_date", "mobile_logins"),
    "mobile_payments": _of(USE, "activity_date", "mobile_payments"),
    "quick_pays": _of(USE, "activity_date", "quick_pay_count"),
    "merchant_amount": _of(USE, "activity_date", "merchant_amount"),
    **dict.fromkeys(("visits_30d", "visits_90d", "visits_365d", "last_talk", "last_talk_on"), TALKS),
    "recent_event_on": EVENTS,
    **dict.fromkeys(("leaves_probability", "grows_probability"), KNOWN),
}
_CAMPAIGN = {name: _of(CAMPAIGN, name) for name in ("name", "name_en", "product_code", "start_date", "end_date")} | {
    "campaign_id": _of(MEMBER, "campaign_id"),
    "entity_id": _of(HOLDER, "entity_id"),
    "unit_id": _of(MEMBER, "stratum") | _of(HOLDER, "entity_id"),
}
_HELD_BY = {name: _of(HOLDER, name) for name in ("staff_id", "branch_id", "entity_id")}
# Of columns that are not named: what all others of the table stand on, or the column of that name in a feed.
OTHERS: dict[str, tuple[dict[str, Sources], Sources | str]] = {
    "propensity": (_PROPENSITY, KNOWN),
    "customer_portrait": (_PORTRAIT, RULES),
    "model_quality": ({}, JUDGED),
    "model_version": ({}, KNOWN),
    "campaign_result": (_CAMPAIGN, OUTCOME),
    "customer_event": (_HELD_BY, EVENT),
    "product_change": (_HELD_BY, CHANGE),
}


def sources() -> dict[tuple[str, str], Sources]:
    """(served table, column) → what it stands on."""
    return {
        (table, column): named.get(column) or (_of(others, column) if isinstance(others, str) else others)
        for table, (named, others) in OTHERS.items()
        for column in columns(SHAPES[table])
    }
