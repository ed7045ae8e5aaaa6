"""Many rows by key without a dictionary: sorted hashes and columns in numpy. A million rows take 20 MB, a look-up microseconds.

A scan of a million ids would cost 20 ms, too much for each second. Keys are DuckDB's 64-bit hashes: that two of a
million ids share one has a chance of 1 in 30 million.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np

PIECE = 100_000  # rows


def hashes(cursor: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> np.ndarray:
    """DuckDB's hash of each key, in order."""
    if not keys:
        return np.array([], dtype=np.uint64)
    found = cursor.execute("select hash(key) as h from (select unnest($keys::varchar[]) as key)", {"keys": list(keys)})
    return np.asarray(found.fetchnumpy()["h"], dtype=np.uint64)


def read_columns(result: duckdb.DuckDBPyConnection, kinds: dict[str, str]) -> dict[str, np.ndarray]:
    """A result without nulls as compact numpy columns, read in pieces: the whole of it never stands in memory twice."""
    pieces: dict[str, list[np.ndarray]] = {name: [np.array([], dtype=kind)] for name, kind in kinds.items()}
    for batch in result.to_arrow_reader(PIECE):
        for name, kind in kinds.items():
            pieces[name].append(batch.column(name).to_numpy(zero_copy_only=False).astype(kind))
    return {name: np.concatenate(pieces.pop(name)) for name in list(pieces)}


class Keyed:
    """Columns sorted by a hash; several rows may share one."""

    def __init__(self, keys: np.ndarray, **columns: np.ndarray) -> None:
        order = np.argsort(keys, kind="stable")
        self._keys = keys[order]
        self.columns = {name: values[order] for name, values in columns.items()}

    def __len__(self) -> int:
        return len(self._keys)

    def spans(self, wanted: np.ndarray) -> list[tuple[int, int]]:
        """(first, last + 1) row of each wanted hash; equal when there is none."""
        low = np.searchsorted(self._keys, wanted, "left")
        high = np.searchsorted(self._keys, wanted, "right")
        return list(zip(low.tolist(), high.tolist(), strict=True))
