"""The product's own models of accounts, run on rows given by a test: no lake, one DuckDB in memory."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from sqlglot import exp

from data import lake
from etl.contract import BUILT_IN, contracts
from etl.project import Ahead, project
from etl.raw import LEDGERS
from tests.conftest import tiny_settings

BUILT = (  # in this order
    "core.portfolio_spell", "core.account_month", "core.balance_measure", "core.customer_measure", "core.customer_month",
    "core.event_measure", "core.visit_refuted", "core.visit_measure", "mart.performance_unit", "mart.indicator_value", "mart.indicator_flag",
)  # fmt: skip
FEEDS = (
    "entity", "branch", "household", "customer", "staff_post", "holding", "account_balance", "channel_activity", "sale",
    "lending", "portfolio", "conduct", "correction", "visit", "product_change",
)  # fmt: skip
ARROW = {
    "varchar": pa.string(), "integer": pa.int32(), "double": pa.float64(), "date": pa.date32(), "boolean": pa.bool_(),
    "timestamp": pa.timestamp("us"), "decimal(18,2)": pa.decimal128(18, 2), "decimal(5,4)": pa.decimal128(5, 4),
    "decimal(5,2)": pa.decimal128(5, 2),
}  # fmt: skip
EMBEDDED = {"core.corrected_balance", "core.performance_month", "core.home_branch"}  # audits of these need a lake
Rows = dict[str, list[dict[str, Any]]]


@cache
def texts(home: Path, start: date, end: date) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Model → its query for the months, and → the queries of its audits. ``home``: an empty folder."""
    chosen, months = tiny_settings(home), {"start": start, "end": end}
    lake.prepare(chosen)
    with project(Ahead(chosen)) as (context, _console):
        queries = {name: context.render(name, **months).sql("duckdb") for name in BUILT}
        audits = {}
        for name in BUILT:
            model = context.get_model(name)
            audits[name] = [
                model.render_audit_query(audit, **months, **arguments).sql("duckdb")
                for audit, arguments in model.audits_with_args
                if not EMBEDDED & {f"{table.db}.{table.name}" for table in audit.query.find_all(exp.Table)}
            ]
    return queries, audits


def built(rows: Rows, home: Path, start: date, end: date) -> duckdb.DuckDBPyConnection:
    """A connection with our tables, made from raw feeds; no visit came from a phone."""
    con = duckdb.connect(config={"threads": 1})
    con.execute("attach ':memory:' as lake")
    for schema in ("raw", "core", "mart"):
        con.execute(f"create schema lake.{schema}")
    agreed = contracts(BUILT_IN)
    for feed in FEEDS:
        kinds = pa.schema([(column.name, ARROW[column.type]) for column in agreed[feed].columns])
        con.register("given", pa.Table.from_pylist(rows.get(feed, []), schema=kinds))
        con.execute(f"create table lake.raw.{feed} as from given")
    for ledger in ("ops_visit", "ops_photo", "ops_case"):
        con.execute(f"create table lake.raw.{ledger} ({LEDGERS[ledger]})")
    for case in rows.get("case", []):
        con.execute(
            f"insert into lake.raw.ops_case by name select {', '.join(f'? as {name}' for name in case)}",
            [*case.values()],
        )
    for name, query in texts(home, start, end)[0].items():
        con.execute(f"create table lake.{name} as {query}")
    return con


def failed_audits(con: duckdb.DuckDBPyConnection, home: Path, start: date, end: date) -> list[str]:
    """Models of which an audit finds rows."""
    audits = texts(home, start, end)[1]
    return [name for name, found in audits.items() for query in found if con.execute(query).fetchone()]
