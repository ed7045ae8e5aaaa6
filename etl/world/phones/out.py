"""Whose phone is out on a day, and since when: kept in the home, for a manager cannot be at two visits at once.

Their visits then come from the phone; the day's feed, where it is written later, leaves its own of them out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from etl.world.delivery import read_manifest, write_atomically

WITHIN = timedelta(hours=1)  # the first visits of phones began and ended in it


@dataclass(frozen=True)
class Out:
    """``staff_id``: who; ``since``: what ended later is told by the phone alone; naive, Asia/Shanghai."""

    staff_id: list[str]
    since: datetime


def out_on(home: Path, day: date) -> Out | None:
    """Who went out on a day; None when no phone was out."""
    file = _file(home, day)
    if not file.exists():
        return None
    held = json.loads(file.read_text(encoding="utf-8"))
    return Out(held["staff_id"], datetime.fromisoformat(held["since"]))


def go_out(home: Path, now: datetime, staff_id: list[str]) -> None:
    """Keep who goes out today, from what the day's feed holds already, but no longer than WITHIN ago; ``now`` is naive.

    Phones started again that day go on as those who went out first.
    """
    if out_on(home, now.date()) is None:
        reached = read_manifest(home / "feeds" / now.date().isoformat() / "manifest.json").get("until")
        since = max(now - WITHIN, min(datetime.fromisoformat(reached), now) if reached else now - WITHIN)
        file = _file(home, now.date())
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, json.dumps({"staff_id": staff_id, "since": since.isoformat(timespec="seconds")}))


def _file(home: Path, day: date) -> Path:
    return home / "world" / "out" / f"{day.isoformat()}.json"
