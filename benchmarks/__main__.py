"""``make bench``: every measured claim in one run, written to ``<HOME>/bench/latest.json``.

Builds the demo province first when HOME has none. ``--only etl,ingest`` runs a part; the file keeps the other rows.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import (
    etl_speed,
    freshness,
    ingest,
    integrity,
    interaction,
    memory,
    migrant_plan,
    migrants,
    performance,
    photos,
    positions,
    recommend,
    scores,
    screen,
    wall,
)
from benchmarks.measure import Measure
from benchmarks.recorded import chromium, record
from benchmarks.server import serving, signed_in
from data.settings import settings

PARTS = (
    "etl",
    "plan",
    "scores",
    "recommend",
    "bank",
    "integrity",
    "interaction",
    "migrants",
    "performance",
    "screen",
    "freshness",
    "ingest",
    "memory",
    "photos",
    "positions",
    "wall",
)


def run(home: Path, only: set[str]) -> list[Measure]:
    """The chosen parts against the publication in ``home``."""
    current = json.loads((home / "serving" / "current.json").read_text())
    file = home / "serving" / Path(current["file"]).name
    alone = {
        "etl": lambda: etl_speed.measure(home),
        "plan": migrant_plan.measure,
        "scores": scores.measure,
        "recommend": lambda: recommend.measure(home),
        "wall": lambda: wall.measure(home),
        "bank": recommend.bank,
        "photos": photos.measure,
        "positions": lambda: positions.measure(home, file),
        "integrity": lambda: integrity.measure(home),
    }
    out = [measure for part, measured in alone.items() if part in only for measure in measured()]
    if not only - alone.keys():
        return out
    with serving("app:server", home) as (base, master):
        if "interaction" in only:
            out += _interaction(base, home, file, current["as_of_date"])
        if "screen" in only:
            with chromium() as browser:
                out += screen.measure(browser, base, home, file)
        out += _of_pages(base, home, file, only)
        if "freshness" in only:
            out += freshness.measure(base, home, file)
        if "ingest" in only:
            with serving("benchmarks.empty:server", home, workers=2, ready="/") as (empty, _):
                out += ingest.measure(base, empty, home, file)
        if "memory" in only:
            out += memory.measure(master)
    return out


def _of_pages(base: str, home: Path, file: Path, only: set[str]) -> list[Measure]:
    """What pages answer to requests as the browser sends them."""
    out: list[Measure] = []
    of = {"migrants": migrants.measure, "performance": performance.measure}
    for part in sorted(only & of.keys()):
        with serving("benchmarks.empty:server", home, workers=2, ready="/") as (empty, _):
            out += of[part](base, empty, signed_in(base), file)
    return out


def _interaction(base: str, home: Path, file: Path, day: str) -> list[Measure]:
    """Clicks of a real browser, made again once it is closed and both of the empty processes have long started."""
    with serving("benchmarks.empty:server", home, workers=2, ready="/") as (empty, _):
        with chromium() as browser:
            recordings = record(browser, base)
        return interaction.measure(base, empty, signed_in(base), recordings, home, file, day)


def show(rows: list[dict], console: Console) -> None:
    """A table of all rows."""
    table = Table("measure", "value", "limit", "", "against")
    for row in rows:
        sign = "≤" if row["better"] == "lower" else "≥"
        limit = f"{sign} {row['limit']}" if row["limit"] is not None else ""
        table.add_row(
            row["name"], f"{row['value']} {row['unit']}", limit, "ok" if row["ok"] else "MISSED", row["against"]
        )
    console.print(table)


def main() -> int:
    """Run, write, show; exit status 1 when a limit was missed."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--only", default=",".join(PARTS))
    only = set(ask.parse_args().only.split(","))
    home, console = settings().home, Console()
    if not (home / "serving" / "current.json").exists():
        from etl.demo import build

        build(scale="demo", seed=7)
    target = home / "bench" / "latest.json"
    new = [m.row() for m in run(home, only)]
    names = {row["name"] for row in new}
    kept = [r for r in json.loads(target.read_text()) if r["name"] not in names] if target.exists() else []
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(kept + new, ensure_ascii=False, indent=1))
    show(kept + new, console)
    return 0 if all(row["ok"] for row in new) else 1


if __name__ == "__main__":
    sys.exit(main())
