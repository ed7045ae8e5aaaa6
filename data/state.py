"""One published snapshot attached to the process's DuckDB, and its live tables, as one schema to read from."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from data.integrity.shapes import NO_REASON, RECHECK, UNJUDGED, VERDICT
from data.live.tables import LIVE, LiveTables
from data.metrics.sources import SOURCES
from data.offer_shapes import COURSE
from data.offer_shapes import SHAPES as OFFER_TABLES
from data.performance.indicators import GROUPS
from data.period import month_ends

if TYPE_CHECKING:
    from data.live.source import Source
    from data.names import Names
    from data.query.question import Question


@dataclass(frozen=True)
class Snapshot:
    """``as_of_date``: last business day with complete data. ``data_as_of``: up to when history reaches."""

    snapshot_id: str
    file: str
    as_of_date: date
    data_as_of: datetime
    published_at: datetime
    ops_bound: Mapping[str, int] = field(default_factory=dict)
    live_at: datetime | None = None
    demo: bool = False

    @classmethod
    def from_pointer(cls, pointer: Mapping[str, Any]) -> Snapshot:
        """From the content of ``current.json``."""
        bound = pointer.get("ops_bound") or {}
        return cls(
            snapshot_id=str(pointer["snapshot_id"]),
            file=str(pointer["file"]),
            as_of_date=date.fromisoformat(str(pointer["as_of_date"])[:10]),
            data_as_of=datetime.fromisoformat(str(pointer["data_as_of"])),
            published_at=datetime.fromisoformat(str(pointer["published_at"])),
            ops_bound={table: int(value) for table, value in bound.items()},
        )


class State:
    """Tables of one snapshot with live rows on top, in the schema ``schema`` of the process's DuckDB.

    ``version`` grows with each change of the live visits; it is part of every cache key.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, number: int, snapshot: Snapshot, source: Source) -> None:
        self.snapshot, self.number, self.readers = snapshot, number, 0
        self.schema, self.database = f"state{number}", f"srv{number}"
        self._con, self._source = con, source
        self._attached = False
        self._columns: dict[str, frozenset[str]] = {}
        self._stock_days: dict[str, tuple[date, ...]] = {}
        self._past: dict[str, str] = {}
        self._naming = threading.Lock()
        self.live: LiveTables | None = None

    def open(self, file: Path, after: State | None = None) -> None:
        """Attach ``file`` and build views and live tables. Live positions go on from ``after``."""
        con = self.cursor()
        con.execute(f"attach '{str(file).replace(chr(39), chr(39) * 2)}' as {self.database} (read_only)")
        self._attached = True
        con.execute(f"create schema {self.schema}")
        tables = {name for (name,) in con.execute(_TABLES, [self.database]).fetchall()}
        self._bring_up(con, tables)
        self.live = LiveTables(con, self.schema, self.database, self._source, dict(self.snapshot.ops_bound), self._past)
        for name in sorted(tables):
            con.execute(f"create view {self.schema}.{name} as {self.live.seen_as(name)}")
        more = (WORKER_VIEWS if "worker_stock" in tables else {}) | (
            INDICATOR_VIEWS if "indicator_value" in tables else {}
        )
        more |= SCORE_VIEWS | CASE_VIEWS
        for name, columns in (
            SCORE_TABLES
            | OFFER_TABLES
            | CASE_TABLES
            | {"customer_course": COURSE, "customer_vote": VOTES, "visit_recheck": RECHECK}
        ).items():
            if name not in tables:  # published before there were scores, forecasts, votes or cases: none yet
                con.execute(f"create table {self.schema}.{name} ({columns})")
        for name, view in (VIEWS | more).items():
            con.execute(f"create view {self.schema}.{name} as {view.format(schema=self.schema)}")
        if "publication" in tables:
            (demo,) = con.execute(f"select demo from {self.database}.publication").fetchone() or (False,)
            object.__setattr__(self.snapshot, "demo", bool(demo))
        self.live.load(after.live if after else None)

    def _bring_up(self, con: duckdb.DuckDBPyConnection, tables: set[str]) -> None:
        """What was published before there were verdicts, or reasons of rechecks, gets their columns, empty."""
        held = {column for (column,) in con.execute(_COLUMNS, [self.database, "fct_visit"]).fetchall()}
        if "fct_visit" in tables and not held >= VERDICT.keys():
            self._past["fct_visit"] = f"{self.schema}.past_visit"
            con.execute(f"create view {self._past['fct_visit']} as select *, {UNJUDGED} from {self.database}.fct_visit")
        held = {column for (column,) in con.execute(_COLUMNS, [self.database, "visit_recheck"]).fetchall()}
        if held and "trust_reason" not in held:
            self._past["visit_recheck"] = f"{self.schema}.past_recheck"
            con.execute(
                f"create view {self._past['visit_recheck']} as select *, {NO_REASON} from {self.database}.visit_recheck"
            )

    def close(self) -> None:
        """Drop the schema and detach the file."""
        con = self.cursor()
        con.execute(f"drop schema if exists {self.schema} cascade")
        if self._attached:
            con.execute(f"detach {self.database}")
            self._attached = False

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of one's own: connections are not to be shared by threads."""
        return self._con.cursor()

    def tick(self) -> None:
        """Take in what came since the last tick."""
        if self.live is not None:
            self.live.tick()

    @property
    def version(self) -> int:
        """Grows with each change of the live visits."""
        return self.live.version if self.live else 0

    @property
    def live_at(self) -> datetime | None:
        """When live rows were last taken in; None while the operations DB cannot be read."""
        return self.live.taken_at if self.live else None

    def reaches_live(self, question: Question) -> bool:
        """Whether live rows can change the answer: they lie in the days asked for."""
        return self.has_live_until(min(question.as_of.day, question.dates.period.hi))

    def has_live_until(self, day: date) -> bool:
        """Whether there are live rows up to that day."""
        first = self.live.first_day if self.live else None
        return first is not None and first <= day

    def is_live(self, table: str) -> bool:
        """Whether live rows come on top of this table's history."""
        return table in LIVE

    def table(self, name: str) -> str:
        """A table as it is now."""
        return f"{self.schema}.{name}"

    def history(self, name: str) -> str:
        """A table without live rows."""
        return self._past.get(name, f"{self.database}.{name}") if name in LIVE else self.table(name)

    def layers(self, name: str) -> list[str]:
        """A table's history, and its live rows when there are such."""
        return [self.history(name), self.live_part(name)] if self.is_live(name) else [self.table(name)]

    def live_part(self, name: str) -> str:
        """The live rows on top of a table."""
        return self.table(LIVE[name])

    @property
    def last_day(self) -> date:
        """The last day with data: of history, or today when live rows are taken in."""
        return max(self.snapshot.data_as_of, self.live_at or self.snapshot.data_as_of).date()

    @property
    def people_version(self) -> int:
        """Grows when somebody's position changes."""
        return self.live.people_version if self.live else 0

    @cached_property
    def first_day(self) -> date:
        """The first day of history."""
        found = self.cursor().execute(f"select min(visit_date) from {self.database}.fct_visit").fetchone()
        return found[0] if found and found[0] else self.snapshot.as_of_date

    def stock_days(self, source: str) -> tuple[date, ...]:
        """The days a table of stocks has a state of, oldest first: its own, or month ends since its first row, and the day
        data reaches. On one of the latter nobody may be away: that is no row, and a zero.
        """
        if source not in self._stock_days:
            column, own = SOURCES[source].date, SOURCES[source].own_days
            what = f"select distinct {column} as held" if own else f"select min({column}) as held"
            found = self.cursor().execute(f"{what} from {self.schema}.{source} order by held").fetchall()
            held = tuple(day for (day,) in found if day)
            self._stock_days[source] = held if own or not held else month_ends(held[0], self.snapshot.data_as_of.date())
        return self._stock_days[source]

    def columns(self, name: str) -> frozenset[str]:
        """The columns of a table."""
        if name not in self._columns:
            described = self.cursor().execute(f"select * from {self.table(name)} limit 0").description
            self._columns[name] = frozenset(column[0] for column in described)
        return self._columns[name]

    @cached_property
    def names(self) -> Names:
        """Names of units and places of this snapshot."""
        from data.names import Names

        return Names(self)


