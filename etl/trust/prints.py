"""Prints of photos, from the operations DB into ``raw.ops_print``: also those made later, of photos long there."""

from __future__ import annotations

from datetime import datetime, timedelta

import duckdb
import pandas as pd
from sqlalchemy import Engine, inspect, select

from data.ops.engine import reading
from data.ops.schema_visits import PhotoPrint

OVERLAP = timedelta(minutes=10)  # a print may be committed a little after it was made


def take_prints(con: duckdb.DuckDBPyConnection, engine: Engine) -> int:
    """Copy what was made since the last time; how many are new."""
    if not inspect(engine).has_table(PhotoPrint.__tablename__):
        return 0
    held = con.execute("select max(made_at), count(*) from lake.raw.ops_print").fetchone() or (None, 0)
    fresh = _made_since(engine, held[0] - OVERLAP if held[0] else datetime.min)
    if fresh.empty:
        return 0
    con.register("fresh", fresh)
    con.execute("""insert into lake.raw.ops_print by name
        select * from fresh where photo_uuid not in (select photo_uuid from lake.raw.ops_print)""")
    con.unregister("fresh")
    after = con.execute("select count(*) from lake.raw.ops_print").fetchone()
    return int(after[0]) - int(held[1]) if after else 0


def _made_since(engine: Engine, since: datetime) -> pd.DataFrame:
    wanted = select(PhotoPrint.photo_uuid, PhotoPrint.phash, PhotoPrint.made_at).where(PhotoPrint.made_at >= since)
    with reading(engine) as connection:
        rows = connection.execute(wanted).fetchall()
    return pd.DataFrame(rows, columns=["photo_uuid", "phash", "made_at"]).astype({"photo_uuid": str, "phash": str})
