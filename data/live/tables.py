"""Live tables of one state: visits, their signed effect on ``visit_level_day``, and who is out now.

History holds all rows below the publication's bounds, these tables all from there on: nothing twice, nothing missing.
A change is one transaction, so that no reader sees a visit without its counts. One thread at a time (the store's lock).
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import duckdb
import pyarrow as pa

from data.clock import now
from data.errors import Unavailable
from data.live.arrivals import Arrivals, photo_from
from data.live.convert import Fact, counted, facts_of
from data.live.delta import INDEX, MEASURES, Book, Counted, Deltas, Row, rows_of
from data.live.history import History
from data.live.people import People, Post, position_row
from data.live.source import Source
from data.live.trust import LiveTrust, Verdict
from data.log import logger
from data.memory import shared_rows

POSITION = (
    "staff_id varchar, branch_id varchar, entity_id varchar, township_code varchar, county_code varchar, "
    "prefecture_code varchar, lon double, lat double, seen_at timestamp, state varchar"
)
LIVE = {"fct_visit": "live_visit", "visit_level_day": "live_level_day"}  # served table → live rows on top of it
COMPACT_FROM = 50_000  # rows of small changes; more are summed up
AT_ONCE = 500  # visits taken in together
REST = 4  # times as long as it took
PHOTOS_BACK = 5000  # photos read below the bound: of live visits, and for the strip
POSITIONS_BACK = 200_000  # positions read at a cold start, at most
WARN_SECONDS = 60
Verdicts = dict[str, Verdict]  # visit → columns to change

log = logger(__name__)


class LiveTables:
    """Tables ``live_visit``, ``live_level_day`` and ``position`` in the state's schema. ``past``: views that stand in the place
    of tables of history."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        schema: str,
        database: str,
        source: Source,
        bounds: dict[str, int],
        past: Mapping[str, str],
    ) -> None:
        self._con, self._schema, self._database, self._past = con, schema, database, past
        self._source = source
        self._next = {table: bounds.get(table, 0) for table in ("visits", "photos")}
        self._loose_rows = 0
        self._complained: datetime | None = None
        self._counted: dict[str, Counted] = {}
        self._photos: Counter[str] = Counter()
        self.version, self.people_version = 0, 0
        self.taken_at: datetime | None = None
        self.first_day: date | None = None
        self.people, self.arrivals = People(), Arrivals()
        self._book = Book(History(con, database))
        self._posts: dict[str, Post] = {}
        self._trust = LiveTrust(con, self._history("fct_visit"))
        con.execute(f"create table {schema}.live_visit as from {self._history('fct_visit')} limit 0")
        con.execute(f"create table {schema}.live_level_day as from {database}.visit_level_day limit 0")
        con.execute(f"create table {schema}.position ({POSITION})")
        self._fact_schema = self._schema_of("live_visit")
        self._level_schema = self._schema_of("live_level_day")

    def seen_as(self, table: str) -> str:
        """The query behind the view of ``table``: history, and live rows where there are some."""
        history = f"select * from {self._history(table)}"
        live = LIVE.get(table)
        return f"{history} union all by name select * from {self._schema}.{live}" if live else history

    def _history(self, table: str) -> str:
        return self._past.get(table, f"{self._database}.{table}")

    def load(self, before: LiveTables | None) -> None:
        """Everything since the bounds; people and arrivals go on from the state ``before``."""
        rows = shared_rows(self._con.execute(_POSTS.format(database=self._database)))
        self._posts = {staff: Post(*post) for staff, *post in rows}
        if before is not None:
            self.people, self.arrivals = before.people, before.arrivals
            self._next["positions"] = before.next_position
        self.people.changed = set(self.people.seen)
        self._next["photos"] = max(0, self._next["photos"] - PHOTOS_BACK)
        self.people.take_visits((0, fact) for fact in self._recent_history())
        if not self.tick() and before is not None and before.taken_at is not None:
            raise Unavailable("The new snapshot waits: live visits cannot be read just now")

    @property
    def next_position(self) -> int:
        """The key from which positions are read next."""
        return self._next.get("positions", 0)

    def post(self, staff_id: str) -> Post | None:
        """Where a manager is posted today; None for anybody else."""
        return self._posts.get(staff_id)

    def bound(self, table: str) -> int:
        """The key up to which ``table`` was read."""
        return self._next.get(table, 0)

    def tick(self) -> bool:
        """Take in what came; whether the operations DB could be read. If not, all stays, and ``taken_at`` says since when."""
        try:
            for table, take in (("visits", self._take_visits), ("photos", self._take_photos)):
                bound = self._source.bound(table)
                if bound > self._next[table]:
                    take(self._source.rows(table, self._next[table], bound))
                    self._next[table] = bound
            self._take_positions()
        except Exception as error:  # any driver's error: stale is better than down
            self._complain(error)
            return False
        self.taken_at = now()
        return True

    def _complain(self, error: Exception) -> None:
        if self._complained is None or (now() - self._complained).total_seconds() > WARN_SECONDS:
            self._complained = now()
            log.warning("live rows cannot be read", error=f"{type(error).__name__}: {error}"[:300])

    def _take_visits(self, rows: pa.Table) -> None:
        """Many at once come in portions, with a rest after each: who catches up leaves most of the time to those who send."""
        for start in range(0, len(rows), AT_ONCE):
            started = time.perf_counter()
            self._take_some(rows.slice(start, AT_ONCE))
            if self.taken_at is not None and start + AT_ONCE < len(rows):
                time.sleep(REST * (time.perf_counter() - started))

    def _take_some(self, rows: pa.Table) -> None:
        """Visits not taken in before: what failed half way is read again."""
        arrived = [
            (key, fact)
            for key, fact in zip(
                rows[self._source.key].to_pylist(), facts_of(rows, self._book.history, self._photos), strict=True
            )
            if fact["visit_id"] not in self._counted
        ]
        visits = [counted(fact) for _key, fact in arrived]
        facts = [fact for _key, fact in arrived]
        verdicts = self._trust.take(facts)
        judged = [fact | verdicts.pop(fact["visit_id"]) for fact in facts]
        self._write(judged, self._book.changes(visits), verdicts=verdicts)
        self._book.remember(visits)
        self._counted.update((fact["visit_id"], visit) for (_key, fact), visit in zip(arrived, visits, strict=True))
        self.arrivals.add_visits(arrived)
        self.people.take_visits(arrived)

    def _take_photos(self, rows: pa.Table) -> None:
        """Photos of live visits count with them; those of visits in history count from the next publication."""
        photos = [photo_from(row, self._source.key) for row in rows.to_pylist()]
        came = Counter(photo.visit_id for photo in photos)
        of_live = [photo.photo_id for photo in photos if photo.visit_id in self._counted]
        verdicts = self._trust.take_photos(self._source.pictures(of_live)) if of_live else {}
        self._count_photos({visit: n for visit, n in came.items() if visit in self._counted}, verdicts)
        self._photos.update(came)
        self.arrivals.add_photos(photos)

    def _count_photos(self, came: dict[str, int], verdicts: Verdicts) -> None:
        if not came:
            return
        deltas: Deltas = {}
        for visit_id, photos in came.items():
            visit = self._counted[visit_id]
            for row in rows_of(visit.group):
                values = deltas.setdefault((row, visit.day), [0.0] * len(MEASURES))
                values[INDEX["photos"]] += photos
        counts = {visit_id: {"photo_count": self._photos[visit_id] + n} for visit_id, n in came.items()}
        self._write([], deltas, counts, verdicts)

    def _take_positions(self) -> None:
        hi = self._source.bound("positions")
        lo = self._next.get("positions", max(0, hi - POSITIONS_BACK))
        if hi > lo:
            self.people.take_positions(self._source.rows("positions", lo, hi), self._source.key)
        self._next["positions"] = max(lo, hi)
        self._write_positions(self.people.drain())

    def _write_positions(self, changed: list[str]) -> None:
        """Bring ``position`` in step; only people in a manager's post are shown."""
        if not changed:
            return
        seen = self.people.seen
        rows = [position_row(seen[key], self._posts[key]) for key in changed if key in seen and key in self._posts]
        self._con.execute("begin")
        try:
            self._con.execute(f"delete from {self._schema}.position where staff_id = any($keys)", {"keys": changed})
            if rows:
                arrow = pa.Table.from_pylist(rows)
                self._con.register("live_rows", arrow)
                self._con.execute(f"insert into {self._schema}.position by name select * from live_rows")
            self._con.execute("commit")
        except BaseException:
            self._con.execute("rollback")
            self.people.changed.update(changed)
            raise
        self.people_version += 1

    def _write(
        self, facts: list[Fact], deltas: Deltas, photos: Verdicts | None = None, verdicts: Verdicts | None = None
    ) -> None:
        """Visits, their counts and what changed of other visits in one transaction; then the version moves on."""
        changes = pa.Table.from_pylist(
            [_level_row(row, day, v) for (row, day), v in deltas.items()], self._level_schema
        )
        self._con.execute("begin")
        try:
            if facts:
                self._insert("live_visit", pa.Table.from_pylist(facts, self._fact_schema))
            for visit_id, cells in [*(photos or {}).items(), *(verdicts or {}).items()]:
                changed = ", ".join(f"{name} = ?" for name in cells)
                self._con.execute(
                    f"update {self._schema}.live_visit set {changed} where visit_id = ?", [*cells.values(), visit_id]
                )
            self._insert("live_level_day", changes)
            self._con.execute("commit")
        except BaseException:
            self._con.execute("rollback")
            raise
        days = [day for _row, day in deltas]
        self.first_day = min([*days, self.first_day] if self.first_day else days, default=self.first_day)
        self.version += 1
        self._loose_rows += len(changes)
        if self._loose_rows > COMPACT_FROM:
            self._compact()

    def _insert(self, table: str, rows: pa.Table) -> None:
        self._con.register("live_rows", rows)
        self._con.execute(f"insert into {self._schema}.{table} by name select * from live_rows")

    def _compact(self) -> None:
        """Sum up the small changes, row by row of ``visit_level_day``."""
        table = f"{self._schema}.live_level_day"
        sums = ", ".join(f"sum({name}) as {name}" for name in MEASURES)
        keys = ", ".join([*Row._fields, "visit_date"])
        self._con.execute("begin")
        try:
            self._con.execute(f"create temp table summed as select {keys}, {sums} from {table} group by {keys}")
            self._con.execute(f"delete from {table}")
            self._con.execute(f"insert into {table} by name select * from summed")
            self._con.execute("drop table summed")
            self._con.execute("commit")
        except BaseException:
            self._con.execute("rollback")
            raise
        self._loose_rows = 0

    def _recent_history(self) -> list[Fact]:
        """Visits of the last hours that are history already: signs of life all the same."""
        sql = f"select staff_id, ended_at, lon, lat, visit_id from {self._database}.fct_visit where visit_date >= $day"
        rows = self._con.execute(sql + " order by ended_at", {"day": now().date()}).fetchall()
        return [dict(zip(("staff_id", "ended_at", "lon", "lat", "visit_id"), row, strict=True)) for row in rows]

    def _schema_of(self, table: str) -> pa.Schema:
        return self._con.execute(f"select * from {self._schema}.{table} limit 0").to_arrow_table().schema


_POSTS = """
select s.staff_id, s.branch_id, s.entity_id, b.township_code, b.county_code, b.prefecture_code
from {database}.dim_staff s left join {database}.dim_branch b using (branch_id) where s.is_manager
"""


def _level_row(row: Row, day: date, values: list[float]) -> dict[str, Any]:
    measures = {
        name: value if name == "dwell_minutes" else int(value) for name, value in zip(MEASURES, values, strict=True)
    }
    return row._asdict() | {"visit_date": day} | measures
