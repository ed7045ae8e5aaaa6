"""Publication: the marts of one lake snapshot, copied into a fresh DuckDB file that readers switch to atomically.

``.tmp`` → CHECKPOINT → DETACH → fsync → rename → pointer by ``os.replace``. The pointer names a complete file at every
moment; a file it names is never written again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from data import lake
from data.log import logger
from data.settings import Settings
from etl import score_tables
from etl.load import now
from etl.offers import tables as offer_tables
from etl.shapes import SHAPES
from etl.sql import literal
from etl.trust import tables as trust_tables

log = logger(__name__)

# Served tables and the order of their rows: neighbours are asked for together, so zone maps skip the rest.
SERVED: dict[str, str] = {
    "dim_region": "level, code",
    "dim_entity": "entity_id",
    "dim_branch": "entity_id, branch_id",
    "dim_staff": "entity_id, branch_id, staff_id",
    "dim_staff_post": "staff_id, valid_from",
    "dim_household": "entity_id, branch_id, staff_id, household_id",
    "dim_customer": "entity_id, branch_id, staff_id, customer_id",
    "holding": "entity_id, branch_id, staff_id, customer_id, product_code",
    "calendar": "date",
    "fct_visit": "visit_date, started_at, visit_id",
    "visit_level_day": "level, visit_date, unit_id, branch_id",
    "customer_vote": "visit_date, visit_id",
    "managers_month": "level, month, unit_id, branch_id",
    "household_level": "level, unit_id, branch_id",
    "village_reach": "year, county_code, village_code",
    "dim_destination": "level, code",
    "dim_centre": "centre_id",
    "dim_policy": "policy_id",
    "dim_worker": "entity_id, branch_id, staff_id, worker_id",
    "worker_stock": "stock_date",
    "worker_cell": "stock_date, entity_id, county_code, destination_city",
    "worker_activity": "happened_at",
    "policy_target": "policy_id, centre_id, county_code",
    "policy_cell": "policy_id, entity_id, county_code, destination_city",
    "centre_case": "opened_at, case_id",
    "centre_staff": "staff_id, valid_from",
    "public_figure": "figure_id",
    "integrity_case": "entity_id, branch_id, opened_at, case_id",
    "performance_unit": "month, level, entity_id, branch_id, unit_id",
    "indicator_value": "month, level, entity_id, branch_id, unit_id, indicator",
    "indicator_flag": "month, kind, entity_id, branch_id, unit_id, customer_id",
    "performance_target": "level, unit_id, indicator, year",
    "account_month": "month, entity_id, branch_id, staff_id, customer_id, product_code",
    "customer_month": "month, entity_id, branch_id, staff_id, product_group, customer_id",
    "customer_course": "entity_id, branch_id, staff_id, customer_id, month",
    "performance_event": "month, entity_id, branch_id, staff_id, event_kind, happened_at, event_id",
    "feed_load": "business_date, feed, status",
    "quarantine_summary": "business_date, feed, reason",
}
ROWS_TOGETHER = 30_720  # of a row group, a quarter of the usual: who looks up one unit passes over more of them
KEYS = {"dim_customer": "customer_id"}  # looked up by key one by one; all else is found by its order
Lineage = Sequence[tuple[str, str, str, str, str]]


def pointer(home: Path) -> dict[str, Any] | None:
    """What ``serving/current.json`` says; None before the first publication."""
    path = home / "serving" / "current.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def publish(
    chosen: Settings, lineage: Lineage, *, ops_bound: dict[str, int], facts: dict[str, Any],
    told: Callable[[str], None] = lambda name: None,
) -> dict[str, Any]:  # fmt: skip
    """Publish the lake's head; the pointer's new content. ``facts``: as_of_date, data_as_of, demo, seed, scale.

    A mart that is not built yet, for want of its feeds, is served empty, in its shape.
    """
    serving = chosen.home / "serving"
    serving.mkdir(parents=True, exist_ok=True)
    con = lake.connect(chosen)
    snapshot = str(lake.head(con))
    con.close()
    entry = {
        "snapshot_id": snapshot,
        "file": f"{snapshot}.duckdb",
        "as_of_date": facts["as_of_date"].isoformat(),
        "data_as_of": facts["data_as_of"].isoformat(),
        "published_at": now().isoformat(),
        "ops_bound": ops_bound,
    }
    part = serving / f"{entry['file']}.tmp"
    _remove(part)
    con = lake.connect(chosen, snapshot=int(snapshot))
    try:
        con.execute(f"attach {literal(part)} as serving (storage_version 'latest', row_group_size {ROWS_TOGETHER})")
        con.execute("set preserve_insertion_order = true")
        built = _built(con)
        for table, order in SERVED.items():
            told(table)
            con.execute(f"create table serving.{table} {_filled(con, table, order, built)}")
        for table, key in KEYS.items():
            con.execute(f"create index {table}_by_{key} on serving.{table} ({key})")
        score_tables.publish(con)
        offer_tables.publish(con)
        trust_tables.publish(con)
        _own_tables(con, entry, lineage, facts)
        con.execute("checkpoint serving")
        con.execute("detach serving")
    finally:
        con.close()
    _switch(serving, part, entry)
    log.info("published", snapshot=snapshot, as_of_date=entry["as_of_date"])
    return entry


def _filled(con: duckdb.DuckDBPyConnection, table: str, order: str, built: set[str]) -> str:
    """What a served table is made of: the mart in order (visits with their verdicts), or its shape alone."""
    if table not in built:
        return f"({SHAPES[table]})"
    rows = trust_tables.visits(con) if table == "fct_visit" else f"select * from lake.mart.{table}"
    return f"as select * from ({rows}) order by {order}"


def _built(con: duckdb.DuckDBPyConnection) -> set[str]:
    rows = con.execute("select view_name from duckdb_views() where database_name = 'lake' and schema_name = 'mart'")
    return {name for (name,) in rows.fetchall()}


def _own_tables(con: duckdb.DuckDBPyConnection, entry: dict[str, Any], lineage: Lineage, facts: dict[str, Any]) -> None:
    con.execute(
        "create table serving.lineage (mart varchar, column_name varchar, depends_on_table varchar, "
        "depends_on_column varchar, feed varchar)"
    )
    if lineage:
        marks = ", ".join(["(?, ?, ?, ?, ?)"] * len(lineage))
        con.execute(f"insert into serving.lineage values {marks}", [cell for row in lineage for cell in row])
    con.execute(
        "create table serving.publication (snapshot_id varchar, as_of_date date, data_as_of timestamp, "
        "published_at timestamp, ops_bound varchar, demo boolean, seed bigint, scale varchar)"
    )
    con.execute(
        "insert into serving.publication values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            entry["snapshot_id"], facts["as_of_date"], facts["data_as_of"], datetime.fromisoformat(entry["published_at"]),
            json.dumps(entry["ops_bound"]), facts["demo"], facts["seed"], facts["scale"],
        ],
    )  # fmt: skip


def _switch(serving: Path, part: Path, entry: dict[str, Any]) -> None:
    """Make the file durable under its name, then the pointer. A crash in between leaves the old pointer standing."""
    _sync(part)
    os.replace(part, serving / entry["file"])
    _sync(serving)
    draft = serving / "current.json.tmp"
    draft.write_text(json.dumps(entry, ensure_ascii=False, indent=1), encoding="utf-8")
    _sync(draft)
    os.replace(draft, serving / "current.json")
    _sync(serving)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clean(home: Path, keep: int) -> None:
    """Drop drafts and all but the newest ``keep`` publications; the one the pointer names always stays."""
    serving = home / "serving"
    named = (pointer(home) or {}).get("file")
    for draft in serving.glob("*.tmp*"):
        _remove(draft)
    files = sorted(serving.glob("*.duckdb"), key=lambda f: int(f.stem) if f.stem.isdigit() else -1, reverse=True)
    for old in [f for f in files if f.name != named][max(keep - 1, 0) :]:
        _remove(old)


def _remove(path: Path) -> None:
    for file in (path, path.with_name(path.name + ".wal")):
        file.unlink(missing_ok=True)


def as_date(value: str) -> date:
    """A date of the pointer."""
    return date.fromisoformat(value)
