"""What is kept about the asker (PIPL art. 45): everything people and phones wrote down, since when, and who looked.

One's own alone: the person comes from the session, never from the question. Visits of years gone by come from the
published history, the rest from the operations DB.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, cast, func, select

from data.asker import current_asker
from data.clock import now
from data.errors import QianhuiError
from data.listing import listing
from data.ops.engine import reading
from data.ops.schema import (
    api_tokens,
    audit,
    case_photo,
    integrity_case,
    integrity_step,
    notice_acceptance,
    photo_print,
    photos,
    positions,
    retention_run,
    users,
    visit_vote,
    visits,
    vote_code,
)
from data.ops.users import staff_of
from data.settings import settings

MOST_VISITS = 100_000
LOOKS_DAYS = 400  # how far back looks and sign-ins are searched for
ENOUGH_VOTES = 5  # votes of a month, once it is over, whose ratings are told: fewer would name who gave them
RATINGS = (1, 2, 3, 4, 5)
VISIT_COLUMNS = (
    "visit_no",
    "started_at",
    "ended_at",
    "household_id",
    "purpose",
    "result",
    "satisfaction",
    "lon",
    "lat",
)


class Kept(NamedTuple):
    """One kind of thing: how many, the first and the last, and until when."""

    name: str
    number: int
    first: datetime | None
    last: datetime | None


class Look(NamedTuple):
    """Somebody looked at the asker's track: when, who, in which role, at which day."""

    at: datetime
    name: str
    role: str
    detail: str


class Forgotten(NamedTuple):
    """The newest run of the retention job."""

    ran_at: datetime
    before: datetime
    positions: int


def own_staff() -> str | None:
    """The staff number of the asker; None for an account that is nobody's on the staff."""
    with reading() as connection:
        return staff_of(connection, current_asker().user_id)


def summary() -> list[Kept]:
    """A line for each kind of thing, also of those there is nothing of."""
    found = []
    with reading() as connection:
        for name, (query, moment) in _queries(own_staff(), current_asker().user_id).items():
            inside = query.with_only_columns(moment.label("moment")).subquery()
            counted = select(func.count(), func.min(inside.c.moment), func.max(inside.c.moment)).select_from(inside)
            found.append(Kept(name, *connection.execute(counted).one()))
    return [_told(one) for one in found]


def rows(name: str) -> list[dict[str, Any]]:
    """Everything of one kind, oldest first."""
    if name == "visits" and (frame := _history()) is not None:
        return frame.frame[list(VISIT_COLUMNS)].iloc[::-1].to_dict("records")
    query, moment = _queries(own_staff(), current_asker().user_id)[name]
    with reading() as connection:
        found = [dict(row) for row in connection.execute(query.order_by(moment)).mappings()]
    return _by_month(found) if name == "votes" else found


