"""Loading and building the demo province, against a bare DuckDB copy of the same feed files to Parquet."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from benchmarks.measure import Measure, seconds


def bare_copy(feeds: Path, out: Path) -> int:
    """Every delivered CSV file to Parquet, nothing checked; returns the rows copied."""
    out.mkdir(parents=True, exist_ok=True)
    rows = 0
    with duckdb.connect(config={"threads": 2}) as con:
        for manifest in sorted(feeds.glob("*/manifest.json")):
            for feed in json.loads(manifest.read_text())["feeds"]:
                for i, file in enumerate(feed["files"]):
                    source = manifest.parent / file["path"]
                    encoding = "gbk" if file["encoding"].lower().startswith("gb") else "utf-8"
                    target = out / f"{manifest.parent.name}-{feed['feed']}-{i}.parquet"
                    reader = "read_csv(?, header=true, ignore_errors=true, all_varchar=false)"
                    if encoding == "gbk":
                        copy = out / "utf8.csv"
                        copy.write_text(source.read_text("gbk"), "utf-8")
                        source = copy
                    con.execute(f"copy (from {reader}) to '{target}'", [str(source)])
                    rows += file["rows"]
    return rows


def timed_copy(feeds: Path, out: Path) -> tuple[float, int]:
    """Seconds and rows of one bare copy, which is deleted again."""
    rows: list[int] = []
    took = seconds(lambda: rows.append(bare_copy(feeds, out)))
    shutil.rmtree(out)
    return took, rows[0]


def measure(feeds_home: Path) -> list[Measure]:
    """Ratio of one ETL pass on an empty lake to the bare copy before and after it, same feeds, same two cores."""
    with tempfile.TemporaryDirectory(prefix="qianhui-bench-") as tmp:
        home = Path(tmp) / "home"
        home.mkdir()
        os.symlink(feeds_home / "feeds", home / "feeds")
        for file in (home / "feeds").glob("*/*.csv"):
            file.read_bytes()  # from the disk into memory, for both alike
        before, rows = timed_copy(home / "feeds", Path(tmp) / "bare")
        env = os.environ | {"QIANHUI_HOME": str(home), "QIANHUI_DEMO": "1"}
        command = [sys.executable, "-m", "etl"]
        subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
        after, _rows = timed_copy(home / "feeds", Path(tmp) / "bare")
        done = json.loads((home / "etl_last_run.json").read_text())
        took, peak = done["seconds"], done["peak_mb"]
        full, bare = took["load"] + took["reference"] + took["build"], (before + after) / 2
    against = f"bare DuckDB copy of the same {rows:,} rows to Parquet: {before:.1f} s before, {after:.1f} s after"
    return [
        Measure("frame_etl_ratio", round(full / bare, 2), "×", "lower", 4.0, against),
        Measure(
            "account_build_peak_mb",
            peak["build"],
            "MB",
            "lower",
            None,
            f"resident memory of the pass by the end of load {peak['load']}, build {peak['build']}, scores {peak['scores']},"
            f" forecasts {peak['offers']} MB",
        ),
        Measure("frame_etl_rows_per_s", round(rows / full), "rows/s", "higher", None, f"load + build {full:.1f} s"),
    ]
