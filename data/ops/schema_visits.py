"""Tables of the operations DB for visits that can be trusted: photos' prints, votes of customers, cases and their steps."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.ops.schema_base import NEVER_AGAIN, Base, Code, Id, Uuid


class PhotoPrint(Base):
    """What a photo looks like and what the phone wrote into it, by photo: ``phash`` is 16 hex digits, ``exif`` the
    few facts read before they were stripped, ``signature`` stands in the watermark."""

    __tablename__ = "photo_print"
    photo_uuid: Mapped[str] = mapped_column(Uuid, primary_key=True)
    phash: Mapped[str] = mapped_column(String(16), index=True)
    exif: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    signature: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]


class PhotoUpload(Base):
    """A photo that comes in pieces and is not whole yet; the pieces lie in the file store."""

    __tablename__ = "photo_upload"
    photo_uuid: Mapped[str] = mapped_column(Uuid, primary_key=True)
    user_id: Mapped[str] = mapped_column(Code, index=True)
    fields: Mapped[dict[str, object]] = mapped_column(JSON)
    bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime]
    touched_at: Mapped[datetime] = mapped_column(index=True)


class VoteCode(Base):
    """A code given out to a manager's phone in advance; bound to a visit once, when the visit comes."""

    __tablename__ = "vote_code"
    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    staff_id: Mapped[str] = mapped_column(Code, index=True)
    issued_at: Mapped[datetime]
    visit_uuid: Mapped[str | None] = mapped_column(Uuid, unique=True)
    bound_at: Mapped[datetime | None]


class VisitVote(Base):
    """What a customer said of a visit, once a code; it may come before the visit does."""

    __tablename__ = "visit_vote"
    code: Mapped[str] = mapped_column(String(12), ForeignKey("vote_code.code"), primary_key=True)
    rating: Mapped[int]
    said: Mapped[str | None] = mapped_column(Text)
    voted_at: Mapped[datetime] = mapped_column(index=True)
    address_hash: Mapped[str] = mapped_column(String(64), index=True)


class NoticeAcceptance(Base):
    """That a person read and accepted a version of the notice on tracking."""

    __tablename__ = "notice_acceptance"
    __table_args__ = NEVER_AGAIN
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[str] = mapped_column(Code, index=True)
    version: Mapped[str] = mapped_column(String(20))
    accepted_at: Mapped[datetime]
    agent: Mapped[str]


class RetentionRun(Base):
    """One run of the retention job: positions older than ``before`` deleted."""

    __tablename__ = "retention_run"
    __table_args__ = NEVER_AGAIN
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    ran_at: Mapped[datetime]
    before: Mapped[datetime]
    kept_days: Mapped[int]
    positions: Mapped[int]


class IntegrityCase(Base):
    """A flagged visit under review: the evidence as it was when the case was opened. ``state`` follows its steps."""

    __tablename__ = "integrity_case"
    case_id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    visit_id: Mapped[str] = mapped_column(Code, unique=True)
    visit_no: Mapped[str] = mapped_column(String(30))
    visit_date: Mapped[date] = mapped_column(index=True)
    staff_id: Mapped[str] = mapped_column(Code, index=True)
    branch_id: Mapped[str] = mapped_column(Code, index=True)
    entity_id: Mapped[str] = mapped_column(Code, index=True)
    rules: Mapped[str] = mapped_column(String(20))
    score: Mapped[int]
    findings: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    opened_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20), index=True)
    due_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(20))
    closed_at: Mapped[datetime | None]


class IntegrityStep(Base):
    """What somebody did in a case, in order. Append-only; the first is its opening."""

    __tablename__ = "integrity_step"
    __table_args__ = NEVER_AGAIN
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(Uuid, ForeignKey("integrity_case.case_id"), index=True)
    step: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(Code)
    at: Mapped[datetime]
    verdict: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(Text)
    photos: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))


class CasePhoto(Base):
    """A picture the manager of a case added as evidence: any picture, a signed slip too. No photo of the visit, so it stands
    apart from ``photos`` and ``photo_print``: what counts, shows or judges those never meets it."""

    __tablename__ = "case_photo"
    photo_uuid: Mapped[str] = mapped_column(Uuid, primary_key=True)
    case_id: Mapped[str] = mapped_column(Uuid, ForeignKey("integrity_case.case_id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    mime: Mapped[str] = mapped_column(String(20))
    width: Mapped[int]
    height: Mapped[int]
    bytes: Mapped[int]
    added_at: Mapped[datetime]
    phash: Mapped[str] = mapped_column(String(16))
    exif: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    signature: Mapped[str] = mapped_column(String(32))
