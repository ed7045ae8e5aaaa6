"""Evidence: a picture the manager adds to an answer in a case, new or from a file, of anything that tells how it was.

It goes the way of every photo (limits, original under its hash, what the phone wrote read and stripped, watermark with
signature), but is no photo of the visit: its table is ``case_photo``, its watermark says evidence and when it was
added, names no place, and nothing that counts or judges photos reads it. Seen by those who may see the case. A case takes
``MOST_A_CASE``, whatever was asked and answered in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Select, insert, select
from sqlalchemy.exc import IntegrityError

from data.asker import current_asker
from data.audit import record_in
from data.clock import now
from data.errors import BadRequest, Conflict, NotFound, OtherPhoto, QianhuiError
from data.integrity.cases import one, takes_part
from data.integrity.cases_rules import ANSWERS
from data.integrity.cases_step import MOST_PHOTOS, refusal
from data.ops.engine import reading, writing
from data.ops.schema import case_photo, integrity_case, integrity_step, photos
from data.photos import files, prints
from data.photos.probe import probe
from data.photos.watermark import Copies, decoded

MOST_A_CASE = 24  # four answers full of them; each has up to 12 MB
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
    row = {"photo_uuid": photo_uuid, "case_id": case_id, "added_at": now()} | asdict(found)
    with reading() as connection:  # before anything is laid down
        if _is_there(connection, row):
            return "duplicate"
        _check_room(connection, case_id)
    prints.check_free(photos, photo_uuid)
    made = prints.laid_down(_as_photo(row, case), content)
    try:
        is_new = _stored(case, row | {name: made[name] for name in ("phash", "exif", "signature")})
    except QianhuiError:
        _forget_copies(photo_uuid)
        raise
    if not is_new:
        _forget_copies(photo_uuid)
    return "stored" if is_new else "duplicate"


def _stored(case: Mapping[str, Any], row: Row) -> bool:
    """The row and its line of the audit, while the case stands as it was read: who sends the answer at once waits.

    False when another request with the same picture was faster. What was looked at before is looked at once more.
    """
    state = select(integrity_case.c.state).where(integrity_case.c.case_id == case["case_id"]).with_for_update()
    about = {"visit": case["visit_no"], "staff": case["staff_id"], "photo": row["photo_uuid"]}
    with writing() as connection:
        if connection.execute(state).scalar_one() != case["state"]:
            raise Conflict("Somebody was faster: load the case again")
        if _is_there(connection, row):
            return False
        _check_room(connection, case["case_id"])
        try:
            connection.execute(insert(case_photo).values(**row))
        except IntegrityError as error:  # sent to another case in the same moment
            raise OtherPhoto from error
        record_in(connection, "case.photo", "integrity_case", case["case_id"], actor=current_asker().user_id, **about)
    return True


def _is_there(connection: Connection, row: Row) -> bool:
    """Whether this picture stands in this case under its UUID. Raises Conflict where another one does."""
    there = connection.execute(_wanted(row["photo_uuid"])).mappings().first()
    if there and (there["case_id"], there["sha256"]) != (row["case_id"], row["sha256"]):
        raise OtherPhoto
    return there is not None


def _forget_copies(photo_uuid: str) -> None:
    """Copies this request drew over those of the row that stands: who looks next gets them from its original (``made_again``)."""
    for size in prints.SIZES:
        files.remove(files.copy(photo_uuid, size))


def added(case_id: str) -> list[str]:
    """The pictures added to a case, in order; for who may see the case (``cases.one``)."""
    with reading() as connection:
        return list(connection.execute(_added(case_id)).scalars())


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


def _added(case_id: str) -> Select[Any]:
    asked = select(case_photo.c.photo_uuid).where(case_photo.c.case_id == case_id)
    return asked.order_by(case_photo.c.added_at)


def _wanted(photo_uuid: str) -> Select[Any]:
    return select(case_photo).where(case_photo.c.photo_uuid == photo_uuid)


def _check_room(connection: Connection, case_id: str) -> None:
    """Of those not sent with an answer yet there are no more than one answer takes, of all no more than a case takes."""
    every = set(connection.execute(_added(case_id)).scalars())
    if len(every) >= MOST_A_CASE:
        raise BadRequest(
            "A case takes %(most)s added pictures, and this one has them. Say the rest in words", most=MOST_A_CASE
        )
    shown = select(integrity_step.c.photos).where(integrity_step.c.case_id == case_id)
    sent = {photo for names in connection.execute(shown).scalars() for photo in names or []}
    if len(every - sent) >= MOST_PHOTOS:
        raise BadRequest("%(most)s photos at most", most=MOST_PHOTOS)
