"""Hidden truth beside the feeds: which visits are fakes, how many rows are bad. For benchmarks; never loaded."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from etl.world.delivery import write_atomically
from etl.world.visits import Day


class Truth:
    """Collects the truth of the days written in this run and adds it to what is on disk."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "world" / "truth"
        self._fakes: list[pa.Table] = []
        self._rechecks: list[pa.Table] = []
        self._bad: dict[str, dict[str, int]] = {}

    def add(self, business_date: date, made: Day) -> None:
        """Note a day of visits that is delivered under ``business_date``."""
        self._fakes.append(made.truth)
        self._rechecks.append(made.rechecks)
        already = self._bad.get("visit", {}).get(business_date.isoformat(), 0)
        self.count("visit", business_date, already + len(made.spoilt))

    def count(self, feed: str, business_date: date, rows: int) -> None:
        """Note how many bad rows a feed's delivery holds."""
        self._bad.setdefault(feed, {})[business_date.isoformat()] = rows

    def save(self) -> None:
        """Merge into ``visit_fakes.parquet``, ``rechecks.parquet`` and ``bad_rows.json``; what was known of the same visits is
        replaced."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for made, name in ((self._fakes, "visit_fakes"), (self._rechecks, "rechecks")):
            if made:
                self._save_rows(pa.concat_tables(made), self.folder / f"{name}.parquet")
        self._save_bad(self.folder / "bad_rows.json")
        self._fakes, self._rechecks, self._bad = [], [], {}

    def _save_rows(self, new: pa.Table, path: Path) -> None:
        if path.exists():
            old = pq.read_table(path)
            known = pc.is_in(old["visit_id"], value_set=new["visit_id"].combine_chunks())
            new = pa.concat_tables([old.filter(pc.invert(known)), new])
        part = path.with_suffix(".tmp")
        pq.write_table(new, part)
        part.replace(path)

    def _save_bad(self, path: Path) -> None:
        bad = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        for feed, counts in self._bad.items():
            bad[feed] = bad.get(feed, {}) | counts
        write_atomically(path, json.dumps(bad, indent=1))
