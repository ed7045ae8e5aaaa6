"""The columns of the served tables about offers: kept in the lake by ``etl/offers``, empty before accounts are delivered.

``data/state.py`` makes them, empty, where a publication of an earlier release has none.
"""

from __future__ import annotations

TRAITS = """customer_id varchar, staff_id varchar, branch_id varchar, entity_id varchar, county_code varchar, village_code varchar,
    customer_group varchar, sex varchar, age_band varchar, income_band varchar, education varchar, deposit_band varchar,
    use_band varchar, recent_event varchar"""
PROPENSITY = f"""as_of date, product_code varchar, product_group varchar, {TRAITS}, probability float, low float, high float,
    lift float, "value" float, expected float, "rank" utinyint, suppressed_by varchar, is_offered boolean,
    reason_1 varchar, reason_2 varchar, reason_3 varchar, reason_4 varchar, reason_5 varchar, effect_1 float, effect_2 float,
    effect_3 float, effect_4 float, effect_5 float, last_contact_on date, age float,
    product_count integer, free_on date"""
PORTRAIT = f"""as_of date, {TRAITS}, age float, annual_income float, occupation varchar, tenure_years float, is_opted_out boolean,
    product_count integer, deposit_balance decimal(18, 2), deposit_growth float, loan_balance decimal(18, 2), days_past_due integer,
    mobile_logins integer, mobile_payments integer, quick_pays integer, merchant_amount float, visits_30d integer,
    visits_90d integer, visits_365d integer, last_contact_on date, last_talk varchar, last_talk_on date, recent_event_on date,
    opened_90d integer, closed_90d integer, leaves_probability float, grows_probability float, next_product varchar,
    next_probability float, next_expected float, next_reason varchar, staff_place integer, is_task boolean,
    free_on date"""
RESULT = """campaign_id varchar, name varchar, name_en varchar, product_code varchar, start_date date, end_date date,
    part varchar, unit_id varchar, entity_id varchar, treated bigint, treated_hits bigint, control bigint, control_hits bigint,
    treated_rate double, control_rate double, uplift double, low double, high double"""
MODEL = """version varchar, trained_from date, trained_to date, calibrated_on date, tested_on date, snapshot varchar,
    is_current boolean, features integer, hash varchar"""
QUALITY = """version varchar, tested_on date, target varchar, measure varchar, part varchar, value double, low double, high double,
    rows bigint"""
HOLDER = "staff_id varchar, branch_id varchar, entity_id varchar"
EVENT = f"customer_id varchar, kind varchar, happened_on date, recorded_on date, source varchar, {HOLDER}"
CHANGE = f"""customer_id varchar, product_code varchar, product_group varchar, kind varchar, changed_on date, channel varchar,
    {HOLDER}"""
# What is kept of a forecast; the traits of the customer are those of the portrait.
FORECAST = """customer_id varchar, product_code varchar, product_group varchar, probability float, low float, high float,
    lift float, "value" float, expected float, "rank" utinyint, suppressed_by varchar, is_offered boolean,
    reason_1 varchar, reason_2 varchar, reason_3 varchar, reason_4 varchar, reason_5 varchar, effect_1 float, effect_2 float,
    effect_3 float, effect_4 float, effect_5 float"""
EVE = "version varchar, start_date date, product_code varchar, customer_id varchar, chance double"
# A mart of the lake's months; pages of customers read it beside the tables of this stage.
COURSE = """customer_id varchar, month date, as_of date, staff_id varchar, branch_id varchar, entity_id varchar,
    deposit_balance decimal(18,2), loan_balance decimal(18,2), mobile_logins integer, mobile_payments integer,
    quick_pay_count integer, merchant_amount decimal(18,2)"""
SHAPES = {
    "propensity": PROPENSITY,
    "customer_portrait": PORTRAIT,
    "model_quality": QUALITY,
    "model_version": MODEL,
    "campaign_result": RESULT,
    "customer_event": EVENT,
    "product_change": CHANGE,
}


def columns(shape: str) -> list[str]:
    """The names of a shape's columns."""
    return [one.split()[0].strip('"') for one in shape.replace("(18, 2)", "").split(",")]
