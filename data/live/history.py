"""What history knows of those a live visit touches: where a household is, and when it was first visited, by whom.

Read from the snapshot when first needed, in compact form; one object per state.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

import duckdb
import numpy as np

from data.live.keyed import Keyed, hashes, read_columns
from data.memory import shared_rows

EPOCH = date(1970, 1, 1)
MOST_PERIODS = 8
MICRO = 1e6  # positions are kept as millionths of a degree: 0.1 m
NOWHERE = 2**31 - 1


class Group(NamedTuple):
    """The units a visit counts for, besides the province."""

    prefecture: str | None
    county: str | None
    entity: str | None
    branch: str | None
    staff: str


class Household(NamedTuple):
    """Where a household is, and who serves it. All None for one that history does not know."""

    village: str | None = None
    township: str | None = None
    county: str | None = None
    prefecture: str | None = None
    customer_group: str | None = None
    branch: str | None = None
    entity: str | None = None
    lon: float | None = None
    lat: float | None = None


First = tuple[Group, date]
KEYS = {"household": "household_id", "village": "village_code", "staff": "staff_id"}

_GROUP = "hash(staff_id, branch_id, entity_id, county_code, prefecture_code)"
_FIRSTS = """
select hash({key}) as key, {group} as team, (min(visit_date) - date '1970-01-01')::integer as day
from {database}.fct_visit where visit_date between $lo and $hi and {key} is not null group by 1, 2
"""
_GROUPS = """
select {group} as team, prefecture_code, county_code, entity_id, branch_id, staff_id
from {database}.fct_visit where visit_date between $lo and $hi group by all
"""
_NUMBERED = """
create temp table {table} as
select row_number() over () - 1 as number, * from (select distinct {columns} from {database}.dim_household)
"""
_PLACE = "village_code, township_code, county_code, prefecture_code"
_TEAM = "customer_group, branch_id, entity_id"
_WHERE = """
select hash(h.household_id) as key, p.number::integer as place, t.number::integer as team,
    coalesce(round(h.lon * 1e6)::integer, {nowhere}) as lon, coalesce(round(h.lat * 1e6)::integer, {nowhere}) as lat
from {database}.dim_household h
join live_place p on p.village_code is not distinct from h.village_code
join live_team t on t.customer_group is not distinct from h.customer_group
    and t.branch_id is not distinct from h.branch_id and t.entity_id is not distinct from h.entity_id
"""


class Firsts:
    """First visits within one period (a day, month or year), by household, village or staff, for each group."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, database: str, lo: date, hi: date) -> None:
        self._cursor, self._database = cursor, database
        self._bounds = {"lo": lo, "hi": hi}
        sql = _GROUPS.format(group=_GROUP, database=database)
        rows = sorted(shared_rows(cursor.execute(sql, self._bounds)), key=lambda row: row[0])
        self._teams = np.array([row[0] for row in rows], dtype=np.uint64)
        self._groups = [Group(*row[1:]) for row in rows]
        self._kinds: dict[str, Keyed] = {}

    def find(self, kind: str, wanted: np.ndarray) -> list[list[First]]:
        """For each wanted hash the groups it was visited for, with the first day of each."""
        kept = self._kind(kind)
        teams, days = kept.columns["team"], kept.columns["day"]
        return [
            [
                (self._groups[team], EPOCH + timedelta(days=day))
                for team, day in zip(teams[low:high].tolist(), days[low:high].tolist(), strict=True)
            ]
            for low, high in kept.spans(wanted)
        ]

    def _kind(self, kind: str) -> Keyed:
        if kind not in self._kinds:
            sql = _FIRSTS.format(key=KEYS[kind], group=_GROUP, database=self._database)
            found = read_columns(self._cursor.execute(sql, self._bounds), {"key": "u8", "team": "u8", "day": "i4"})
            teams = np.searchsorted(self._teams, found["team"]).astype(np.int32)
            self._kinds[kind] = Keyed(found["key"], team=teams, day=found["day"])
        return self._kinds[kind]


