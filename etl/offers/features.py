"""Features of customers at a cut: ``features.sql``, which reads only what was recorded before it; one row per customer."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import duckdb
import pandas as pd

from etl.sql import literal

SQL = (Path(__file__).parent / "features.sql").read_text("utf-8")
PRODUCTS = (
    "demand", "time_deposit", "large_cd", "farm_credit", "e_loan", "business", "mortgage", "startup", "mobile_bank",
    "merchant_qr", "quick_pay", "utility_pay", "social_card", "insurance", "wealth", "bill_agency",
)  # fmt: skip
BIT = f"case product_code {' '.join(f'when {literal(one)} then {1 << place}' for place, one in enumerate(PRODUCTS))} else 0 end"
EVENTS = (
    "wedding", "birth", "house_purchase", "business_opened", "job_change", "migrant_left", "migrant_returned",
    "child_to_school", "retirement", "crop_sold",
)  # fmt: skip


def visits(con: duckdb.DuckDBPyConnection, since: date) -> None:
    """``offer_visit``: visits to customers from ``since`` on, once for all cuts."""
    con.execute(
        """create or replace temp table offer_visit as select customer_id, visit_date, result from lake.mart.fct_visit
        where customer_id is not null and result <> 'not_home' and visit_date >= ?""",
        [since],
    )


def features(con: duckdb.DuckDBPyConnection, cut: date) -> pd.DataFrame:
    """A row per customer, in the order of ``customer_id``; ``visits`` was called for at least a year before the cut."""
    holdings = ",\n".join(
        f"(h.{bits} & {1 << place}) > 0 as {prefix}_{one}"
        for bits, prefix in (("held", "has"), ("given_up", "gave_up"))
        for place, one in enumerate(PRODUCTS)
    )
    events = ",\n".join(
        f"$cut - max(happened_on) filter (where kind = {literal(one)}) as days_since_{one}" for one in EVENTS
    )
    return con.execute(SQL.format(bit=BIT, holdings=holdings, events=events), _days(con, cut)).df()


def _days(con: duckdb.DuckDBPyConnection, cut: date) -> dict[str, date]:
    """The cut, and the dates before it from which balances and the use of channels are read."""
    latest, month_end = (_latest(con, "account_balance", "balance_date", day) for day in (cut, cut.replace(day=1)))
    quarter = _latest(con, "account_balance", "balance_date", (month_end - timedelta(days=80)).replace(day=1))
    half = _latest(con, "account_balance", "balance_date", (month_end - timedelta(days=170)).replace(day=1))
    channel = _latest(con, "channel_activity", "activity_date", cut.replace(day=1))
    return {"cut": cut, "balance_day": latest, "balance_before": quarter, "balance_half": half, "channel_day": channel}


def _latest(con: duckdb.DuckDBPyConnection, table: str, column: str, before: date) -> date:
    found = con.execute(f"select max({column}) from lake.raw.{table} where {column} < ?", [before]).fetchone()
    return found[0] if found and found[0] else date(1900, 1, 1)
