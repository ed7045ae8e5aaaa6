"""The raw schema of the lake: a table per feed as its contract types it, and the ledgers beside them.

``raw.feed_load`` knows every delivery by (feed, business_date); ``raw.quarantine`` holds each rejected row with its reason;
``rows_read = rows_loaded + rows_rejected`` always. ``touched_from/to`` are the visit dates a load may have changed,
so that the build restates exactly these.
"""

from __future__ import annotations

import duckdb

from etl.contract import Contract
from etl.sql import quoted

LEDGERS = {
    "feed_load": """load_id bigint, feed varchar, business_date date, kind varchar, checksum varchar,
        rows_read bigint, rows_loaded bigint, rows_rejected bigint, loaded_at timestamp, reaches timestamp, is_complete boolean,
        status varchar, message varchar, touched_from date, touched_to date""",
    "quarantine": """feed varchar, business_date date, file varchar, line bigint, reason varchar, raw varchar,
        loaded_at timestamp""",
    "ops_visit": """visit_id varchar, visit_no varchar, staff_id varchar, household_id varchar, customer_id varchar,
        started_at timestamp, ended_at timestamp, lon double, lat double, crs varchar, accuracy_m double,
        is_mock boolean, purpose varchar, result varchar, satisfaction integer, photo_count integer,
        device_time timestamp, note varchar, products varchar, ops_key bigint, received_at timestamp, loaded_at timestamp""",
    "ops_case": """case_id varchar, visit_id varchar, visit_date date, staff_id varchar, branch_id varchar, entity_id varchar,
        rules varchar, score integer, opened_at timestamp, state varchar, outcome varchar, closed_at timestamp,
        is_appealed boolean, is_overturned boolean, loaded_at timestamp""",
    "ops_photo": "photo_uuid varchar, visit_id varchar, staff_id varchar, taken_at timestamp, loaded_at timestamp, "
    "lon double, lat double, sha256 varchar",
    "ops_print": "photo_uuid varchar, phash varchar, made_at timestamp",
    "ops_vote": "visit_id varchar, rating integer, voted_at timestamp, loaded_at timestamp",
    "ops_load": "load_id bigint, visits_bound bigint, positions_bound bigint, photos_bound bigint, rows_loaded bigint, "
    "data_as_of timestamp, loaded_at timestamp, touched_from date, touched_to date",
    "built": "load_id bigint, ops_load_id bigint, as_of_date date, built_at timestamp, project varchar",
    "attempt": "load_id bigint, ops_load_id bigint",
    "context": "as_of_date date, data_as_of timestamp",
    "calendar": "date date, is_workday boolean, holiday varchar, source varchar",
    "initials": "name varchar, initials varchar",
}


def create(con: duckdb.DuckDBPyConnection, contracts: dict[str, Contract]) -> None:
    """Make what is missing of the raw schema, in one transaction; new columns of a contract or a ledger are added."""
    have = _columns(con)
    con.execute("begin")
    con.execute("create schema if not exists lake.raw")
    for table, columns in LEDGERS.items():
        _table(con, table, dict(column.split() for column in columns.split(",")), have.get(table))
    for contract in contracts.values():
        delivered = {c.name: c.type for c in contract.columns} | {"business_date": "date", "loaded_at": "timestamp"}
        _table(con, contract.feed, delivered, have.get(contract.feed))
        _history_table(con, contract, have)
    con.execute("commit")


def folder(con: duckdb.DuckDBPyConnection, feed: str) -> str:
    """Where the lake keeps the data files of a feed's table; a file added there moves with the lake."""
    data = con.execute("select data_path from ducklake_settings('lake')").fetchone()
    return f"{str(data[0]).rstrip('/')}/raw/{feed}" if data else ""


def _columns(con: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    rows = con.execute(
        "select table_name, column_name from duckdb_columns() where database_name = 'lake' and schema_name = 'raw'"
    ).fetchall()
    for table, column in rows:
        found.setdefault(table, set()).add(column)
    return found


def _table(con: duckdb.DuckDBPyConnection, table: str, wanted: dict[str, str], have: set[str] | None) -> None:
    if have is None:
        columns = ", ".join(f"{quoted(name)} {kind}" for name, kind in wanted.items())
        con.execute(f"create table lake.raw.{table} ({columns})")
        return
    for name in wanted.keys() - have:
        con.execute(f"alter table lake.raw.{table} add column {quoted(name)} {wanted[name]}")


def _history_table(con: duckdb.DuckDBPyConnection, contract: Contract, have: dict[str, set[str]]) -> None:
    if contract.history and contract.history["table"] not in have:
        names = [contract.history["key"], *contract.history["columns"]]
        columns = ", ".join(f"{quoted(n)} {contract.column(n).type}" for n in names)
        con.execute(
            f"create table lake.raw.{contract.history['table']} ({columns}, valid_from date, business_date date)"
        )
