"""The lake's schema ``offer``: forecasts of the day, how models were judged, what campaigns brought; and what of it is served.

``seen`` says which day, loads and model version the forecasts are of.
"""

from __future__ import annotations

import duckdb

from data.offer_shapes import CHANGE, EVENT, MODEL, PORTRAIT, PROPENSITY, QUALITY, RESULT

TABLES = {
    "propensity": PROPENSITY,
    "portrait": PORTRAIT,
    "quality": QUALITY,
    "campaign_result": RESULT,
    "model": MODEL,
    "event": EVENT,
    "change": CHANGE,
    "seen": "digest varchar",
}
# Served tables: where from, and the order of their rows.
SERVED = {
    "propensity": ("propensity", "product_code, entity_id, branch_id, staff_id, customer_id"),
    "customer_portrait": ("portrait", "entity_id, branch_id, staff_id, customer_id"),
    "model_quality": ("quality", "version, target, measure, part"),
    "model_version": ("model", "version"),
    "campaign_result": ("campaign_result", "start_date, campaign_id, part, unit_id"),
    "customer_event": ("event", "entity_id, branch_id, staff_id, customer_id, happened_on, kind"),
    "product_change": ("change", "entity_id, branch_id, staff_id, customer_id, changed_on, product_code"),
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
