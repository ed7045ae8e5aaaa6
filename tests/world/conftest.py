"""Feeds of a tiny province, written once: 13 months up to a Wednesday afternoon."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv
import pytest

from etl.world import write_feeds

UNTIL = datetime(2026, 6, 17, 14, 20)
FIRST, TODAY = date(2026, 6, 16), date(2026, 6, 17)
SEED = 7


@pytest.fixture(scope="session")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """HOME with the first delivery (of FIRST) and a partial one (of TODAY)."""
    home = tmp_path_factory.mktemp("world")
    write_feeds(home, scale="tiny", seed=SEED, until=UNTIL)
    return home


def manifest(home: Path, day: date) -> dict:
    """The manifest of a day's delivery."""
    return json.loads((home / "feeds" / day.isoformat() / "manifest.json").read_text(encoding="utf-8"))


def files(home: Path, day: date, feed: str) -> list[Path]:
    """The files of a feed in a day's delivery, in order."""
    entry = next(item for item in manifest(home, day)["feeds"] if item["feed"] == feed)
    return [home / "feeds" / day.isoformat() / file["path"] for file in entry["files"]]


def rows(home: Path, day: date, feed: str) -> pa.Table:
    """A feed as text, all files together."""
    options = pacsv.ConvertOptions(strings_can_be_null=False)
    tables = []
    for path in files(home, day, feed):
        names = path.open(encoding="utf-8").readline().strip().split(",")
        options.column_types = {name: pa.string() for name in names}
        tables.append(pacsv.read_csv(path, convert_options=options))
    return pa.concat_tables(tables)


def lines(home: Path, day: date, feed: str) -> list[str]:
    """The data lines of a feed, headers left out."""
    return [line for path in files(home, day, feed) for line in path.read_text(encoding="utf-8").splitlines()[1:]]
