"""When what is shown is no longer fresh: one promise for every screen (``settings.stale_seconds``)."""

from __future__ import annotations

from datetime import datetime, timedelta

from data.clock import now
from data.settings import settings


def stale_since(live_at: datetime | None, data_as_of: datetime) -> datetime | None:
    """Since when live rows have not come in (never read: the end of history); None while they come as promised."""
    if live_at is not None and now() - live_at <= timedelta(seconds=settings().stale_seconds):
        return None
    return live_at or data_as_of
