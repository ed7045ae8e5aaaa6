"""Where live rows come from: the operations DB, read in the order of its commits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import pandas as pd
import pyarrow as pa

from data.settings import Settings


class Source(Protocol):
    """Rows of the operations DB in order of commit; see ``data/ops/tail.py`` for what a bound promises."""

    @property
    def key(self) -> str:
        """The column bounds speak of: ``id`` on SQLite, ``tx`` on PostgreSQL."""

    def bound(self, table: str) -> int:
        """Up to where ``table`` can be read without missing a row."""

    def rows(self, table: str, lo: int, hi: int) -> pa.Table:
        """Rows with lo <= key < hi."""

    def pictures(self, photo_ids: Sequence[str]) -> pd.DataFrame:
        """Photos with their prints, and earlier ones they are like: see ``data/ops/pictures.py``."""


class OpsSource:
    """The operations DB of the chosen settings."""

    def __init__(self, chosen: Settings) -> None:
        self._settings = chosen

    @property
    def key(self) -> str:
        """``tx``: equals ``id`` on SQLite."""
        return "tx"

    def bound(self, table: str) -> int:
        """See ``data.ops.tail.safe_bound``."""
        from data.ops.engine import engine
        from data.ops.tail import safe_bound

        return safe_bound(engine(self._settings), table)

    def rows(self, table: str, lo: int, hi: int) -> pa.Table:
        """See ``data.ops.tail.rows_since``."""
        from data.ops.engine import engine
        from data.ops.tail import rows_since

        return rows_since(engine(self._settings), table, lo, hi)

    def pictures(self, photo_ids: Sequence[str]) -> pd.DataFrame:
        """See ``data.ops.pictures``."""
        from data.ops.engine import engine
        from data.ops.pictures import pictures

        return pictures(engine(self._settings), photo_ids)
