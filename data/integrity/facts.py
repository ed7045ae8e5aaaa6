"""What is known of visits, as columns: what the checks read. A row per visit; the visits of a person and day stand together.

Built from a table with the columns ``COLUMNS`` (``core.fct_visit`` has them, live visits too). Times are seconds, places WGS-84
degrees, distances metres; what is not known is NaN.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

COLUMNS = (
    "visit_id", "staff_id", "entity_id", "started_at", "ended_at", "lon", "lat", "accuracy_m", "distance_m", "office_m",
    "home_lon", "home_lat", "is_mock", "result", "device_time", "received_at",
)  # fmt: skip
DAY_SECONDS = 86_400
UNKNOWN_ACCURACY_M = 100.0  # of a position whose phone said none


@dataclass(frozen=True)
class Facts:
    """``staff`` are numbers; ``order`` puts visits by person and start."""

    visit_id: np.ndarray
    staff_id: np.ndarray
    entity: np.ndarray
    staff: np.ndarray
    started: np.ndarray
    ended: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    accuracy: np.ndarray
    distance: np.ndarray
    office: np.ndarray
    home_lon: np.ndarray
    home_lat: np.ndarray
    is_mock: np.ndarray
    is_away: np.ndarray
    device: np.ndarray
    received: np.ndarray

    def __len__(self) -> int:
        return len(self.staff)

    @cached_property
    def order(self) -> np.ndarray:
        """Rows by person, then by start."""
        return np.lexsort((self.started, self.staff))

    @cached_property
    def day(self) -> np.ndarray:
        """The day of each visit, as a number."""
        return (self.started // DAY_SECONDS).astype(np.int64)

    @cached_property
    def is_placed(self) -> np.ndarray:
        """Whether the visit came with a position."""
        return ~np.isnan(self.lon)

    def follows(self, steps: int = 1) -> tuple[np.ndarray, np.ndarray]:
        """(earlier, later): visits of one person and day, ``steps`` apart."""
        earlier, later = self.order[:-steps], self.order[steps:]
        together = (self.staff[earlier] == self.staff[later]) & (self.day[earlier] == self.day[later])
        return earlier[together], later[together]

    @classmethod
    def of(cls, table: pa.Table) -> Facts:
        """From a table with ``COLUMNS``."""
        staff = table["staff_id"].combine_chunks().dictionary_encode()
        return cls(
            visit_id=table["visit_id"].to_numpy(zero_copy_only=False),
            staff_id=staff.dictionary.to_numpy(zero_copy_only=False),
            entity=table["entity_id"].to_numpy(zero_copy_only=False),
            staff=staff.indices.to_numpy(zero_copy_only=False),
            started=_seconds(table["started_at"]),
            ended=_seconds(table["ended_at"]),
            lon=_numbers(table["lon"]),
            lat=_numbers(table["lat"]),
            accuracy=np.nan_to_num(_numbers(table["accuracy_m"]), nan=UNKNOWN_ACCURACY_M),
            distance=_numbers(table["distance_m"]),
            office=_numbers(table["office_m"]),
            home_lon=_numbers(table["home_lon"]),
            home_lat=_numbers(table["home_lat"]),
            is_mock=pc.fill_null(table["is_mock"], False).to_numpy(zero_copy_only=False).astype(bool),
            is_away=pc.fill_null(pc.equal(table["result"], "not_home"), False).to_numpy(zero_copy_only=False),
            device=_seconds(table["device_time"]),
            received=_seconds(table["received_at"]),
        )


def _numbers(column: pa.ChunkedArray) -> np.ndarray:
    return column.cast(pa.float64()).to_numpy(zero_copy_only=False)


def _seconds(column: pa.ChunkedArray) -> np.ndarray:
    """Seconds since 1970 of the wall clock; NaN where there is none."""
    whole = column.cast(pa.timestamp("us")).cast(pa.int64()).cast(pa.float64())
    return whole.to_numpy(zero_copy_only=False) / 1e6
