"""A feed's file is written once, into the lake: order, what is deleted from it, and that it moves with the lake."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from data import lake
from tests.conftest import tiny_settings
from tests.etl.feeds import AGREED, deliver, put, visit

pytestmark = pytest.mark.slow
DAY = "2025-11-20"
ROWS = 150_000  # more than a row group of Parquet


def _part(folder: Path, name: str, first: int, bad: set[int]) -> list[dict[str, Any]]:
    """A file of ROWS visits; those of ``bad`` have an unknown purpose."""
    row = dict.fromkeys(AGREED["visit"].names, "") | visit("0", "S1", "H1", "2025-11-05 09:00")
    line = ",".join(map(str, (row | {"visit_id": "%d", "purpose": "%s"}).values()))
    lines = [line % (first + n, "golf" if n in bad else "complaint") for n in range(ROWS)]
    return put(folder / name, "\n".join([",".join(row), *lines, ""]), rows=ROWS, feed="visit")["files"]


def test_lines_are_numbered_through_row_groups_and_files(bench) -> None:
    folder = deliver(bench.home, DAY, {})
    files = _part(folder, "visit-1.csv", 0, {7, 140_000}) + _part(folder, "visit-2.csv", ROWS, {130_001})
    deliver(bench.home, DAY, {}, feeds=[{"feed": "visit", "kind": "delta", "files": files}])
    assert bench.load().refused == {}
    assert bench.rows("select file, line from lake.raw.quarantine order by all") == [
        ("visit-1.csv", 9),
        ("visit-1.csv", 140_002),
        ("visit-2.csv", 130_003),
    ]
    assert bench.one("select count(*) from lake.raw.visit") == 2 * ROWS - 3
    assert bench.one("select count(*) from lake.raw.visit where purpose = 'golf'") == 0


def test_landed_files_move_with_the_lake(bench, tmp_path) -> None:
    deliver(bench.home, DAY, {"visit": [visit("1", "S1", "H1", "2025-11-05 09:00")]})
    bench.load()
    bench.con.execute("detach lake")
    moved = tmp_path / "elsewhere"
    shutil.copytree(bench.home, moved)
    shutil.rmtree(bench.home / "lake")
    with lake.connect(tiny_settings(moved)) as con:
        assert con.execute("select visit_id from lake.raw.visit").fetchall() == [("1",)]
