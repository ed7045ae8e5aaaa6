"""The raw rows of a built province, as the lake holds them."""

from __future__ import annotations

from typing import Any

from data import lake
from data.settings import Settings
from tests.workers.facts import Row, World
from tests.workers.models import FEEDS


def world_of(chosen: Settings) -> World:
    """Every row of the feeds about people working away, and who serves which home."""
    con = lake.connect(chosen)
    try:
        feeds = {feed: _rows(con, f"select * from lake.raw.{feed}") for feed in FEEDS}
        region = {row["code"]: row for row in _rows(con, "select code, level, parent_code from lake.raw.region")}
        entity = {row["branch_id"]: row["entity_id"] for row in _rows(con, "select * from lake.raw.branch")}
        served = {row["county_code"]: row["entity_id"] for row in _rows(con, "select * from lake.raw.entity_county")}
        households = _rows(con, "select household_id, village_code, branch_id, staff_id from lake.raw.household")
        first, reaches = con.execute(
            "select min(started_at)::date, (select max(data_as_of)::date from lake.raw.context) from lake.raw.visit"
        ).fetchone()
    finally:
        con.close()
    homes = {
        row["household_id"]: _above(region, row["village_code"])
        | {"branch": row["branch_id"], "entity": entity[row["branch_id"]], "staff": row["staff_id"]}
        for row in households
    }
    counties = {
        code: {"prefecture": region[code]["parent_code"], "entity": served.get(code)}
        for code, row in region.items()
        if row["level"] == "county"
    }
    return World(feeds, homes, counties, first, reaches)


def _above(region: dict[str, Row], code: str) -> Row:
    """Level → code of a village and all it lies in."""
    found: Row = dict.fromkeys(("village", "township", "county", "prefecture"))
    at: str | None = code
    while at in region:
        found |= {region[at]["level"]: at}
        at = region[at]["parent_code"]
    return {name: found[name] for name in ("village", "township", "county", "prefecture")}


def _rows(con: Any, sql: str) -> list[Row]:
    cursor = con.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
