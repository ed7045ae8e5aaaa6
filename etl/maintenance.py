"""Housekeeping of the lake: old snapshots and the Parquet files only they need.

Each pass leaves snapshots behind. Kept are the head, the newest publications, the last one of each day for
``DAYS`` days and of each month for good; so a past figure can be shown again, and the disk does not fill.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select

from data import lake
from data.log import logger
from data.ops.engine import engine, reading
from data.ops.schema import publications
from data.settings import Settings
from etl.load import now

log = logger(__name__)
DAYS = 35


def tidy(chosen: Settings) -> int:
    """Expire what nobody needs and delete its files; how many snapshots went. Call it under the pass's lock."""
    with reading(engine(chosen)) as connection:
        published = connection.execute(select(publications.c.snapshot_id, publications.c.published_at)).all()
    kept = protected([(int(p.snapshot_id), p.published_at) for p in published], now(), chosen.keep_publications)
    con = lake.connect(chosen)
    try:
        newest = lake.head(con)
        known = [row[0] for row in con.execute("select snapshot_id from ducklake_snapshots('lake')").fetchall()]
        gone = [number for number in known if number not in kept and number != newest]
        if gone:
            con.execute(f"call ducklake_expire_snapshots('lake', versions => {gone})")
        con.execute("call ducklake_cleanup_old_files('lake', cleanup_all => true)")
        con.execute("call ducklake_delete_orphaned_files('lake', older_than => now() - interval 1 day)")
    finally:
        con.close()
    log.info("lake tidied", expired=len(gone), kept=len(known) - len(gone))
    return len(gone)


def protected(published: Iterable[tuple[int, datetime]], moment: datetime, keep: int) -> set[int]:
    """Snapshots that stay: the newest ``keep``, each day's last for DAYS days, each month's last."""
    ordered = sorted(published)
    days = {at.date(): number for number, at in ordered if moment - at < timedelta(days=DAYS)}
    months = {(at.year, at.month): number for number, at in ordered}
    return {*(number for number, _ in ordered[-keep:]), *days.values(), *months.values()}
