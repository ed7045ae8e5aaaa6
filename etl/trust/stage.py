"""The pass's stage: days whose visits, photos or limits are not those they were judged by are judged anew, whole.

A day is the unit: what one visit says of another is of the same person or the same day. Photos look further back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import groupby

import duckdb
import pandas as pd
import pyarrow as pa
from sqlalchemy import Engine

from data.integrity import GRADES, judge, limits
from data.integrity.facts import COLUMNS, Facts
from data.integrity.judge import EDITION
from data.integrity.pictures import of_photos
from data.log import logger
from etl.trust import tables
from etl.trust.prints import take_prints

log = logger(__name__)
Told = Callable[[str], None]
# What a day was judged from: its visits and photos, when they were loaded, and how many photos have a print.
SEEN = """
with visit as (
    select cast(started_at as date) as visit_date, count(*) as visits, max(loaded_at) as loaded_at from lake.raw.visit group by 1
    union all
    select cast(started_at as date), count(*), max(loaded_at) from lake.raw.ops_visit group by 1
),
photo as (
    select cast(v.started_at as date) as visit_date, count(*) as photos, count(i.phash) as prints
    from lake.raw.ops_photo as p join lake.raw.ops_visit as v using (visit_id) left join lake.raw.ops_print as i using (photo_uuid)
    group by 1
)
select visit_date, concat_ws('/', $rules, sum(visits), max(loaded_at), any_value(photos), any_value(prints)) as seen
from visit left join photo using (visit_date) group by 1
"""
# Bounds of the start, too: they are what files are passed over by.
FACTS = f"""
select {", ".join(COLUMNS)} from lake.core.fct_visit
where started_at >= $since and started_at < $until and visit_date in (select unnest($days::date[]))
"""
PHOTOS = """
select p.photo_uuid, p.visit_id, v.visit_no, p.staff_id, p.taken_at, p.lon, p.lat, p.sha256, i.phash
from lake.raw.ops_photo as p join lake.raw.ops_visit as v using (visit_id) left join lake.raw.ops_print as i using (photo_uuid)
where p.taken_at >= $since and p.taken_at < $until
"""


def settle(con: duckdb.DuckDBPyConnection, engine: Engine, told: Told = lambda what: None) -> list[date]:
    """Judge what changed; the days written. ``con`` has the lake attached for writing."""
    tables.create(con)
    take_prints(con, engine)
    changed = _changed(con)
    for month, days in groupby(sorted(changed), key=lambda day: day.replace(day=1)):
        told(f"{month:%Y-%m}")
        _judge(con, {day: changed[day] for day in days})
    if changed:
        log.info("visits judged", days=len(changed), since=str(min(changed)))
    return sorted(changed)


def is_due(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether visits wait to be judged, or the limits changed."""
    if not tables.known(con):
        return True
    return bool(_changed(con))


def _changed(con: duckdb.DuckDBPyConnection) -> dict[date, str]:
    """Day → what it is to be judged from, where that is not what it was."""
    rows = con.execute(
        f"select visit_date, s.seen from ({SEEN}) as s left join lake.trust.day as d using (visit_date) "
        "where s.seen is distinct from d.seen",
        {"rules": f"{EDITION}-{limits().digest}"},
    ).fetchall()
    return dict(rows)


def _judge(con: duckdb.DuckDBPyConnection, seen: dict[date, str]) -> None:
    """Judge days of one month and put the verdicts in the place of earlier ones."""
    days = list(seen)
    facts = read_facts(con, days)
    verdicts = judge(facts, limits(), of_photos(read_photos(con, days), facts, limits()))
    rows = verdicts.told
    con.register("verdict", pa.table({
        "visit_id": pa.array(facts.visit_id[rows], pa.string()),
        "visit_date": pa.array(facts.day[rows].astype("datetime64[D]")),
        "score": pa.array(verdicts.score[rows]),
        "grade": pa.array(GRADES, pa.string()).take(pa.array(verdicts.grade[rows])),
        "findings": pa.array(verdicts.findings[rows], pa.string()),
    }))  # fmt: skip
    con.register("judged", pa.table({"visit_date": pa.array(days, pa.date32()), "seen": list(seen.values())}))
    con.execute("begin")
    con.execute("delete from lake.trust.visit where visit_date in (select visit_date from judged)")
    con.execute("delete from lake.trust.day where visit_date in (select visit_date from judged)")
    con.execute("insert into lake.trust.visit by name select * from verdict")
    con.execute("insert into lake.trust.day by name select * from judged")
    con.execute("commit")
    con.unregister("verdict")
    con.unregister("judged")


def read_facts(con: duckdb.DuckDBPyConnection, days: list[date]) -> Facts:
    """The visits of some days as the checks read them."""
    bounds = {"days": days, "since": min(days), "until": max(days) + timedelta(days=1)}
    return Facts.of(con.execute(FACTS, bounds).to_arrow_table())


def read_photos(con: duckdb.DuckDBPyConnection, days: list[date]) -> pd.DataFrame:
    """The photos of those days, and those before that they are compared with."""
    back = timedelta(days=limits().default["photo_days"])
    bounds = {"since": min(days) - back, "until": max(days) + timedelta(days=2)}
    return con.execute(PHOTOS, bounds).df()
