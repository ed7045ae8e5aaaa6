"""When what is shown is no longer fresh: one promise for every screen (``settings.stale_seconds``)."""

from __future__ import annotations

from datetime import datetime, timedelta

from data.clock import is_busy, now
from data.ops.driver import first
from data.settings import settings

NEWEST = "select received_at from {table} order by id desc limit 1"
INTAKE = ("visits", "positions")


def stale_since(live_at: datetime | None, data_as_of: datetime) -> datetime | None:
    """Since when live rows have not come in (never read: the end of history); None while they come as promised."""
    if live_at is not None and now() - live_at <= timedelta(seconds=settings().stale_seconds):
        return None
    return live_at or data_as_of


def silent_since() -> datetime | None:
    """Since when no phone of the whole bank has sent anything, where that is a fault: in the middle of a working day.

    None while something comes in, at other hours, and before the first row.
    """
    moment = now()
    if not is_busy(moment):
        return None
    newest = max(filter(None, map(_newest, INTAKE)), default=None)
    is_silent = newest is not None and moment - newest > timedelta(seconds=settings().stale_seconds)
    return newest if is_silent else None


def _newest(table: str) -> datetime | None:
    row = first(NEWEST.format(table=table), [])
    found = row["received_at"] if row else None
    return datetime.fromisoformat(found) if isinstance(found, str) else found
