"""The visit feed: one row per visit, a table per day, in the order visits ended.

A day depends on the seed and the day alone, so a partial day is the first rows of the whole one. A few rows are spoilt
as they are at banks; they leave the table and become text lines of their own (`spoil.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.world import columns, fakes, rechecks, rounds, spoil, talks
from etl.world.dice import dice
from etl.world.evidence import Evidence, honest, luckless, no_signal, wrong_clocks
from etl.world.identity import customer_ids, household_ids, staff_ids
from etl.world.province import Province
from etl.world.season import EPOCH

CRS = ("WGS-84", "GCJ-02")
DAY_ZERO = date(2020, 1, 1).toordinal()  # visit numbers count days from here
WHOLE_DAY = 86_400


@dataclass(frozen=True)
class Day:
    """A day's visits. ``table``: good rows; ``spoilt``: bad ones as CSV lines; ``truth``: the fakes' labels; ``rechecks``: what
    the audit will hear of them."""

    table: pa.Table
    spoilt: list[str]
    truth: pa.Table
    rechecks: pa.Table

    def without(self, staff_id: list[str], since: datetime) -> Day:
        """The same without visits of these managers that ended after a moment (naive, Asia/Shanghai): told otherwise."""
        theirs = pc.is_in(self.table["staff_id"].cast(pa.string()), value_set=pa.array(staff_id, pa.string()))
        ended = self.table["ended_at"]
        later = pc.greater(ended, pa.scalar(since.replace(microsecond=0), ended.type))
        gone = self.table.filter(pc.and_(theirs, later))["visit_id"].cast(pa.string()).combine_chunks()
        table, truth, heard = (
            one.filter(pc.invert(pc.is_in(one["visit_id"].cast(pa.string()), value_set=gone)))
            for one in (self.table, self.truth, self.rechecks)
        )
        once = set(gone.to_pylist())  # a doubled key is the key's first row, where the other is left out
        return Day(table, [line for line in self.spoilt if line.split(",", 1)[0] not in once], truth, heard)


class Visits:
    """Makes days of visits for one province."""

    def __init__(self, province: Province) -> None:
        self._province = province
        self._ground = rounds.survey(province)
        self._deaf = no_signal(province)
        self._clocks = wrong_clocks(province)
        self._notes = pa.array(talks.notes())
        self._county = np.array([int(county.code) for county in province.counties])

    def of(self, day: date, until_second: int = WHOLE_DAY) -> Day:
        """The visits of a day that ended by ``until_second`` of it."""
        seed = self._province.seed
        rng = dice(seed, "evidence", day.toordinal())
        stops = rounds.stops_of(self._province, self._ground, day)
        proof = honest(rng, self._province, stops, self._deaf)
        luckless(dice(seed, "luck", day.toordinal()), stops, proof, self._clocks)
        kind = fakes.deceive(rng, self._province, stops, proof)
        order = np.argsort(stops.end, kind="stable")
        ways = spoil.visits_to_spoil(seed, day, len(order))
        done = order[stops.end[order] <= until_second]
        table = self._table(day, stops.only(done), proof.only(done))
        stays, spoilt = spoil.part(table, {row: way for row, way in ways.items() if row < len(done)})
        heard = rechecks.rechecks(seed, day, table["visit_id"].combine_chunks(), kind[done])
        return Day(stays, spoilt, _truth(day, table, kind[done], ways), heard)

    def _table(self, day: date, stops: rounds.Stops, proof: Evidence) -> pa.Table:
        province, talk, count = self._province, stops.talks, len(stops.seat)
        since_1970 = (day - EPOCH).days
        staff = province.staffing.holders(since_1970)[stops.seat]
        is_gcj02 = province.staffing.uses_gcj02[staff]
        lon, lat = proof.declare(is_gcj02)
        customer = province.households.customer[stops.household]
        start, end = since_1970 * 86_400 + stops.start, since_1970 * 86_400 + stops.end
        return pa.table({
            "visit_id": columns.text(count, f"{day:%y%m%d}", columns.digits(np.arange(1, count + 1), 6)),
            "visit_no": self._visit_no(day, stops.household),
            "staff_id": staff_ids(staff),
            "household_id": household_ids(stops.household),
            "customer_id": customer_ids(customer, customer < 0),
            "started_at": columns.seconds(start),
            "ended_at": columns.seconds(end),
            "lon": columns.numbers(lon, proof.no_fix, 6),
            "lat": columns.numbers(lat, proof.no_fix, 6),
            "crs": columns.coded(CRS, is_gcj02.astype(np.int8)),
            "accuracy_m": columns.numbers(proof.accuracy, proof.no_fix),
            "is_mock": columns.numbers(proof.is_mock),
            "purpose": columns.coded(talks.PURPOSES, talk.purpose),
            "result": columns.coded(talks.RESULTS, talk.result),
            "satisfaction": columns.numbers(talk.rating, talk.rating == 0),
            "photo_count": columns.numbers(talk.photos),
            "device_time": columns.seconds(end + proof.drift),
            "note": self._notes.take(pa.array(talk.note)),
        })  # fmt: skip

    def _visit_no(self, day: date, household: np.ndarray) -> pa.Array:
        """County, day and number within both: 5203-28-25180042. Five digits for the number when four do not do."""
        province = self._province
        county = province.village_county[province.households.village[household]]
        order = np.argsort(county, kind="stable")
        first = np.searchsorted(county[order], county[order], side="left")
        number = np.empty(len(county), np.int64)
        number[order] = np.arange(1, len(county) + 1) - first
        code = columns.digits(self._county[county], 6)
        days = columns.digits(np.full(len(county), day.toordinal() - DAY_ZERO), 4)
        width = 5 if province.scale.name == "province" else 4
        return columns.text(len(county), code[:, :4], "-", code[:, 4:], "-", days, columns.digits(number, width))


def _truth(day: date, table: pa.Table, kind: np.ndarray, ways: dict[int, spoil.Spoiling]) -> pa.Table:
    """The labels of the day's fakes that were delivered as good rows."""
    fake = kind > 0
    fake[[row for row, way in ways.items() if row < len(kind) and not way.doubles]] = False
    found = np.flatnonzero(fake)
    return pa.table({
        "visit_id": table["visit_id"].take(pa.array(found)).cast(pa.string()),
        "business_date": pa.array([day] * len(found), pa.date32()),
        "kind": columns.coded(fakes.KINDS, kind[found]),
    })  # fmt: skip
