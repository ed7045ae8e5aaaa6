"""The lake: DuckLake, that is Parquet files and a catalogue (SQLite in WAL mode, or PostgreSQL by settings alone).

One writer, any number of readers. Whoever reads for a page reads at a *published* snapshot, never at the head:
an incremental rebuild is a delete and an insert, and the head shows the moment between.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import duckdb_extensions

from data.settings import Settings, settings

ALIAS = "lake"
MEMORY_LIMIT = "6GB"


def extensions(chosen: Settings) -> list[str]:
    """The DuckDB extensions this catalogue and these data files need."""
    catalogue = "sqlite_scanner" if chosen.lake.startswith("sqlite:") else "postgres_scanner"
    return ["ducklake", catalogue, *(["httpfs"] if chosen.lake_data.startswith("s3://") else [])]


def prepare(chosen: Settings | None = None) -> None:
    """Make folders, put the SQLite catalogue into WAL mode, install extensions from their packages (offline).

    Without WAL, readers stall for seconds behind a commit.
    """
    chosen = chosen or settings()
    chosen.home.mkdir(parents=True, exist_ok=True)
    if "://" not in chosen.lake_data:
        Path(chosen.lake_data).mkdir(parents=True, exist_ok=True)
    if chosen.lake.startswith("sqlite:"):
        catalogue = sqlite3.connect(chosen.lake.removeprefix("sqlite:"), timeout=30)
        catalogue.execute("pragma journal_mode=WAL")
        catalogue.close()
    with duckdb.connect() as con:
        for name in extensions(chosen):
            _load(con, name)


def _load(con: duckdb.DuckDBPyConnection, name: str) -> None:
    try:
        con.execute(f"LOAD {name}")
    except duckdb.Error:
        duckdb_extensions.import_extension(name, con=con)
        con.execute(f"LOAD {name}")


def attach_sql(chosen: Settings, *, alias: str = ALIAS, read_only: bool = False, snapshot: int | None = None) -> str:
    """The ATTACH statement. ``snapshot`` reads the lake as it was at that snapshot."""
    options = [f"DATA_PATH '{chosen.lake_data}'", "OVERRIDE_DATA_PATH true"]
    if read_only or snapshot is not None:
        options.append("READ_ONLY")
    else:
        options.append("DATA_INLINING_ROW_LIMIT 0")
    if snapshot is not None:
        options.append(f"SNAPSHOT_VERSION {int(snapshot)}")
    return f"ATTACH 'ducklake:{chosen.lake}' AS {alias} ({', '.join(options)})"


def connect(
    chosen: Settings | None = None,
    *,
    read_only: bool = False,
    snapshot: int | None = None,
    database: str = ":memory:",
) -> duckdb.DuckDBPyConnection:
    """A connection with the lake attached as ``lake``; ``database`` is its own main file. The caller closes it."""
    chosen = chosen or settings()
    con = duckdb.connect(database, config=limits(chosen))
    try:
        for name in extensions(chosen):
            _load(con, name)
        _add_secret(con, s3_secret(chosen))
        con.execute(attach_sql(chosen, read_only=read_only, snapshot=snapshot))
    except BaseException:
        con.close()
        raise
    return con


def limits(chosen: Settings) -> dict[str, Any]:
    """What a connection that works on the lake may take."""
    threads = {"threads": chosen.lake_threads} if chosen.lake_threads else {}
    return {"memory_limit": MEMORY_LIMIT, "temp_directory": str(chosen.home / "tmp")} | threads


def s3_secret(chosen: Settings) -> dict[str, str]:
    """S3 access from the usual AWS_* environment; empty when the data files lie in a folder."""
    if not chosen.lake_data.startswith("s3://"):
        return {}
    endpoint = os.environ.get("AWS_ENDPOINT_URL", "")
    given = {
        "type": "s3",
        "key_id": os.environ.get("AWS_ACCESS_KEY_ID"),
        "secret": os.environ.get("AWS_SECRET_ACCESS_KEY"),
        "session_token": os.environ.get("AWS_SESSION_TOKEN"),
        "region": os.environ.get("AWS_REGION"),
        "endpoint": endpoint.split("://")[-1] or None,
        "url_style": "path" if endpoint else None,
        "use_ssl": "false" if endpoint.startswith("http://") else None,
    }
    return {name: value for name, value in given.items() if value}


def _add_secret(con: duckdb.DuckDBPyConnection, secret: dict[str, str]) -> None:
    if secret:
        options = ", ".join(f"{name} '{value.replace(chr(39), chr(39) * 2)}'" for name, value in secret.items())
        con.execute(f"CREATE OR REPLACE SECRET lake_data ({options})")


def head(con: duckdb.DuckDBPyConnection) -> int:
    """The newest snapshot's number."""
    row = con.execute("select max(snapshot_id) from ducklake_snapshots(?)", [ALIAS]).fetchone()
    return int(row[0]) if row and row[0] is not None else 0
