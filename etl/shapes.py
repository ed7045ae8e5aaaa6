"""The columns of the served marts that stand on accounts: what is published of them before the first accounts are delivered."""

from __future__ import annotations

from data.offer_shapes import COURSE

SHAPES = {
    "performance_unit": """month date, as_of date, level varchar, unit_id varchar, staff_id varchar, branch_id varchar,
        entity_id varchar, post_code varchar, days integer, month_days integer""",
    "indicator_value": """month date, as_of date, level varchar, unit_id varchar, staff_id varchar, branch_id varchar,
        entity_id varchar, post_code varchar, days integer, month_days integer, indicator varchar,
        numerator decimal(24,4), denominator decimal(24,4)""",
    "indicator_flag": """month date, as_of date, kind varchar, level varchar, unit_id varchar, staff_id varchar,
        other_staff_id varchar, branch_id varchar, entity_id varchar, customer_id varchar, product_group varchar,
        indicator varchar, value decimal(18,4), expected decimal(18,4), times integer, accounts integer,
        amount decimal(18,2), first_date date, last_date date""",
    "performance_target": """level varchar, unit_id varchar, indicator varchar, year integer, target decimal(18,2)""",
    "account_month": """month date, as_of date, customer_id varchar, product_code varchar, product_group varchar, staff_id varchar,
        branch_id varchar, entity_id varchar, post_code varchar, share decimal(9,4), balance_avg decimal(18,2),
        balance_eop decimal(18,2), balance_growth decimal(18,2), days_past_due integer, loan_class varchar""",
    "customer_month": """month date, as_of date, customer_id varchar, product_group varchar, staff_id varchar, branch_id varchar,
        entity_id varchar, post_code varchar, share decimal(9,4), is_mobile boolean, is_mobile_active boolean, is_paying boolean,
        is_quick_pay boolean, is_merchant boolean, mobile_logins integer, mobile_payments integer,
        quick_pay_count integer, merchant_count integer, merchant_amount decimal(18,2), lines integer, draws integer""",
    "customer_course": COURSE,
    "performance_event": """month date, as_of date, event_id varchar, event_kind varchar, happened_at timestamp, staff_id varchar,
        branch_id varchar, entity_id varchar, post_code varchar, customer_id varchar, product_code varchar,
        amount decimal(18,2), fee_income decimal(18,2), is_first_loan boolean, points decimal(5,2), is_reversal boolean,
        note varchar""",
}
