"""What live visits change in ``visit_level_day``, exactly: signed counts for each level, unit and day.

A household counts on the first of its days in a month; a live visit earlier than what was first so far moves the count:
+1 on the new day, −1 on the old. The same for managers, and for villages in a year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from data.live.history import First, Group, History
from data.period import span

MEASURES = (
    "visits", "households_day", "households_new_month", "households_new_year", "managers_day", "managers_new_month",
    "managers_new_year", "villages_new_year", "satisfaction_sum", "satisfaction_count", "satisfied_count",
    "dwell_minutes", "photos",
)  # fmt: skip
INDEX = {name: index for index, name in enumerate(MEASURES)}
DISTINCT = (  # kind of key, period, measure
    ("household", "day", INDEX["households_day"]),
    ("household", "month", INDEX["households_new_month"]),
    ("household", "year", INDEX["households_new_year"]),
    ("staff", "day", INDEX["managers_day"]),
    ("staff", "month", INDEX["managers_new_month"]),
    ("staff", "year", INDEX["managers_new_year"]),
    ("village", "year", INDEX["villages_new_year"]),
)


class Counted(NamedTuple):
    """A visit as far as counts go."""

    group: Group
    day: date
    household: str
    village: str | None
    satisfaction: int | None
    dwell_minutes: float
    photos: int

    def key(self, kind: str) -> str | None:
        """Its key of a kind."""
        return self.group.staff if kind == "staff" else self.household if kind == "household" else self.village


class Row(NamedTuple):
    """Level, unit and the ancestors the level implies: what identifies a row of ``visit_level_day`` besides its day."""

    level: str
    unit_id: str
    prefecture_code: str | None
    county_code: str | None
    entity_id: str | None
    branch_id: str | None
    staff_id: str | None


_span = lru_cache(maxsize=1024)(span)  # of the same few days, for every visit


@lru_cache(maxsize=65536)
def rows_of(group: Group) -> tuple[Row, ...]:
    """The rows a visit of this group counts in; a level whose unit is unknown has none."""
    prefecture, county, entity, branch, staff = group
    rows = (
        Row("province", "province", None, None, None, None, None),
        prefecture and Row("prefecture", prefecture, prefecture, None, None, None, None),
        county and Row("county", county, prefecture, county, None, None, None),
        entity and Row("entity", entity, None, None, entity, None, None),
        branch and Row("branch", branch, None, None, entity, branch, None),
        staff and Row("staff", staff, None, None, entity, branch, staff),
    )
    return tuple(row for row in rows if row)


Deltas = dict[tuple[Row, date], list[float]]
Seen = dict[tuple[str, str], tuple[date, Row]]  # (level, unit) → first day, and the row it was counted in
Known = dict[tuple[str, tuple[date, date], str], list[First]]  # (kind, period, key) → each group's first day


@dataclass
class Book:
    """Live visits counted so far, by key: with history they say what was first."""

    history: History

    def __post_init__(self) -> None:
        self._held: dict[str, defaultdict[str, dict[First, None]]] = {
            k: defaultdict(dict) for k in ("household", "staff", "village")
        }

    def changes(self, visits: Sequence[Counted]) -> Deltas:
        """The change these visits make, on top of history and all remembered before."""
        deltas: Deltas = defaultdict(lambda: [0.0] * len(MEASURES))
        known = self._known_of(visits)
        for visit in visits:
            for row in rows_of(visit.group):
                _add_sums(deltas[row, visit.day], visit)
            for kind, period, measure in DISTINCT:
                key = visit.key(kind)
                if key is not None:
                    _move_first(deltas, known[kind, _span(period, visit.day), key], visit, measure)
        return {key: values for key, values in deltas.items() if any(values)}

    def remember(self, visits: Sequence[Counted]) -> None:
        """They are counted: later changes come on top of them."""
        for visit in visits:
            for kind, held in self._held.items():
                if (key := visit.key(kind)) is not None:
                    held[key][visit.group, visit.day] = None

    def _known_of(self, visits: Sequence[Counted]) -> Known:
        """First days so far of every key and period the visits touch."""
        wanted: defaultdict[tuple[str, tuple[date, date]], dict[str, None]] = defaultdict(dict)
        for visit in visits:
            for kind, period, _measure in DISTINCT:
                if (key := visit.key(kind)) is not None:
                    wanted[kind, _span(period, visit.day)][key] = None
        every = list(dict.fromkeys(key for keys in wanted.values() for key in keys))
        hashed = dict(zip(every, self.history.hashes(every), strict=True))
        found: Known = {}
        for (kind, (lo, hi)), keys in wanted.items():
            past = self.history.firsts(lo, hi).find(kind, np.array([hashed[key] for key in keys], dtype=np.uint64))
            for key, firsts in zip(keys, past, strict=True):
                firsts += [first for first in self._held[kind].get(key, ()) if lo <= first[1] <= hi]
                found[kind, (lo, hi), key] = firsts
        return found


def _move_first(deltas: Deltas, known: list[First], visit: Counted, measure: int) -> None:
    """Count what the visit is first in, and take that from what was first so far; ``known`` then knows the visit.

    Who came for the very same units before, as most did, is first in none of them.
    """
    if any(group == visit.group and day <= visit.day for group, day in known):
        return
    seen = _earliest(known)
    for row in rows_of(visit.group):
        before = seen.get(row[:2])
        if before is not None and before[0] <= visit.day:
            continue
        deltas[row, visit.day][measure] += 1
        if before is not None:
            deltas[before[1], before[0]][measure] -= 1
    known.append((visit.group, visit.day))


def _earliest(firsts: Iterable[First]) -> Seen:
    seen: Seen = {}
    for group, day in firsts:
        for row in rows_of(group):
            before = seen.get(row[:2])
            if before is None or day < before[0]:
                seen[row[:2]] = (day, row)
    return seen


def _add_sums(values: list[float], visit: Counted) -> None:
    values[INDEX["visits"]] += 1
    values[INDEX["dwell_minutes"]] += visit.dwell_minutes
    values[INDEX["photos"]] += visit.photos
    if visit.satisfaction is not None:
        values[INDEX["satisfaction_sum"]] += visit.satisfaction
        values[INDEX["satisfaction_count"]] += 1
        values[INDEX["satisfied_count"]] += visit.satisfaction >= 4
