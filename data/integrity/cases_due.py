"""When a flagged visit that just came becomes a case: once nothing of it has come for a minute, its photos may still be under way.

The case keeps the evidence as it was when it was opened, so it waits for all of it; ten minutes after the visit it waits no longer.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, func, select

from data.clock import now
from data.ops.engine import reading
from data.ops.schema import photo_upload, photos, visits

DAYS = 14  # after its day a visit becomes no case any more: nobody remembers
QUIET = timedelta(minutes=1)  # since the last sign: the visit, a photo, a piece of one
LONGEST = timedelta(minutes=10)  # since the visit came


def opens_at(received: datetime, last_sign: datetime) -> datetime:
    """The moment from which the case may be opened."""
    return min(max(received, last_sign) + QUIET, received + LONGEST)


def due(visit_ids: Collection[str], engine: Engine | None = None) -> dict[str, datetime]:
    """Visit → from when its case may be opened. A visit that no phone sent here is not among them: the pass opens its case."""
    if not visit_ids:
        return {}
    with reading(engine) as connection:
        asked = select(visits.c.client_uuid, visits.c.received_at).where(visits.c.client_uuid.in_(visit_ids))
        came = {str(key): at for key, at in connection.execute(asked)}
        signs = _signs(connection, came) if came else {}
    return {key: opens_at(at, max([at, *signs.get(key, [])])) for key, at in came.items()}


def _signs(connection: Connection, came: Collection[str]) -> dict[str, list[datetime]]:
    """When photos of these visits came, whole or in pieces."""
    found: dict[str, list[datetime]] = {}
    whole = select(photos.c.visit_uuid, func.max(photos.c.received_at)).where(photos.c.visit_uuid.in_(list(came)))
    # An older sign changes nothing: had it come after the visit, the visit would have waited its longest already.
    fresh = photo_upload.c.touched_at > now() - LONGEST
    pieces = select(photo_upload.c.fields, photo_upload.c.touched_at).where(fresh)
    for key, at in connection.execute(whole.group_by(photos.c.visit_uuid)):
        found.setdefault(str(key), []).append(at)
    for fields, at in connection.execute(pieces):
        found.setdefault(str(fields.get("visit_uuid")), []).append(at)
    return found
