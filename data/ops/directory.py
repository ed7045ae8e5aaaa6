"""Who exists: staff, households and customers of the published snapshot by id, in memory, to check what phones send.

A million households take some 30 MB (sorted keys and an entity number each) and answer in microseconds. A new snapshot
is read behind the old one, so that no phone waits for it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from data.serving import reading
from data.settings import settings


class Member(NamedTuple):
    """A member of staff today."""

    name: str
    branch_id: str
    entity_id: str
    is_active: bool


class Keys:
    """A sorted set of ids; ``find`` gives the row of each, −1 when there is none."""

    def __init__(self, ids: Sequence[str]) -> None:
        raw = np.array([key.encode() for key in ids], dtype=np.bytes_)
        self.order = np.argsort(raw, kind="stable")
        self._sorted = raw[self.order]

    def find(self, ids: Iterable[str]) -> np.ndarray:
        """Rows, in the order the ids were given to the constructor."""
        wanted = np.array([key.encode() for key in ids], dtype=np.bytes_)
        if not len(self._sorted) or not len(wanted):
            return np.full(len(wanted), -1)
        at = np.minimum(np.searchsorted(self._sorted, wanted), len(self._sorted) - 1)
        return np.where(self._sorted[at] == wanted, self.order[at], -1)


class Directory:
    """Staff, households and customers of one snapshot."""

    def __init__(self, snapshot_id: str, staff: pa.Table, households: pa.Table, customers: pa.Table) -> None:
        self.snapshot_id = snapshot_id
        self.staff = {row.pop("staff_id"): Member(**row) for row in staff.to_pylist()}
        self._households = Keys(households["household_id"].to_pylist())
        entities = households["entity_id"].combine_chunks().dictionary_encode()
        self._entities = entities.dictionary.to_pylist()
        self._entity_of = entities.indices.to_numpy(zero_copy_only=False).astype(np.int32)
        self._customers = Keys(customers["customer_id"].to_pylist())
        self._household_of = np.array([h.encode() for h in customers["household_id"].to_pylist()], dtype=np.bytes_)

    def entities_of(self, household_ids: Sequence[str]) -> list[str | None]:
        """The entity each household is served by; None when there is no such household."""
        rows = self._households.find(household_ids)
        return [self._entities[self._entity_of[row]] if row >= 0 else None for row in rows]

    def households_of(self, customer_ids: Sequence[str | None]) -> list[str | None]:
        """The household of each customer; None when there is no such customer."""
        rows = self._customers.find([key or "" for key in customer_ids])
        return [self._household_of[row].decode() if row >= 0 else None for row in rows]


SQL: dict[str, str] = {
    "staff": "select staff_id, name, branch_id, entity_id, is_active from {0}.dim_staff",
    "households": "select household_id, entity_id from {0}.dim_household",
    "customers": "select customer_id, household_id from {0}.dim_customer",
}

_held: dict[tuple[str, int], Directory] = {}
_first, _reading = threading.Lock(), threading.Lock()


def directory() -> Directory:
    """The directory of the snapshot on screen. Raises Unavailable before the first publication."""
    key = (str(settings().home), os.getpid())
    with reading() as state:
        wanted = state.snapshot.snapshot_id
    if key not in _held:
        with _first:
            if key not in _held:
                _held[key] = read()
    if _held[key].snapshot_id != wanted and not _reading.locked():
        threading.Thread(target=_renew, args=(key,), daemon=True).start()
    return _held[key]


def read() -> Directory:
    """Read the directory of the snapshot on screen."""
    with reading() as state:
        tables: dict[str, Any] = {
            name: state.cursor().execute(sql.format(state.schema)).to_arrow_table() for name, sql in SQL.items()
        }
        return Directory(state.snapshot.snapshot_id, **tables)


def _renew(key: tuple[str, int]) -> None:
    if _reading.acquire(blocking=False):
        try:
            _held[key] = read()
        finally:
            _reading.release()
