"""Live visits judged at once, by the checks that judge history (``data/integrity``).

A visit says something of its neighbours: those of the same person and day are judged again with it, live ones and such as are
history. What two people share, and pictures that are nearly alike, the next pass looks for: it sees everybody's day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from data.integrity import GRADES, judge, limits
from data.integrity.facts import COLUMNS, Facts
from data.integrity.pictures import COLUMNS as PICTURE
from data.integrity.pictures import of_photos

Fact = Mapping[str, Any]
Verdict = dict[str, Any]  # the columns a verdict adds to a visit
Round = tuple[str, date]  # a person's day
SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("visit_id", "staff_id", "entity_id", "result")]
    + [(name, pa.timestamp("us")) for name in ("started_at", "ended_at", "device_time", "received_at")]
    + [(name, pa.float64()) for name in ("lon", "lat", "accuracy_m", "distance_m", "office_m", "home_lon", "home_lat")]
    + [("is_mock", pa.bool_())]
)
_HISTORY = """
select visit_id, staff_id, entity_id, started_at, ended_at, lon, lat, accuracy_m, distance_m, is_mock, result
from {visits} where visit_date between $since and $until and staff_id in (select unnest($staff::varchar[]))
"""


class LiveTrust:
    """Remembers the live visits by person and day, and their photos."""

    def __init__(self, con: duckdb.DuckDBPyConnection, visits: str) -> None:
        self._con, self._visits = con, visits
        self._held: defaultdict[Round, dict[str, tuple[Any, ...]]] = defaultdict(dict)
        self._round_of: dict[str, Round] = {}
        self._photos = pd.DataFrame(columns=list(PICTURE))

    def take(self, facts: Sequence[Fact]) -> dict[str, Verdict]:
        """Verdicts on these visits and on the live ones beside them. The same visit twice is one."""
        for fact in facts:
            key = (fact["staff_id"], fact["visit_date"])
            self._held[key][fact["visit_id"]] = tuple(fact.get(name) for name in COLUMNS)
            self._round_of[fact["visit_id"]] = key
        return self._verdicts({(fact["staff_id"], fact["visit_date"]) for fact in facts})

    def take_photos(self, photos: pd.DataFrame) -> dict[str, Verdict]:
        """Verdicts on the live visits of photos that came; earlier ones they are like are among them."""
        if photos.empty:
            return {}
        both = photos if self._photos.empty else pd.concat([self._photos, photos])
        self._photos = both.drop_duplicates("photo_uuid", keep="last")
        return self._verdicts({self._round_of[one] for one in photos["visit_id"] if one in self._round_of})

    def _verdicts(self, rounds: set[Round]) -> dict[str, Verdict]:
        if not rounds:
            return {}
        live = [row for one in sorted(rounds) for row in self._held[one].values()]
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in live] + self._past(rounds)
        facts = Facts.of(pa.Table.from_pylist(rows, SCHEMA))
        own = self._photos[self._photos["visit_id"].isin(facts.visit_id)]
        alike = self._photos[self._photos["phash"].isin(own["phash"].dropna())]
        seen = pd.concat([own, alike]).drop_duplicates("photo_uuid")
        found = judge(facts, limits(), of_photos(seen, facts, limits()))
        return {
            str(facts.visit_id[row]): {
                "trust_score": int(found.score[row]),
                "trust_grade": GRADES[found.grade[row]],
                "trust_findings": found.findings[row],
            }
            for row in range(len(live))
        }

    def _past(self, rounds: Iterable[Round]) -> list[dict[str, Any]]:
        """What is history already of these days."""
        staff, days = sorted({who for who, _day in rounds}), sorted({day for _who, day in rounds})
        bounds = {"staff": staff, "since": days[0], "until": days[-1]}
        cursor = self._con.execute(_HISTORY.format(visits=self._visits), bounds)
        names = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        return [row for row in rows if (row["staff_id"], _day(row["started_at"])) in rounds]


def _day(moment: datetime) -> date:
    return moment.date()
