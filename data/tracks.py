"""Where a person was on a day: positions and photos as phones sent them. Sensitive: needs ``track:read`` and the scope,
and whoever shows it audits the look beside it. Kept as long as ``KEEP_POSITION_DAYS`` says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import pandas as pd
from sqlalchemy import Select, select

from data.clock import now
from data.ops.engine import reading
from data.ops.schema import audit, photos, positions, visits
from data.scope import Node, current_asker
from data.serving import reading as reading_state

MOST_POSITIONS = 3000  # a day at one every ten seconds, working hours
OPEN_FOR = timedelta(hours=8)  # a page that shows the same day of the same person; then it is a look of its own
PHOTO_COLUMNS = ("photo_uuid", "visit_uuid", "visit_no", "staff_id", "taken_at", "lon", "lat", "width", "height")


def positions_of_day(staff_id: str, day: date) -> pd.DataFrame:
    """at, lon, lat, accuracy_m of one person's day, oldest first. Raises Forbidden without right or scope."""
    current_asker().need("track:read")
    Node.parse(f"staff:{staff_id}")
    start = datetime.combine(day, time())
    wanted = (
        select(positions.c.at, positions.c.lon, positions.c.lat, positions.c.accuracy_m)
        .where(positions.c.staff_id == staff_id, positions.c.at >= start, positions.c.at < start + timedelta(days=1))
        .order_by(positions.c.at)
        .limit(MOST_POSITIONS)
    )
    return _frame(wanted, ("at", "lon", "lat", "accuracy_m"))


def looked_lately(staff_id: str, day: date) -> bool:
    """Whether the asker's look at this person's day was recorded within the last minutes: a page that stays open."""
    mine = (audit.c.actor == current_asker().user_id, audit.c.action == "track.view", audit.c.object_id == staff_id)
    lately = select(audit.c.detail).where(audit.c.at > now() - OPEN_FOR, *mine)
    with reading() as connection:
        return any(day.isoformat() in detail for detail in connection.execute(lately).scalars())


def stopwatch(visit_no: str) -> timedelta | None:
    """What the phone's own stopwatch measured from the start of recording a visit to its end, whatever times were entered; None
    where it did not run all the time, or the visit came by a feed. The caller was shown the visit."""
    with reading() as connection:
        found = connection.execute(select(visits.c.monotonic_ms).where(visits.c.visit_no == visit_no)).scalar()
    return None if found is None else timedelta(milliseconds=found)


def outlet_spot(staff_id: str) -> tuple[float, float] | None:
    """lon, lat of the person's outlet; None when nobody knows. Raises Forbidden outside the scope."""
    Node.parse(f"staff:{staff_id}")
    with reading_state() as state:
        sql = f"""select b.lon, b.lat from {state.schema}.dim_staff as s join {state.schema}.dim_branch as b using (branch_id)
            where s.staff_id = ? and b.lon is not null and b.lat is not null"""
        found = state.cursor().execute(sql, [staff_id]).fetchone()
    return (float(found[0]), float(found[1])) if found else None


def photos_of_visits(visit_nos: Sequence[str]) -> pd.DataFrame:
    """Photos of visits the asker was shown (their numbers come out of ``listing``), newest first."""
    if not visit_nos:
        return pd.DataFrame(columns=["photo_id", *PHOTO_COLUMNS])
    columns = [photos.c[name] for name in PHOTO_COLUMNS]
    wanted = select(*columns).where(photos.c.visit_no.in_(list(visit_nos))).order_by(photos.c.taken_at.desc())
    frame = _frame(wanted, PHOTO_COLUMNS)
    frame.insert(0, "photo_id", frame["photo_uuid"].astype(str))
    return frame


def recent_photos(
    staff_ids: Sequence[str] | None, until: date, *, since: date = date.min, limit: int = 300
) -> pd.DataFrame:
    """The newest photos taken from ``since`` to ``until``, of these people (None: of everybody). As ``photos_of_visits``;
    the caller keeps those whose visit ``listing`` shows, which is where the scope is."""
    columns = [photos.c[name] for name in PHOTO_COLUMNS]
    wanted = select(*columns).where(photos.c.taken_at < datetime.combine(until, time()) + timedelta(days=1))
    if since > date.min:
        wanted = wanted.where(photos.c.taken_at >= datetime.combine(since, time()))
    if staff_ids is not None:
        wanted = wanted.where(photos.c.staff_id.in_(list(staff_ids)))
    frame = _frame(wanted.order_by(photos.c.taken_at.desc()).limit(limit), PHOTO_COLUMNS)
    frame.insert(0, "photo_id", frame["photo_uuid"].astype(str))
    return frame


def _frame(wanted: Select, columns: Sequence[str]) -> pd.DataFrame:
    with reading() as connection:
        return pd.DataFrame(connection.execute(wanted).fetchall(), columns=list(columns))
