"""The same figures counted in plain Python over raw visits: what the query path must equal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from tests.query.sample import RawVisit, fact

COLUMN = {
    "prefecture": "prefecture_code", "county": "county_code", "township": "township_code", "village": "village_code",
    "entity": "entity_id", "branch": "branch_id", "staff": "staff_id", "purpose": "purpose",
}  # fmt: skip
WINDOWS = {"today": "day", "mtd": "month", "ytd": "year"}


def beginning(window: str, day: date) -> date:
    """First day of the window that ends on ``day``."""
    return {"today": day, "mtd": day.replace(day=1), "ytd": day.replace(month=1, day=1)}[window]


def recount(
    visits: Iterable[RawVisit], by: tuple[str, ...], window: str, until: date | datetime, where: dict[str, str]
) -> dict[tuple, dict[str, float | None]]:
    """Group → metric → number, of visits from the window's start until the day (or moment) ``until``."""
    day = until.date() if isinstance(until, datetime) else until
    groups: dict[tuple, list[dict]] = defaultdict(list)
    for row in map(fact, visits):
        late = row["started_at"] > until if isinstance(until, datetime) else row["visit_date"] > day
        if late or row["visit_date"] < beginning(window, day):
            continue
        if all(row[COLUMN[name]] == value for name, value in where.items()):
            groups[tuple(row[COLUMN[name]] for name in by)].append(row)
    return {key: _numbers(rows) for key, rows in groups.items()}


def _numbers(rows: list[dict]) -> dict[str, float | None]:
    rated = [row["satisfaction"] for row in rows if row["satisfaction"] is not None]
    return {
        "visits": len(rows),
        "households": len({row["household_id"] for row in rows}),
        "managers_out": len({row["staff_id"] for row in rows}),
        "villages_reached": len({row["village_code"] for row in rows}),
        "satisfaction": round(100 * sum(r >= 4 for r in rated) / len(rated), 6) if rated else None,
        "dwell_minutes": round(sum(row["dwell_minutes"] for row in rows) / len(rows), 6),
        "photos": sum(row["photo_count"] for row in rows),
    }
