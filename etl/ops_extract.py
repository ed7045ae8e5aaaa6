"""Visits the phones posted, and votes on them, from the operations DB into ``raw.ops_visit`` and ``ops_vote``, each exactly once.

What is copied and the bound up to which it was read are one lake transaction; the next pass reads from that bound on
(``data/ops/tail.py``: half open, in order of commits). The bound travels with the publication, so that the live tables
begin exactly where history ends.
"""

from __future__ import annotations

from typing import Any

import duckdb
from sqlalchemy import Engine, inspect

from data.ops import tail
from etl.load import now
from etl.ops_votes import new_votes

COLUMNS = """client_uuid as visit_id, visit_no, staff_id, household_id, customer_id, started_at, ended_at, lon, lat,
    source_crs as crs, accuracy_m, is_mock, purpose, result, satisfaction, null as photo_count, device_time, note, products"""


def extract(con: duckdb.DuckDBPyConnection, engine: Engine) -> dict[str, int]:
    """Copy what was committed since the last time; the bounds per table that history now holds everything below."""
    if not inspect(engine).has_table("visits"):
        return bounds(con)
    at = now()
    low, high = bounds(con), tail.safe_bounds(engine)
    votes = new_votes(con, engine)
    if low == high and not len(votes):
        return low
    visits = tail.rows_since(engine, "visits", low["visits"], high["visits"])
    photos = tail.rows_since(engine, "photos", low["photos"], high["photos"])
    if not len(visits) and not len(photos) and not len(votes):
        return low  # nothing to keep: a bound left behind only makes the live tables hold a little more
    _insert(con, visits, photos, votes, high, at)
    return high


def bounds(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Up to where the lake holds each table of the operations DB; 0 at first."""
    row = con.execute(
        "select max(visits_bound), max(positions_bound), max(photos_bound) from lake.raw.ops_load"
    ).fetchone()
    return dict(zip(("visits", "positions", "photos"), (int(v or 0) for v in row or (0, 0, 0)), strict=True))


def _insert(
    con: duckdb.DuckDBPyConnection, visits: Any, photos: Any, votes: Any, high: dict[str, int], at: Any
) -> None:
    con.register("new_visits", visits)
    con.register("new_photos", photos)
    con.register("new_votes", votes)
    con.execute("begin")
    try:
        con.execute(
            f"""insert into lake.raw.ops_visit select {COLUMNS}, tx, received_at, ? from new_visits
            where client_uuid not in (select visit_id from lake.raw.ops_visit)""",
            [at],
        )
        con.execute(
            """insert into lake.raw.ops_photo by name select photo_uuid, visit_uuid as visit_id, staff_id, taken_at,
            ? as loaded_at, lon, lat, sha256 from new_photos""",
            [at],
        )
        con.execute("insert into lake.raw.ops_vote select visit_id, rating, voted_at, ? from new_votes", [at])
        con.execute(
            """insert into lake.raw.ops_load
            select (select coalesce(max(load_id), 0) + 1 from lake.raw.ops_load), ?, ?, ?, ?, ?, ?,
            min(started_at)::date, max(started_at)::date from lake.raw.ops_visit where loaded_at = ?
            or visit_id in (select visit_uuid from new_photos)""",
            [high["visits"], high["positions"], high["photos"], len(visits), at, at, at],
        )
        con.execute("commit")
    except BaseException:
        con.execute("rollback")
        raise
    finally:
        con.unregister("new_visits")
        con.unregister("new_photos")
        con.unregister("new_votes")
