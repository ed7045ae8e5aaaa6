"""Writes the second bank's deliveries as its systems would: own column names, codes, dates, encodings and delimiters.

The contract says what a file looks like; this turns a row back into that: ``started_at`` 2026-01-31 09:05 becomes
``31.01.2026 09:05`` under ``开始时间`` in a GBK file with ``|``. A column the bank does not have is left out.
"""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from etl.contract import Column, Contract, contracts
from tests.own_data.organisation import Row

HERE = Path(__file__).parent
ABSENT = {"visit": {"crs", "is_mock"}}  # the bank's visit system knows no coordinate system and no mock positions


def deliver(home: Path, business_date: date, feeds: dict[str, list[Row]]) -> Path:
    """The folder of one delivery; the manifest is written last, by renaming, as the contract asks."""
    folder = home / "feeds" / business_date.isoformat()
    folder.mkdir(parents=True, exist_ok=True)
    known = contracts(HERE / "contracts")
    listed = [_feed(folder, known[feed], rows) for feed, rows in feeds.items()]
    manifest = {
        "business_date": business_date.isoformat(),
        "source": "lake",
        "created_at": f"{business_date.isoformat()}T23:30:00",
        "complete": True,
        "demo": False,
        "feeds": listed,
    }
    draft = folder / "manifest.json.tmp"
    draft.write_text(json.dumps(manifest), "utf-8")
    draft.rename(folder / "manifest.json")
    return folder


def _feed(folder: Path, contract: Contract, rows: list[Row]) -> dict[str, Any]:
    path = folder / f"{contract.feed}.txt"
    columns = [c for c in contract.columns if c.name not in ABSENT.get(contract.feed, ())]
    with path.open("w", encoding=contract.encoding, newline="") as file:
        writer = csv.writer(file, delimiter=contract.delimiter)
        writer.writerow([c.header for c in columns])
        writer.writerows([[_written(c, row[c.name]) for c in columns] for row in rows])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    part = {"path": path.name, "rows": len(rows), "sha256": digest, "encoding": contract.encoding}
    return {"feed": contract.feed, "kind": contract.kind, "files": [part]}


def _written(column: Column, value: Any) -> str:
    """The value as the bank writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        value = str(value).lower()
    if isinstance(value, date | datetime) and column.format and value.year < 9999:
        return value.strftime(column.format)
    theirs = {ours: came for came, ours in column.values.items()}
    return theirs.get(str(value), str(value))
