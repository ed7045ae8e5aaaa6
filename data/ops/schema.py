"""Tables of the operations DB: what people type and phones send. A class is a table; its docstring says its grain.

Timestamps are naive Asia/Shanghai. ``tx`` orders rows by commit on PostgreSQL (``data/ops/tail.py``); SQLite, with its
one writer, orders them by ``id``. A change here needs a migration; a test compares the two.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, FetchedValue, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.ops import schema_recommend, schema_visits, schema_wall
from data.ops.schema_base import NEVER_AGAIN, Base, Code, Id, Tx, Uuid


class User(Base):
    """A person or a gateway that may sign in."""

    __tablename__ = "users"
    user_id: Mapped[str] = mapped_column(Code, primary_key=True)
    username: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    role: Mapped[str] = mapped_column(String(20))
    scope_level: Mapped[str] = mapped_column(String(20))
    scope_id: Mapped[str | None] = mapped_column(Code)
    staff_id: Mapped[str | None] = mapped_column(Code)
    lang: Mapped[str | None] = mapped_column(String(5))
    theme: Mapped[str | None] = mapped_column(String(10))
    is_active: Mapped[bool] = mapped_column(default=True)
    session_epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class UserSession(Base):
    """A sign-in that has not ended: deleting the row ends it, whatever cookie is still about."""

    __tablename__ = "user_sessions"
    session_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(Code, ForeignKey("users.user_id"), index=True)
    session_epoch: Mapped[int]
    started_at: Mapped[datetime]


class ApiToken(Base):
    """A bearer token of a device or a program; only its hash is kept."""

    __tablename__ = "api_tokens"
    token_id: Mapped[str] = mapped_column(Code, primary_key=True)
    user_id: Mapped[str] = mapped_column(Code, ForeignKey("users.user_id"), index=True)
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class LoginAttempt(Base):
    """A failed sign-in of one account name; success clears them."""

    __tablename__ = "login_attempts"
    __table_args__ = NEVER_AGAIN
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    username: Mapped[str] = mapped_column(String(80), index=True)
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class Visit(Base):
    """A visit as a phone sent it, under the UUID the phone gave it. ``monotonic_ms``: the phone's own stopwatch at the end,
    which no turned clock moves; ``position_source`` and ``position_at``: by what and when it was placed."""

    __tablename__ = "visits"
    __table_args__ = NEVER_AGAIN
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    tx: Mapped[int | None] = mapped_column(Tx, server_default=FetchedValue())
    client_uuid: Mapped[str] = mapped_column(Uuid, unique=True)
    visit_no: Mapped[str] = mapped_column(String(30), unique=True)
    staff_id: Mapped[str] = mapped_column(Code, index=True)
    household_id: Mapped[str] = mapped_column(Code)
    customer_id: Mapped[str | None] = mapped_column(Code)
    purpose: Mapped[str] = mapped_column(Code)
    result: Mapped[str] = mapped_column(Code)
    products: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    satisfaction: Mapped[int | None]
    started_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    source_crs: Mapped[str | None] = mapped_column(String(10))
    accuracy_m: Mapped[float | None]
    is_mock: Mapped[bool] = mapped_column(default=False)
    device_time: Mapped[datetime | None]
    received_at: Mapped[datetime]
    note: Mapped[str | None] = mapped_column(Text)
    monotonic_ms: Mapped[int | None] = mapped_column(BigInteger)
    position_source: Mapped[str | None] = mapped_column(String(20))
    position_at: Mapped[datetime | None]
    app: Mapped[str | None] = mapped_column(String(40))
    vote_code: Mapped[str | None] = mapped_column(String(12))


class Position(Base):
    """Where a manager was at a moment, WGS-84. Kept ``keep_position_days``."""

    __tablename__ = "positions"
    __table_args__ = (Index("ix_positions_staff_id_at", "staff_id", "at"), *NEVER_AGAIN)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    tx: Mapped[int | None] = mapped_column(Tx, server_default=FetchedValue())
    client_uuid: Mapped[str] = mapped_column(Uuid, unique=True)
    staff_id: Mapped[str] = mapped_column(Code)
    at: Mapped[datetime]
    lon: Mapped[float]
    lat: Mapped[float]
    source_crs: Mapped[str] = mapped_column(String(10))
    accuracy_m: Mapped[float | None]
    speed_mps: Mapped[float | None]
    is_mock: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[datetime]
    app: Mapped[str | None] = mapped_column(String(40))


class Photo(Base):
    """A photo of a visit. ``photo_uuid`` is its public id; ``sha256`` names the unchanged original in the store."""

    __tablename__ = "photos"
    __table_args__ = NEVER_AGAIN
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    tx: Mapped[int | None] = mapped_column(Tx, server_default=FetchedValue())
    photo_uuid: Mapped[str] = mapped_column(Uuid, unique=True)
    visit_uuid: Mapped[str] = mapped_column(Uuid, index=True)
    visit_no: Mapped[str] = mapped_column(String(30), index=True)
    staff_id: Mapped[str] = mapped_column(Code, index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    mime: Mapped[str] = mapped_column(String(20))
    width: Mapped[int]
    height: Mapped[int]
    bytes: Mapped[int]
    taken_at: Mapped[datetime]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    received_at: Mapped[datetime]


class Audit(Base):
    """Who did what to what. Append-only: triggers refuse change; each row holds the hash of the one before."""

    __tablename__ = "audit"
    __table_args__ = NEVER_AGAIN
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(80), index=True)
    action: Mapped[str] = mapped_column(String(40))
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str | None]
    detail: Mapped[str] = mapped_column(Text)
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AuditHead(Base):
    """One row: the newest link of the audit chain. Writers queue on it; a chain cut short disagrees with it."""

    __tablename__ = "audit_head"
    head_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    links: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class Publication(Base):
    """A snapshot that was published; ``ops_bound`` says up to where it holds the live tables, as JSON."""

    __tablename__ = "publications"
    snapshot_id: Mapped[str] = mapped_column(Code, primary_key=True)
    file: Mapped[str]
    as_of_date: Mapped[date]
    data_as_of: Mapped[datetime]
    published_at: Mapped[datetime]
    ops_bound: Mapped[dict[str, int]] = mapped_column(JSON)


class EtlRun(Base):
    """One pass of the ETL; ``detail`` is JSON."""

    __tablename__ = "etl_runs"
    run_id: Mapped[str] = mapped_column(Code, primary_key=True)
    started_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    status: Mapped[str] = mapped_column(String(20))
    detail: Mapped[dict[str, object] | None] = mapped_column(JSON)


class ScoreAdjustment(Base):
    """An amount added to a unit's indicator of a month, in ten thousandths of its unit. Counts once it is approved; after
    the month was closed it becomes a balance of the open one."""

    __tablename__ = "score_adjustments"
    adjustment_id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    month: Mapped[date] = mapped_column(index=True)
    level: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[str] = mapped_column(Code)
    indicator: Mapped[str] = mapped_column(Code)
    amount: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[str] = mapped_column(Code)
    proposed_at: Mapped[datetime]
    approved_by: Mapped[str | None] = mapped_column(Code)
    approved_at: Mapped[datetime | None]


metadata = Base.metadata
users = metadata.tables["users"]
user_sessions = metadata.tables["user_sessions"]
api_tokens = metadata.tables["api_tokens"]
login_attempts = metadata.tables["login_attempts"]
visits = metadata.tables["visits"]
positions = metadata.tables["positions"]
photos = metadata.tables["photos"]
audit = metadata.tables["audit"]
audit_head = metadata.tables["audit_head"]
publications = metadata.tables["publications"]
etl_runs = metadata.tables["etl_runs"]
score_adjustments = metadata.tables["score_adjustments"]
campaign = metadata.tables[schema_recommend.Campaign.__tablename__]
campaign_member = metadata.tables[schema_recommend.CampaignMember.__tablename__]
campaign_answer = metadata.tables[schema_recommend.CampaignAnswer.__tablename__]
campaign_change = metadata.tables[schema_recommend.CampaignChange.__tablename__]
segment = metadata.tables[schema_recommend.Segment.__tablename__]
customer_task = metadata.tables[schema_recommend.CustomerTask.__tablename__]
customer_task_answer = metadata.tables[schema_recommend.CustomerTaskAnswer.__tablename__]
wall_playlist = metadata.tables[schema_wall.WallPlaylist.__tablename__]
wall_screen = metadata.tables[schema_wall.WallScreen.__tablename__]
wall_pairing = metadata.tables[schema_wall.WallPairing.__tablename__]
wall_show = metadata.tables[schema_wall.WallShow.__tablename__]
photo_print = metadata.tables[schema_visits.PhotoPrint.__tablename__]
photo_upload = metadata.tables[schema_visits.PhotoUpload.__tablename__]
vote_code = metadata.tables[schema_visits.VoteCode.__tablename__]
visit_vote = metadata.tables[schema_visits.VisitVote.__tablename__]
notice_acceptance = metadata.tables[schema_visits.NoticeAcceptance.__tablename__]
retention_run = metadata.tables[schema_visits.RetentionRun.__tablename__]
integrity_case = metadata.tables[schema_visits.IntegrityCase.__tablename__]
integrity_step = metadata.tables[schema_visits.IntegrityStep.__tablename__]
case_photo = metadata.tables[schema_visits.CasePhoto.__tablename__]
