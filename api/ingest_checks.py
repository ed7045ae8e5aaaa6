"""From what a phone said to a row: whose visit, at whose door, where on the earth. Says what does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from api.ingest_models import Place, PositionIn, VisitIn, refused
from api.people import Person
from data.geo.crs import gcj02_to_wgs84
from data.i18n import _
from data.ops.directory import Directory, Member
from data.ops.incoming import Row
from data.settings import settings
from data.working_hours import hours, is_working

Errors = list[dict[str, str]]
PLACES = 7  # decimals of a degree: a centimetre
LONGEST = timedelta(hours=12)  # of a visit


def visit_row(item: VisitIn, person: Person, at: datetime) -> Row:
    """A row of ``visits`` without id and number."""
    return {
        "client_uuid": item.client_uuid,
        "staff_id": item.staff_id or person.staff_id or "",
        "household_id": item.household_id,
        "customer_id": item.customer_id,
        "purpose": item.purpose,
        "result": item.result,
        "products": item.products,
        "satisfaction": item.satisfaction,
        "started_at": item.started_at,
        "ended_at": item.ended_at,
        "device_time": item.device_time,
        "note": item.note,
        "monotonic_ms": item.monotonic_ms,
        "position_source": item.position_source,
        "position_at": item.position_at,
        "app": item.app,
        "vote_code": item.vote_code,
        "received_at": at,
        **_place(item.position),
    }


def position_row(item: PositionIn, person: Person, at: datetime) -> Row:
    """A row of ``positions`` without id."""
    return {
        "client_uuid": item.client_uuid,
        "staff_id": item.staff_id or person.staff_id or "",
        "at": item.at,
        "speed_mps": item.speed_mps,
        "app": item.app,
        "received_at": at,
        **_place(item),
    }


def _place(place: Place | None) -> Row:
    return {
        "lon": place.lon if place else None,
        "lat": place.lat if place else None,
        "source_crs": place.crs if place else None,
        "accuracy_m": place.accuracy_m if place else None,
        "is_mock": place.is_mock if place else False,
    }


def to_wgs84(rows: Sequence[Row]) -> None:
    """Convert positions declared as GCJ-02, in place; ``source_crs`` keeps what the phone said."""
    shifted = [row for row in rows if row["source_crs"] == "GCJ-02"]
    if not shifted:
        return
    lon, lat = gcj02_to_wgs84([row["lon"] for row in shifted], [row["lat"] for row in shifted])
    for row, x, y in zip(shifted, lon.tolist(), lat.tolist(), strict=True):
        row["lon"], row["lat"] = round(x, PLACES), round(y, PLACES)


def check_positions(rows: Sequence[Row], person: Person, who: Directory) -> list[Errors]:
    """What is wrong with each row: nothing, mostly."""
    return [_check_staff(row, person, who.staff.get(row["staff_id"])) + _check_hours(row, person) for row in rows]


def check_visits(rows: Sequence[Row], person: Person, who: Directory) -> list[Errors]:
    """What is wrong with each row: whose it is, and whether household and customer fit."""
    entities = who.entities_of([row["household_id"] for row in rows])
    homes = who.households_of([row["customer_id"] for row in rows])
    return [
        _check_times(row)
        + _check_staff(row, person, member)
        + _check_household(row, member, entity)
        + _check_customer(row, home)
        for row, member, entity, home in zip(
            rows, (who.staff.get(row["staff_id"]) for row in rows), entities, homes, strict=True
        )
    ]


def _check_times(row: Row) -> Errors:
    """A visit is over within half a day and sent within ``VISIT_LATE_DAYS``: older days are closed."""
    if row["ended_at"] - row["started_at"] > LONGEST:
        words = _("The visit lasts longer than %(most)s hours", most=LONGEST // timedelta(hours=1))
        return [{"field": "ended_at", "message": words}]
    days = settings().visit_late_days
    if row["started_at"] < row["received_at"] - timedelta(days=days):
        words = _(
            "%(came)s is too long ago: visits are taken for %(most)s days",
            came=f"{row['started_at']:%Y-%m-%d}",
            most=days,
        )
        return [{"field": "started_at", "message": words}]
    return []


def _check_hours(row: Row, person: Person) -> Errors:
    """A person's own positions are taken in working hours alone; a gateway answers for its own rule."""
    if person.role == "gateway" or is_working(row["at"]):
        return []
    first, last = hours()
    words = _(
        "%(came)s is outside working hours: positions are kept on working days from %(first)s to %(last)s alone",
        came=f"{row['at']:%Y-%m-%d %H:%M}",
        first=f"{first:%H:%M}",
        last=f"{last:%H:%M}",
    )
    return [{"field": "at", "message": words}]


def _check_staff(row: Row, person: Person, member: Member | None) -> Errors:
    staff_id = row["staff_id"]
    if not may_send_for(person, staff_id, member):
        if person.role != "gateway":
            words = _("%(came)s is somebody else. You report for yourself", came=staff_id)
        elif member is None:
            return [refused("staff_id", staff_id)]
        else:
            words = _("%(came)s is outside your part of the organisation", came=staff_id)
        return [{"field": "staff_id", "message": words}]
    if member is None:
        return [refused("staff_id", staff_id)]
    if not member.is_active:
        return [{"field": "staff_id", "message": _("%(came)s has left. Only active staff report", came=staff_id)}]
    return []


def may_send_for(person: Person, staff_id: str, member: Member | None) -> bool:
    """A gateway reports for everybody in its part of the organisation, anybody else for themselves."""
    return is_inside(person, staff_id, member) if person.role == "gateway" else staff_id == person.staff_id


def is_inside(person: Person, staff_id: str, member: Member | None) -> bool:
    """Whether a member of staff is in the person's part of the organisation; unknown ones are in nobody's."""
    if member is None:
        return False
    units = {"entity": member.entity_id, "branch": member.branch_id, "staff": staff_id}
    return person.scope_level == "province" or units.get(person.scope_level) == person.scope_id


def _check_household(row: Row, member: Member | None, entity: str | None) -> Errors:
    if entity is None:
        words = _("There is no household %(came)s", came=row["household_id"])
        return [{"field": "household_id", "message": words}]
    if member is not None and entity != member.entity_id:
        words = _("%(came)s is served by another entity than the visitor's", came=row["household_id"])
        return [{"field": "household_id", "message": words}]
    return []


def _check_customer(row: Row, home: str | None) -> Errors:
    wrong = row["customer_id"] is not None and home != row["household_id"]
    return [refused("customer_id", row["customer_id"])] if wrong else []


def numbered_visit(row: Row, number: int, who: Directory) -> Row:
    """The row with its id and visit number: ``<entity>-<year>-<counter>``."""
    entity = who.staff[row["staff_id"]].entity_id
    return row | {"id": number, "visit_no": f"{entity[:4]}-{row['received_at']:%y}-{number:06d}"}


def numbered_position(row: Row, number: int, _who: Directory) -> Row:
    """The row with its id."""
    return row | {"id": number}
