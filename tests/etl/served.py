"""What a published file holds, for comparing two builds: a checksum per table, moments of loading left out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb

# moments and snapshot number; cases under review, opened in the operations DB by a pass and copied by the one after it
NOT_COMPARED = {"publication", "integrity_case"}
MOMENTS = {"loaded_at", "closed_at", "snapshot"}  # columns of other tables that do so, too


def environment(home: Path, **more: str) -> dict[str, str]:
    """The process environment of an ETL pass on ``home``."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("QIANHUI_")}
    return clean | {"QIANHUI_HOME": str(home), "QIANHUI_DEMO": "1"} | more


def start_pass(home: Path, **more: str) -> subprocess.Popen[bytes]:
    """``python -m etl`` on ``home``, started."""
    command = [sys.executable, "-m", "etl"]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment(home, **more), stdout=quiet, stderr=subprocess.PIPE)


def complete_pass(home: Path, **more: str) -> None:
    """A pass run to its end; fails the test when it does not end well."""
    process = start_pass(home, **more)
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors.decode()[-3000:]


def published(home: Path) -> Path | None:
    """The file the pointer names."""
    pointer = home / "serving" / "current.json"
    return home / "serving" / json.loads(pointer.read_text())["file"] if pointer.exists() else None


def checksums(home: Path) -> dict[str, tuple[int, int]]:
    """(rows, order-free checksum) per served table of the current publication."""
    file = published(home)
    assert file is not None
    with duckdb.connect(str(file), read_only=True) as con:
        tables = [row[0] for row in con.execute("show tables").fetchall() if row[0] not in NOT_COMPARED]
        return {table: _checksum(con, table) for table in tables}


def _checksum(con: duckdb.DuckDBPyConnection, table: str) -> tuple[int, int]:
    columns = [row[0] for row in con.execute(f"describe {table}").fetchall() if row[0] not in MOMENTS]
    names = ", ".join(f'"{c}"' for c in columns)
    count, total = con.execute(f"select count(*), coalesce(sum(hash({names})::hugeint), 0) from {table}").fetchone()
    return int(count), int(total)
