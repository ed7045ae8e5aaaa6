"""What must not be kept: positions after ``keep_position_days`` (PIPL), sign-ins long over. Daily, by the scheduler.

Each run is a row of ``retention_run``, shown to everybody on the page of what is kept, and a line of the audit.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine, delete, insert, select

from data.audit import record_in
from data.clock import now
from data.log import logger
from data.ops.engine import writing
from data.ops.schema import positions, retention_run, user_sessions
from data.settings import Settings

CHUNK = 20_000  # rows a transaction: phones go on posting in between
SESSION_DAYS = 90
log = logger(__name__)


def forget(engine: Engine, chosen: Settings) -> int:
    """Delete what is too old, and write down that it was done. → positions deleted."""
    gone, at = 0, now()
    oldest = at - timedelta(days=chosen.keep_position_days)
    chunk = select(positions.c.id).where(positions.c.at < oldest).limit(CHUNK)
    while True:
        with writing(engine) as connection:
            count = connection.execute(delete(positions).where(positions.c.id.in_(chunk))).rowcount
        gone += count
        if count < CHUNK:
            break
    with writing(engine) as connection:
        ended = now() - timedelta(days=SESSION_DAYS)
        connection.execute(delete(user_sessions).where(user_sessions.c.started_at < ended))
        told = {"before": oldest, "kept_days": chosen.keep_position_days, "positions": gone}
        connection.execute(insert(retention_run).values(ran_at=at, **told))
        record_in(connection, "retention.forget", "positions", None, actor="system", **told)
    log.info("forgotten", positions=gone, before=oldest.date().isoformat())
    return gone
