"""Live tables of one state: visits and their signed effect on ``visit_level_day``, and who is out now."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb

from data.live.source import Source

POSITION = (
    "staff_id varchar, branch_id varchar, entity_id varchar, township_code varchar, county_code varchar, "
    "prefecture_code varchar, lon double, lat double, seen_at timestamp, state varchar"
)


class LiveTables:
    """Tables ``live_visit``, ``live_level_day`` and ``position`` in the state's schema."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, schema: str, database: str, source: Source, bounds: dict[str, int]
    ) -> None:
        self._con, self._schema, self._database = con, schema, database
        self._source, self._bounds = source, bounds
        self.version, self.taken_at = 0, None  # type: int, datetime | None
        self.first_day: date | None = None
        con.execute(f"create table {schema}.live_visit as from {database}.fct_visit limit 0")
        con.execute(f"create table {schema}.live_level_day as from {database}.visit_level_day limit 0")
        con.execute(f"create table {schema}.position ({POSITION})")

    def seen_as(self, table: str) -> str:
        """The query behind the view of ``table``: history, and live rows where there are some."""
        history = f"select * from {self._database}.{table}"
        live = {"fct_visit": "live_visit", "visit_level_day": "live_level_day"}.get(table)
        return f"{history} union all by name select * from {self._schema}.{live}" if live else history

    def load(self, before: Any) -> None:
        pass

    def tick(self) -> None:
        pass
