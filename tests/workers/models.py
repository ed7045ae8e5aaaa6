"""The product's own models of people working away, run on rows given by a test: no lake, one DuckDB in memory."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from data import lake
from etl.contract import BUILT_IN, contracts
from etl.project import Ahead, project
from etl.publish import SERVED
from etl.raw import LEDGERS
from tests.conftest import tiny_settings

BUILT = (  # in this order; what they stand on comes from the test
    "mart.dim_worker", "core.worker_place", "mart.worker_stock", "mart.worker_cell", "mart.worker_activity",
    "mart.policy_target", "mart.policy_cell", "mart.dim_policy", "mart.dim_destination", "mart.dim_centre",
    "mart.centre_staff", "mart.centre_case", "mart.public_figure",
)  # fmt: skip
FEEDS = (
    "destination", "service_centre", "centre_city", "centre_staff", "policy", "policy_target", "worker", "worker_move",
    "worker_service", "worker_balance", "centre_case", "public_figure",
)  # fmt: skip
ARROW = {
    "varchar": pa.string(), "integer": pa.int32(), "double": pa.float64(), "date": pa.date32(),
    "timestamp": pa.timestamp("us"), "decimal(18,2)": pa.decimal128(18, 2), "boolean": pa.bool_(),
}  # fmt: skip
Rows = dict[str, list[dict[str, Any]]]


@cache
def texts(home: Path) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Model → its query, and → the queries of its audits, as SQLMesh writes them. ``home``: an empty folder."""
    chosen = tiny_settings(home)
    lake.prepare(chosen)
    with project(Ahead(chosen)) as (context, _console):
        queries = {name: context.render(name).sql("duckdb") for name in BUILT}
        audits = {}
        for name in BUILT:
            model = context.get_model(name)
            audits[name] = [
                model.render_audit_query(audit, **arguments).sql("duckdb")
                for audit, arguments in model.audits_with_args
            ]
    return queries, audits


def built(rows: Rows, homes: list[dict[str, Any]], first_visit: date, reaches: date) -> duckdb.DuckDBPyConnection:
    """A connection with raw feeds, and what ours stand on beside them: homes, the calendar, how far data reaches."""
    con = duckdb.connect(config={"threads": 1})
    con.execute("attach ':memory:' as lake")
    for schema in ("raw", "core", "mart"):
        con.execute(f"create schema lake.{schema}")
    agreed = contracts(BUILT_IN)
    rows = rows | {"visit": [{"started_at": datetime.combine(first_visit, time(9))}]}
    for feed in (*FEEDS, "region", "entity_county", "visit"):
        kinds = pa.schema([(column.name, ARROW[column.type]) for column in agreed[feed].columns])
        con.register("given", pa.Table.from_pylist(rows.get(feed, []), schema=kinds))
        con.execute(f"create table lake.raw.{feed} as from given")
    con.register("given", pa.Table.from_pylist(homes))
    con.execute("create table lake.mart.dim_household as from given")
    for ledger in ("ops_visit", "ops_photo"):
        con.execute(f"create table lake.raw.{ledger} ({LEDGERS[ledger]})")
    con.execute(
        "create table lake.raw.context as select $1::date as as_of_date, $1::timestamp as data_as_of", [reaches]
    )
    con.execute(
        "create table lake.raw.calendar as select cast(d as date) as date, true as is_workday, '' as holiday, '' as source "
        "from range($1::date, $2::date + 400, interval 1 day) as days(d)",
        [first_visit.replace(month=1, day=1), reaches],
    )
    return con


def run(con: duckdb.DuckDBPyConnection, home: Path) -> None:
    """Make our tables from what is there."""
    queries, _audits = texts(home)
    for name, query in queries.items():
        con.execute(f"create table lake.{name} as {query}")


def failed_audits(con: duckdb.DuckDBPyConnection, home: Path) -> list[str]:
    """Models of which an audit finds rows."""
    _queries, audits = texts(home)
    return [name for name, found in audits.items() for query in found if con.execute(query).fetchone()]


def published(con: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Copy our served tables into a serving file, in their order."""
    con.execute(f"attach '{file}' as serving")
    for name in BUILT:
        table = name.removeprefix("mart.")
        if table in SERVED:
            con.execute(f"create table serving.{table} as select * from lake.{name} order by {SERVED[table]}")
    con.execute("detach serving")
