"""What lies behind a figure adds up to it: customers by the shares held, events by who did them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.accounts.test_recount import LEVELS, served  # noqa: F401

CUSTOMERS = {
    "mobile_active": "is_mobile_active", "merchant_active": "is_merchant", "quick_pay_active": "is_quick_pay",
    "drawdown_rate": "product_group = 'loan' and draws > 0",
}  # fmt: skip
EVENTS = {
    "insurance_premium": ("amount", "event_kind = 'sale' and product_code = 'insurance'"),
    "wealth_sales": ("amount", "event_kind = 'sale' and product_code = 'wealth'"),
    "cards_issued": ("if(is_reversal, -1, 1)", "event_kind = 'sale' and product_code = 'social_card'"),
    "fee_income": ("fee_income", "event_kind = 'sale'"),
    "lines_granted": ("if(is_reversal, -1, 1)", "event_kind = 'line_granted'"),
    "first_loans": ("if(is_reversal, -1, 1)", "event_kind = 'drawdown' and is_first_loan"),
    "recovered_amount": ("amount", "event_kind = 'recovered'"),
    "complaints": ("1", "event_kind = 'complaint'"),
    "incidents": ("points", "event_kind in ('case_prevention', 'audit_finding', 'service_breach')"),
}
WHOLE = {"mobile_payments": "mobile_payments", "merchant_amount": "merchant_amount"}


def by_unit(con, table: str, value: str, where: str) -> dict[tuple, Decimal]:
    found = {}
    for level in LEVELS:
        rows = con.execute(
            f"select month, {level}_id, sum({value}) from {table} where {where} and {level}_id is not null group by all"
        )
        found |= {(month, level, unit): Decimal(total) for month, unit, total in rows.fetchall() if total}
    return found


def figures(con, name: str, table: str) -> dict[tuple, Decimal]:
    rows = con.execute(
        f"""select month, level, unit_id, sum(numerator) from indicator_value
        where indicator = ? and month in (select month from {table}) group by all""", [name]
    ).fetchall()  # fmt: skip
    return {(month, level, unit): total for month, level, unit, total in rows if total}


@pytest.mark.parametrize("name", CUSTOMERS)
def test_customers_behind_a_figure_are_the_figure(served, name: str) -> None:  # noqa: F811
    behind = by_unit(served, "customer_month", "share", CUSTOMERS[name])
    assert len({month for month, _, _ in behind}) > 1 and behind == figures(served, name, "customer_month")


@pytest.mark.parametrize("name", EVENTS)
def test_events_behind_a_figure_are_the_figure(served, name: str) -> None:  # noqa: F811
    behind = by_unit(served, "performance_event", *EVENTS[name])
    assert behind and behind == figures(served, name, "performance_event")


@pytest.mark.parametrize("name", WHOLE)
def test_what_customers_did_is_all_there(served, name: str) -> None:  # noqa: F811
    behind = served.execute(f"select month, sum(share * {name}) from customer_month group by month").fetchall()
    held = served.execute(
        "select month, sum(numerator) from indicator_value where indicator = ? and level = 'entity' group by month",
        [name],
    ).fetchall()
    assert dict(behind) and dict(behind) == {month: total for month, total in held if month in dict(behind)}
