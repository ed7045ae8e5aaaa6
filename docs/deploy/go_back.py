"""Show an earlier publication again: ``python -m docs.deploy.go_back [--to SNAPSHOT]``; without it, list what is kept.

Only the pointer moves; no data changes. What phones sent since is counted from the operations DB, as always. Stop the
scheduler first: its next pass publishes the newest again.
"""

from __future__ import annotations

import argparse
import json
import os
from typing import Any

from sqlalchemy import select

from data.errors import NotFound
from data.ops.engine import engine, reading
from data.ops.schema import publications
from data.settings import Settings, settings


def kept(chosen: Settings) -> dict[str, dict[str, Any]]:
    """Publications whose file is still there, by snapshot, newest first, each as the pointer writes it."""
    newest = select(publications).order_by(publications.c.published_at.desc())
    with reading(engine(chosen)) as connection:
        rows = connection.execute(newest).mappings().all()
    there = [row for row in rows if (chosen.home / "serving" / row["file"]).exists()]
    dates = ("as_of_date", "data_as_of", "published_at")
    return {row["snapshot_id"]: dict(row) | {name: row[name].isoformat() for name in dates} for row in there}


def go_back(chosen: Settings, snapshot_id: str) -> None:
    """Point at a kept publication, atomically. Raises NotFound naming those there are."""
    there = kept(chosen)
    if snapshot_id not in there:
        raise NotFound("no publication %(came)s; kept are %(kept)s", came=snapshot_id, kept=", ".join(there))
    pointer = chosen.home / "serving" / "current.json"
    draft = pointer.with_suffix(".json.tmp")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(there[snapshot_id], file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, pointer)


def main() -> None:
    """Command line; settings from the environment, as the program has them."""
    ask = argparse.ArgumentParser(prog="python -m docs.deploy.go_back", description=__doc__.splitlines()[0])
    ask.add_argument("--to", metavar="SNAPSHOT")
    asked = ask.parse_args()
    if asked.to:
        go_back(settings(), asked.to)
    for entry in kept(settings()).values():
        print(f"{entry['snapshot_id']}\tas of {entry['as_of_date']}\tpublished {entry['published_at']}")  # noqa: T201


if __name__ == "__main__":
    main()
