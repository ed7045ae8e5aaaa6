"""When managers were at visits the feeds tell of: a phone that sends late must not say it was elsewhere then."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from data.clock import SHANGHAI
from etl.world.delivery import read_manifest
from etl.world.phones.roster import kept_rows

APART = 30 * 60.0  # seconds between two visits, for the way
MONTH = re.compile(r"\d{4}-\d\d")
COLUMNS = ["staff_id", "started_at", "ended_at"]


class Busy:
    """Visits of these managers on these days; times in seconds since 1970."""

    def __init__(self, home: Path, staff_id: list[str], days: list[date]) -> None:
        self._spans: dict[str, list[tuple[float, float]]] = defaultdict(list)
        only, wanted = pa.array(staff_id), pa.array([day.isoformat() for day in days])
        for file in _files(home, {day.isoformat() for day in days}):
            rows = kept_rows(file, COLUMNS, only)
            self._add(rows.filter(pc.is_in(pc.utf8_slice_codeunits(rows["started_at"], 0, 10), value_set=wanted)))

    def is_free(self, staff_id: str, started: float, ended: float) -> bool:
        """Whether nobody saw them elsewhere then, or so shortly before or after that there was no time for the way."""
        return all(ended + APART < began or over + APART < started for began, over in self._spans[staff_id])

    def take(self, staff_id: str, started: float, ended: float) -> None:
        """They are at a visit then."""
        self._spans[staff_id].append((started, ended))

    def _add(self, rows: pa.Table) -> None:
        for staff_id, *span in zip(*(rows[name].to_pylist() for name in COLUMNS), strict=True):
            try:
                began, over = (datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).timestamp() for text in span)
            except ValueError:  # one of the rows spoilt on purpose
                continue
            self.take(staff_id, began, over)


def _files(home: Path, days: set[str]) -> Iterator[Path]:
    """Those of visits that can hold one of the days: of a month (visit-2026-11.csv), or delivered for the day."""
    months = {day[:7] for day in days}
    for path in sorted((home / "feeds").glob("*/manifest.json")):
        manifest = read_manifest(path)
        for file in (file for entry in manifest["feeds"] if entry["feed"] == "visit" for file in entry["files"]):
            of = Path(file["path"]).stem.removeprefix("visit-")
            if of in months or (not MONTH.fullmatch(of) and manifest["business_date"] in days):
                yield path.parent / file["path"]
