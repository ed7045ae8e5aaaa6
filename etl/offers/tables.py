"""The lake's schema ``offer``: features at cuts, forecasts of the day, how the model was judged, what campaigns brought.

``seen`` says which day, loads and model version the forecasts are of.
"""

from __future__ import annotations

import duckdb

from etl.offers.card import COLUMNS as QUALITY

TRAITS = """customer_id varchar, staff_id varchar, branch_id varchar, entity_id varchar, county_code varchar, village_code varchar,
    customer_group varchar, sex varchar, age_band varchar, income_band varchar, education varchar, deposit_band varchar,
    use_band varchar, recent_event varchar"""
PROPENSITY = f"""as_of date, product_code varchar, product_group varchar, {TRAITS}, probability float, low float, high float,
    lift float, "value" float, expected float, "rank" utinyint, suppressed_by varchar, reason_1 varchar, reason_2 varchar,
    reason_3 varchar, effect_1 float, effect_2 float, effect_3 float, last_contact_on date"""
PORTRAIT = f"""as_of date, {TRAITS}, age float, annual_income float, occupation varchar, tenure_years float, is_opted_out boolean,
    product_count integer, deposit_balance decimal(18, 2), deposit_growth float, loan_balance decimal(18, 2), days_past_due integer,
    mobile_logins integer, mobile_payments integer, quick_pays integer, merchant_amount float, visits_30d integer,
    visits_90d integer, visits_365d integer, last_contact_on date, last_talk varchar, last_talk_on date, recent_event_on date,
    opened_90d integer, closed_90d integer, leaves_probability float, grows_probability float, next_product varchar,
    next_probability float, next_expected float, next_reason varchar, staff_place integer"""
RESULT = """campaign_id varchar, name varchar, name_en varchar, product_code varchar, start_date date, end_date date,
    part varchar, unit_id varchar, entity_id varchar, treated bigint, treated_hits bigint, control bigint, control_hits bigint,
    treated_rate double, control_rate double, uplift double, low double, high double"""
MODEL = """version varchar, trained_from date, trained_to date, calibrated_on date, tested_on date, snapshot varchar,
    is_current boolean, features integer, hash varchar"""
TABLES = {
    "propensity": PROPENSITY,
    "portrait": PORTRAIT,
    "quality": f"version varchar, tested_on date, {QUALITY}",
    "campaign_result": RESULT,
    "model": MODEL,
    "seen": "digest varchar",
}
# Served tables: where from, and the order of their rows.
SERVED = {
    "propensity": ("propensity", "product_code, entity_id, branch_id, staff_id, customer_id"),
    "customer_portrait": ("portrait", "entity_id, branch_id, staff_id, customer_id"),
    "model_quality": ("quality", "version, target, measure, part"),
    "model_version": ("model", "version"),
    "campaign_result": ("campaign_result", "start_date, campaign_id, part, unit_id"),
}


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Make what is missing."""
    have = known(con)
    if have >= TABLES.keys():
        return
    con.execute("begin")
    con.execute("create schema if not exists lake.offer")
    for name, columns in TABLES.items():
        if name not in have:
            con.execute(f"create table lake.offer.{name} ({columns})")
    con.execute("commit")


def known(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The tables there are."""
    rows = con.execute("select table_name from duckdb_tables() where database_name = 'lake' and schema_name = 'offer'")
    return {row[0] for row in rows.fetchall()}


def replace(con: duckdb.DuckDBPyConnection, table: str, select: str) -> None:
    """Put what ``select`` gives in the place of the table's rows; inside the caller's transaction."""
    con.execute(f"delete from lake.offer.{table}")
    con.execute(f"insert into lake.offer.{table} by name {select}")


def publish(con: duckdb.DuckDBPyConnection) -> None:
    """Copy what is served into the attached ``serving``."""
    for name, (table, order) in SERVED.items():
        con.execute(f"create table serving.{name} as select * from lake.offer.{table} order by {order}")
