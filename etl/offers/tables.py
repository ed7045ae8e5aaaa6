"""The lake's schema ``offer``: forecasts of the day, how models were judged, what campaigns brought; and what of it is served.

``seen`` says which day, loads and model version the forecasts are of; ``eve`` what a version said of the members of campaigns
on the eve. Events and changes of products are served from the feeds, with who looks after the customer.
"""

from __future__ import annotations

import duckdb

from data.offer_shapes import (
    CHANGE,
    EVE,
    EVENT,
    FORECAST,
    HOLDER,
    MODEL,
    PORTRAIT,
    PROPENSITY,
    QUALITY,
    RESULT,
    columns,
)
from etl import lake_schema

TABLES = {
    "forecast": FORECAST,
    "portrait": PORTRAIT,
    "quality": QUALITY,
    "campaign_result": RESULT,
    "model": MODEL,
    "eve": EVE,
    "seen": "digest varchar",
}


def _joined(shape: str, own: str, table: str, others: str) -> str:
    """A select of the shape: the columns of ``own`` from the table, the rest from what else is known of the customer."""
    mine = columns(own)
    names = ", ".join(f'{"f" if name in mine else "p"}."{name}"' for name in columns(shape))
    return f"select {names} from lake.{table} as f join lake.{others} as p on p.customer_id = f.customer_id"


def _held(shape: str, table: str) -> str:
    return _joined(shape, shape.replace(HOLDER, "customer_id varchar"), f"raw.{table}", "mart.dim_customer")


# Served tables: where from, and the order of their rows.
SERVED = {
    "propensity": (
        _joined(PROPENSITY, FORECAST, "offer.forecast", "offer.portrait"),
        "product_code, entity_id, branch_id, staff_id, customer_id",
    ),
    "customer_portrait": ("from lake.offer.portrait", "entity_id, branch_id, staff_id, customer_id"),
    "model_quality": ("from lake.offer.quality", "version, target, measure, part"),
    "model_version": ("from lake.offer.model", "version"),
    "campaign_result": ("from lake.offer.campaign_result", "start_date, campaign_id, part, unit_id"),
    "customer_event": (_held(EVENT, "life_event"), "entity_id, branch_id, staff_id, customer_id, happened_on, kind"),
    "product_change": (
        _held(CHANGE, "product_change"), "entity_id, branch_id, staff_id, customer_id, changed_on, product_code",
    ),
}  # fmt: skip


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Make what is missing. A table in the shape of an earlier release is made anew, and ``seen`` forgotten: the day is foretold
    again."""
    have = _columns(con)
    stale = [name for name, shape in TABLES.items() if have.get(name) != set(columns(shape))]
    if not stale:
        return
    con.execute("begin")
    con.execute("create schema if not exists lake.offer")
    for name in stale:
        con.execute(f"drop table if exists lake.offer.{name}")
        con.execute(f"create table lake.offer.{name} ({TABLES[name]})")
    if "seen" in have:
        con.execute("delete from lake.offer.seen")
    con.execute("commit")


def _columns(con: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    rows = con.execute(
        "select table_name, column_name from duckdb_columns() where database_name = 'lake' and schema_name = 'offer'"
    )
    for table, column in rows.fetchall():
        found.setdefault(table, set()).add(column)
    return found


def known(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The tables there are."""
    return lake_schema.known(con, "offer")


def replace(con: duckdb.DuckDBPyConnection, table: str, select: str) -> None:
    """Put what ``select`` gives in the place of the table's rows; inside the caller's transaction."""
    con.execute(f"delete from lake.offer.{table}")
    con.execute(f"insert into lake.offer.{table} by name {select}")


def publish(con: duckdb.DuckDBPyConnection) -> None:
    """Copy what is served into the attached ``serving``."""
    for name, (select, order) in SERVED.items():
        con.execute(f"create table serving.{name} as select * from ({select}) order by {order}")