class History:
    """The snapshot as live visits need it."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, database: str) -> None:
        self._cursor, self._database = cursor, database
        self._periods: OrderedDict[tuple[date, date], Firsts] = OrderedDict()
        self._where: Keyed | None = None
        self._places: list[tuple[Any, ...]] = []
        self._teams: list[tuple[Any, ...]] = []
        self._posts: dict[str, list[tuple[date, str, str]]] | None = None
        self._offices: dict[str, tuple[float | None, float | None]] | None = None

    def hashes(self, keys: Iterable[str]) -> np.ndarray:
        """Keys as ``Firsts.find`` wants them."""
        return hashes(self._cursor, list(keys))

    def firsts(self, lo: date, hi: date) -> Firsts:
        """First visits of the days from lo to hi. A year of five million visits takes a second once."""
        key = (lo, hi)
        if key not in self._periods:
            self._periods[key] = Firsts(self._cursor, self._database, lo, hi)
            while len(self._periods) > MOST_PERIODS:
                self._periods.popitem(last=False)
        self._periods.move_to_end(key)
        return self._periods[key]

    def households(self, keys: list[str]) -> list[Household]:
        """Where each household is; unknown ones are empty."""
        if self._where is None:
            self._where = self._read_households()
        columns, found = self._where.columns, []
        for low, high in self._where.spans(self.hashes(keys)):
            if low == high:
                found.append(Household())
                continue
            village, township, county, prefecture = self._places[columns["place"][low]]
            group, branch, entity = self._teams[columns["team"][low]]
            lon, lat = columns["lon"][low] / MICRO, columns["lat"][low] / MICRO
            spot = (None, None) if NOWHERE in (columns["lon"][low], columns["lat"][low]) else (float(lon), float(lat))
            found.append(Household(village, township, county, prefecture, group, branch, entity, *spot))
        return found

    def post(self, staff_id: str, day: date) -> tuple[str, str] | None:
        """(branch, entity) that answers for a visit on that day: the last post begun by then, else the first one."""
        if self._posts is None:
            self._posts = self._read_posts()
        posts = self._posts.get(staff_id)
        if not posts:
            return None
        _start, branch, entity = next((post for post in reversed(posts) if post[0] <= day), posts[0])
        return branch, entity

    def office(self, branch: str | None) -> tuple[float | None, float | None]:
        """Where an outlet is; nowhere when it is not known."""
        if self._offices is None:
            rows = shared_rows(self._cursor.execute(f"select branch_id, lon, lat from {self._database}.dim_branch"))
            self._offices = {key: (lon, lat) for key, lon, lat in rows}
        return self._offices.get(branch or "", (None, None))

    def _read_posts(self) -> dict[str, list[tuple[date, str, str]]]:
        sql = f"select staff_id, valid_from, branch_id, entity_id from {self._database}.dim_staff_post order by all"
        found: dict[str, list[tuple[date, str, str]]] = {}
        for staff, start, branch, entity in shared_rows(self._cursor.execute(sql)):
            found.setdefault(staff, []).append((start, branch, entity))
        return found

    def _read_households(self) -> Keyed:
        self._places, self._teams = self._numbered("live_place", _PLACE), self._numbered("live_team", _TEAM)
        kinds = {"key": "u8", "place": "i4", "team": "i4", "lon": "i4", "lat": "i4"}
        columns = read_columns(self._cursor.execute(_WHERE.format(database=self._database, nowhere=NOWHERE)), kinds)
        return Keyed(columns.pop("key"), **columns)

    def _numbered(self, table: str, columns: str) -> list[tuple[Any, ...]]:
        """Distinct combinations of household columns; their number is the index, also in the temp table."""
        self._cursor.execute(f"drop table if exists temp.{table}")
        self._cursor.execute(_NUMBERED.format(table=table, columns=columns, database=self._database))
        sql = f"select * exclude (number) from temp.{table} order by number"
        return list(shared_rows(self._cursor.execute(sql)))