def _by_month(votes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """``{month, votes, rating_1 … rating_5}``: how many rated so; None while a month goes on (two files would tell the vote
    between them) and where it had few votes."""
    this_month = f"{now():%Y-%m}"
    found: dict[str, list[int]] = {}
    for row in votes:
        found.setdefault(row["month"], []).append(row["rating"])
    return [
        {"month": month, "votes": len(given)}
        | {
            f"rating_{rating}": given.count(rating) if len(given) >= ENOUGH_VOTES and month < this_month else None
            for rating in RATINGS
        }
        for month, given in found.items()
    ]


def names() -> list[str]:
    """The kinds of things, in the order they are told."""
    return list(_queries(None, ""))


def looks(most: int = 50) -> list[Look]:
    """Who looked at the asker's track, newest first."""
    query, moment = _looks(own_staff())
    with reading() as connection:
        found = connection.execute(query.order_by(moment.desc()).limit(most)).mappings().all()
    return [Look(row["at"], row["name"], row["role"], row["detail"]) for row in found]


def forgotten() -> Forgotten | None:
    """The newest run of the job that deletes positions; None before the first."""
    columns = [retention_run.c[name] for name in Forgotten._fields]
    with reading() as connection:
        row = connection.execute(select(*columns).order_by(retention_run.c.id.desc()).limit(1)).first()
    return Forgotten(*row) if row else None


def goes_on(moment: datetime | None) -> datetime | None:
    """When a position of this moment will be deleted."""
    return moment and moment + timedelta(days=settings().keep_position_days)


Query = tuple[Select[Any], ColumnElement[Any]]


def _queries(staff_id: str | None, user_id: str) -> dict[str, Query]:
    """Kind → (its rows, the moment they are ordered by)."""
    of_visits = select(*(visits.c[name] for name in VISIT_COLUMNS)).where(visits.c.staff_id == staff_id)
    of_positions = select(
        positions.c.at, positions.c.lon, positions.c.lat, positions.c.accuracy_m, positions.c.speed_mps, positions.c.app
    ).where(positions.c.staff_id == staff_id)
    of_photos = (
        select(photos.c.taken_at, photos.c.visit_no, photos.c.lon, photos.c.lat, photos.c.sha256, photo_print.c.exif)
        .join_from(photos, photo_print, photo_print.c.photo_uuid == photos.c.photo_uuid, isouter=True)
        .where(photos.c.staff_id == staff_id)
    )
    of_cases = (
        select(integrity_step.c.at, integrity_case.c.visit_no, integrity_step.c.step, integrity_step.c.verdict)
        .join_from(integrity_step, integrity_case)
        .where(integrity_case.c.staff_id == staff_id)
    )
    of_evidence = (
        select(case_photo.c.added_at, integrity_case.c.visit_no, case_photo.c.sha256, case_photo.c.exif)
        .join_from(case_photo, integrity_case)
        .where(integrity_case.c.staff_id == staff_id)
    )
    signed = (audit.c.actor == user_id, audit.c.action == "sign_in", audit.c.at > now() - timedelta(days=LOOKS_DAYS))
    return {
        "visits": (of_visits, visits.c.started_at),
        "positions": (of_positions, positions.c.at),
        "photos": (of_photos, photos.c.taken_at),
        "votes": _votes(staff_id),
        "cases": (of_cases, integrity_step.c.at),
        "evidence": (of_evidence, case_photo.c.added_at),
        "sign_ins": (select(audit.c.at).where(*signed), audit.c.at),
        "devices": _devices(user_id),
        "notices": _notices(user_id),
        "looks": _looks(staff_id),
    }


def _votes(staff_id: str | None) -> Query:
    """Month and rating, without code and words: a vote is not to lead back to the customer who gave it (``_by_month``)."""
    of_month = func.substr(cast(visit_vote.c.voted_at, String), 1, 7).label("month")
    query = select(of_month, visit_vote.c.rating).join_from(visit_vote, vote_code)
    return query.where(vote_code.c.staff_id == staff_id), visit_vote.c.voted_at


def _devices(user_id: str) -> Query:
    columns = ("created_at", "name", "kind", "last_used_at", "expires_at", "revoked_at")
    return select(*(api_tokens.c[name] for name in columns)).where(
        api_tokens.c.user_id == user_id
    ), api_tokens.c.created_at


def _notices(user_id: str) -> Query:
    columns = ("accepted_at", "version", "agent")
    own = notice_acceptance.c.user_id == user_id
    return select(*(notice_acceptance.c[name] for name in columns)).where(own), notice_acceptance.c.accepted_at


def _looks(staff_id: str | None) -> Query:
    query = select(audit.c.at, users.c.name, users.c.role, audit.c.detail).join_from(
        audit, users, users.c.user_id == audit.c.actor
    )
    seen = (audit.c.action == "track.view", audit.c.object_type == "staff", audit.c.object_id == (staff_id or ""))
    return query.where(*seen, audit.c.at > now() - timedelta(days=LOOKS_DAYS)), audit.c.at


def _history(limit: int = MOST_VISITS) -> Any:
    """The published and the live visits of the asker's own; None where they cannot be listed."""
    staff_id = own_staff()
    try:
        return listing("visit", where={"staff": staff_id}, limit=limit) if staff_id else None
    except QianhuiError:  # nothing published yet, or no right to the list of visits
        return None


def _told(kept: Kept) -> Kept:
    """The line of visits with those of the published history; of votes the months alone."""
    if kept.name == "votes":
        return Kept(kept.name, kept.number, *(at and at.replace(day=1, hour=0, minute=0, second=0) for at in kept[2:]))
    return _with_history(kept) if kept.name == "visits" else kept


def _with_history(kept: Kept) -> Kept:
    """The line of visits with those of the published history."""
    newest = _history(limit=1)
    if newest is None or not newest.total:
        return kept
    oldest = listing("visit", where={"staff": own_staff()}, order="started_at", limit=1).frame
    return Kept(kept.name, newest.total, oldest["started_at"].iloc[0], newest.frame["started_at"].iloc[0])
