"""A step of a person in a case: review, answer, second review. Each is kept for good, with its audit line beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.asker import current_asker
from data.audit import record_in
from data.clock import now
from data.errors import BadRequest, Conflict, Forbidden, allowed_only
from data.integrity.cases import one
from data.integrity.cases_rules import ANSWERS, CLOSED, REVIEWS, SETTLEMENTS, after, needs_words, verdict
from data.ops.engine import writing
from data.ops.schema import case_photo, integrity_case, integrity_step, photos

LONGEST_NOTE = 500
MOST_PHOTOS = 6
RIGHTS = {REVIEWS: "case:review", ANSWERS: "case:answer", SETTLEMENTS: "case:settle"}


def review(case_id: str, step: str, note: str) -> str:
    """The head of the outlet: ``took_place``, ``did_not_take_place`` or ``asked``. → the case's new state.

    Raises BadRequest, Forbidden, NotFound, Conflict (somebody was faster).
    """
    return _take(case_id, allowed_only("step", step, REVIEWS), note, [], REVIEWS)


def answer(case_id: str, step: str, note: str, shown: Sequence[str]) -> str:
    """The manager whose visit it is: ``explained`` or ``appealed``, with own photos or evidence if any. As ``review``."""
    return _take(case_id, allowed_only("step", step, ANSWERS), note, shown, ANSWERS)


def settle(case_id: str, step: str, note: str) -> str:
    """Who stands above: ``overturned`` or ``upheld``. As ``review``."""
    return _take(case_id, allowed_only("step", step, SETTLEMENTS), note, [], SETTLEMENTS)


def _take(case_id: str, step: str, note: str, shown: Sequence[str], among: tuple[str, ...]) -> str:
    current_asker().need(RIGHTS[among])
    case, words = one(case_id), note.strip()
    if step not in case["may"]:
        raise refusal(case, among)
    if needs_words(step) and not words:
        raise BadRequest("Say why, in a few words: the others read it")
    if len(words) > LONGEST_NOTE:
        raise BadRequest("A note has %(most)s letters at most", most=LONGEST_NOTE)
    with writing() as connection:
        kept = _own_photos(connection, case, shown)
        move(connection, case, step, actor=current_asker().user_id, at=now(), note=words or None, shown=kept)
    return str(after(step, now())["state"])


def refusal(case: Mapping[str, Any], among: tuple[str, ...]) -> Exception:
    """Why a step is not open: it is over, it is one's own, it is somebody else's turn."""
    if case["state"] == CLOSED:
        return Conflict("This case is closed")
    if case["is_own"] and among is not ANSWERS:
        return Forbidden("Nobody decides on a visit of their own")
    if among is SETTLEMENTS and case["state"] == "appealed":
        return Forbidden("Who decided first does not decide on the appeal")
    return Conflict("This step is not open at present: load the case again and see whose turn it is")


def move(
    connection: Connection,
    case: Mapping[str, Any],
    step: str,
    *,
    actor: str,
    at: datetime,
    note: str | None = None,
    shown: Sequence[str] = (),
) -> None:
    """Keep a step and what it makes of the case, within the caller's transaction. Raises Conflict when the case has moved on."""
    table, changed = integrity_case, after(step, at)
    same = (table.c.case_id == case["case_id"]) & (table.c.state == case["state"])
    if not connection.execute(update(table).where(same).values(**changed)).rowcount:
        raise Conflict("Somebody was faster: load the case again")
    row = {"case_id": case["case_id"], "step": step, "actor": actor, "at": at, "verdict": verdict(step), "note": note}
    connection.execute(insert(integrity_step).values(photos=list(shown) or None, **row))
    told = {"visit": case["visit_no"], "staff": case["staff_id"], "state": changed["state"]}
    record_in(connection, f"case.{step}", "integrity_case", case["case_id"], actor=actor, **told)


def _own_photos(connection: Connection, case: Mapping[str, Any], shown: Sequence[str]) -> list[str]:
    """The photos named, all taken by the manager or added to this case. Raises BadRequest for others."""
    wanted = list(dict.fromkeys(shown))
    if len(wanted) > MOST_PHOTOS:
        raise BadRequest("%(most)s photos at most", most=MOST_PHOTOS)
    own = photos.c.photo_uuid.in_(wanted) & (photos.c.staff_id == case["staff_id"])
    added = case_photo.c.photo_uuid.in_(wanted) & (case_photo.c.case_id == case["case_id"])
    both = select(photos.c.photo_uuid).where(own).union(select(case_photo.c.photo_uuid).where(added))
    found = set(connection.execute(both).scalars()) if wanted else set()
    if strange := [photo for photo in wanted if photo not in found]:
        raise BadRequest("Photo %(photo)s is none of yours", photo=strange[0][:40])
    return wanted
