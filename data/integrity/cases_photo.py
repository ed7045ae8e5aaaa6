"""Evidence: a picture the manager adds to an answer in a case, new or from a file, of anything that tells how it was.

It goes the way of every photo (limits, original under its hash, what the phone wrote read and stripped, watermark with
signature), but is no photo of the visit: its table is ``case_photo``, its watermark says evidence and when it was
added, names no place, and nothing that counts or judges photos reads it. Seen by those who may see the case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Select, insert, select

from data.asker import current_asker
from data.audit import record_in
from data.clock import now
from data.errors import BadRequest, Conflict, NotFound
from data.integrity.cases import one, steps, takes_part
from data.integrity.cases_rules import ANSWERS
from data.integrity.cases_step import MOST_PHOTOS, refusal
from data.ops.engine import reading, writing
from data.ops.schema import case_photo, integrity_case, photos
from data.photos import prints
from data.photos.probe import probe
from data.photos.watermark import Copies, decoded

Row = dict[str, Any]


def add(case_id: str, photo_uuid: str, content: bytes) -> str:
    """Keep a picture in a case, once. → ``stored`` or ``duplicate``.

    Raises Forbidden or Conflict while no answer is open to the asker, BadRequest (no photo, one too many), NotFound.
    """
    current_asker().need("case:answer")
    case = one(case_id)
    if not set(case["may"]) & set(ANSWERS):
        raise refusal(case, ANSWERS)
    found = probe(content)
    if there := _row(photo_uuid):
        if (there["case_id"], there["sha256"]) != (case_id, found.sha256):
            raise Conflict("Another photo was sent under this UUID before. Nothing was changed")
        return "duplicate"
    _check_room(case_id)
    prints.check_free(photos, photo_uuid)
    row = {"photo_uuid": photo_uuid, "case_id": case_id, "added_at": now()} | asdict(found)
    made = prints.laid_down(_as_photo(row, case), content)
    _store(case, row | {name: made[name] for name in ("phash", "exif", "signature")})
    return "stored"


def _store(case: Mapping[str, Any], row: Row) -> None:
    """The row and its line of the audit, while the case stands as it was read: who sends the answer at once waits."""
    state = select(integrity_case.c.state).where(integrity_case.c.case_id == case["case_id"]).with_for_update()
    about = {"visit": case["visit_no"], "staff": case["staff_id"], "photo": row["photo_uuid"]}
    with writing() as connection:
        if connection.execute(state).scalar_one() != case["state"]:
            raise Conflict("Somebody was faster: load the case again")
        if connection.execute(_wanted(row["photo_uuid"])).first():  # the same, sent twice at once
            return
        connection.execute(insert(case_photo).values(**row))
        record_in(connection, "case.photo", "integrity_case", case["case_id"], actor=current_asker().user_id, **about)


def added(case_id: str) -> list[str]:
    """The pictures added to a case, in order; for who may see the case (``cases.one``)."""
    asked = select(case_photo.c.photo_uuid).where(case_photo.c.case_id == case_id).order_by(case_photo.c.added_at)
    with reading() as connection:
        return list(connection.execute(asked).scalars())


def seen(photo_uuid: str) -> Row | None:
    """The row of a picture of a case the asker may see."""
    row = _row(photo_uuid)
    if row is None or not takes_part():
        return None
    try:
        return row | {"case": one(row["case_id"])}
    except NotFound:
        return None


def made_again(row: Mapping[str, Any], content: bytes) -> Copies:
    """Copies of what ``seen`` gave from its original, when they were lost."""
    return prints.mark(_as_photo(row, row["case"]), None, decoded(content), row["signature"])


def _as_photo(row: Mapping[str, Any], case: Mapping[str, Any]) -> Row:
    """What a watermark and its signature are made of; the moment is that of adding, whatever the phone wrote."""
    return {**row, "visit_no": case["visit_no"], "staff_id": case["staff_id"], "taken_at": row["added_at"]}


def _row(photo_uuid: str) -> Row | None:
    with reading() as connection:
        found = connection.execute(_wanted(photo_uuid)).mappings().first()
    return dict(found) if found else None


def _wanted(photo_uuid: str) -> Select[Any]:
    return select(case_photo).where(case_photo.c.photo_uuid == photo_uuid)


def _check_room(case_id: str) -> None:
    """Of those not sent with an answer yet there are no more than one answer takes."""
    sent = {photo for step in steps(case_id) for photo in step["photos"] or []}
    if len(set(added(case_id)) - sent) >= MOST_PHOTOS:
        raise BadRequest("%(most)s photos at most", most=MOST_PHOTOS)