VIEWS = {
    "post": "select p.*, b.township_code, b.county_code, b.prefecture_code "
    "from {schema}.dim_staff_post p left join {schema}.dim_branch b using (branch_id) where p.is_manager",
    "manager": "select * from {schema}.dim_staff where is_manager and is_active",
    "county": "select code as county_code, parent_code as prefecture_code from {schema}.dim_region where level = 'county'",
    "prefecture": "select code as prefecture_code from {schema}.dim_region where level = 'prefecture'",
}
WORKER_VIEWS = {
    "worker_month": "select s.stock_date, s.worker_id, w.trade, s.away_since, "
    "coalesce(w.reached_date <= s.stock_date, false) as is_reached, "
    "coalesce(w.account_date <= s.stock_date, false) as has_account, "
    "coalesce(w.card_date <= s.stock_date, false) as has_card, "
    "coalesce(w.mobile_date <= s.stock_date, false) as has_mobile, "
    "s.loan_balance > 0 as has_loan, s.deposit_balance, s.loan_balance, "
    "w.village_code, w.township_code, w.county_code, w.prefecture_code, w.entity_id, s.branch_id, s.staff_id, "
    "d.destination_province, d.destination_city, d.centre_id "
    "from {schema}.worker_stock s join {schema}.dim_worker w using (worker_id) "
    "left join {schema}.dim_destination d on d.code = s.place_code",
    "policy_reach": "select *, activity_date as reached_date, happened_at as reached_at "
    "from {schema}.worker_activity where is_first_reach",
    "policy_use": "select *, activity_date as used_date, happened_at as used_at "
    "from {schema}.worker_activity where is_first_use",
    "open_case": "select *, opened_date as valid_from, coalesce(closed_date, date '9999-12-31') as valid_to "
    "from {schema}.centre_case",
    "closed_case": "select * from {schema}.centre_case where closed_date is not null",
    "destination_province": "select code as destination_province from {schema}.dim_destination where level = 'province'",
    "destination_city": "select code as destination_city, parent_code as destination_province, centre_id "
    "from {schema}.dim_destination where level = 'city'",
}
INDICATOR_VIEWS = {
    f"indicator_{level}": f"select * from {{schema}}.indicator_value where level = '{level}'"
    for level in ("entity", "branch", "staff")
}
VOTES = (
    "visit_id varchar, visit_date date, started_at timestamp, rating integer, voted_at timestamp, staff_id varchar, "
    "branch_id varchar, entity_id varchar, county_code varchar, prefecture_code varchar"
)
_UNIT = "month date, level varchar, unit_id varchar, entity_id varchar, branch_id varchar, post_code varchar"
_POINTS = "points decimal(9, 2)"
SCORE_TABLES = {
    "score_total": f"{_UNIT}, as_of date, scheme varchar, version integer, days integer, month_days integer, segments integer, "
    f"{_POINTS}, withheld decimal(9, 2), total_cap decimal(5, 2), balance decimal(9, 2), total decimal(9, 2), "
    "rank_branch integer, peers_branch integer, rank_entity integer, peers_entity integer, rank_province integer, "
    "peers_province integer, fingerprint varchar, points_deposit decimal(9, 2), points_loan decimal(9, 2), "
    "points_online decimal(9, 2), points_offline decimal(9, 2), expected decimal(9, 2), expected_low decimal(9, 2), "
    "expected_high decimal(9, 2)",
    "score_step": f"{_UNIT}, as_of date, scheme varchar, version integer, item integer, indicator varchar, grp varchar, "
    'rule varchar, "of" varchar, numerator decimal(38, 4), denominator decimal(24, 4), adjustment decimal(38, 4), '
    "value decimal(28, 6), target decimal(28, 6), completion decimal(28, 6), position bigint, peers bigint, "
    f"raw decimal(28, 8), floor decimal(12, 8), cap decimal(12, 8), {_POINTS}, weight decimal(5, 2), days integer, "
    "month_days integer, basis varchar, total_cap decimal(5, 2)",
    "score_balance": f"{_UNIT}, origin_month date, amount decimal(9, 2)",
    "score_progress": "month date, as_of date, level varchar, unit_id varchar, total decimal(9, 2)",
}
_STAFF = "case when level = 'staff' then unit_id end as staff_id"
SCORE_VIEWS = {
    "score": f"select *, {_STAFF} from {{schema}}.score_total",
    "score_item": f"select *, {_STAFF} from {{schema}}.score_step",
    "score_late": f"select *, {_STAFF} from {{schema}}.score_balance",
    "score_spread": " union all ".join(
        f"select as_of, level, post_code, '{part}' as part, {points} as points, count(*) as units "
        f"from {{schema}}.score_total where {points} is not null group by all"
        for part, points in [("total", "total"), *((group, f"points_{group}") for group in GROUPS)]
    ),
}
for _level in ("entity", "branch", "staff"):
    SCORE_VIEWS[f"total_{_level}"] = f"select *, {_STAFF} from {{schema}}.score_total where level = '{_level}'"
CASE_TABLES = {
    "integrity_case": "case_id varchar, visit_id varchar, visit_date date, staff_id varchar, branch_id varchar, entity_id varchar, "
    "rules varchar, score integer, opened_at timestamp, opened_date date, state varchar, outcome varchar, closed_at timestamp, "
    "closed_date date, is_open boolean, is_confirmed boolean, is_appealed boolean, is_overturned boolean, days_open integer",
}
CASE_VIEWS = {
    "closed_review": "select * from {schema}.integrity_case where closed_date is not null",
    "open_review": "select *, opened_date as valid_from, coalesce(closed_date, date '9999-12-31') as valid_to "
    "from {schema}.integrity_case",
}
_COLUMNS = (
    "select column_name from duckdb_columns() where database_name = ? and schema_name = 'main' and table_name = ?"
)
_TABLES = "select table_name from duckdb_tables() where database_name = ? and schema_name = 'main'"
