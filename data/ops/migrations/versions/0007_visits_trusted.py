"""Visits that can be trusted: the phone's stopwatch, prints of photos, votes, acceptance of the notice, cases."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

Moment = sa.DateTime().with_variant(postgresql.TIMESTAMP(precision=6), "postgresql")
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
VISITS: dict[str, Any] = {
    "monotonic_ms": sa.BigInteger(),
    "position_source": sa.String(length=20),
    "position_at": Moment,
    "app": sa.String(length=40),
    "vote_code": sa.String(length=12),
}


def upgrade() -> None:
    """Columns first, then the tables of photos, of votes and notices, of cases."""
    for name, kind in VISITS.items():
        op.add_column("visits", sa.Column(name, kind, nullable=True))
    op.add_column("positions", sa.Column("app", sa.String(length=40), nullable=True))
    _photos()
    _people()
    _cases()


def downgrade() -> None:
    """Drop the tables and the columns."""
    tables = (
        "integrity_step integrity_case retention_run notice_acceptance visit_vote vote_code photo_upload photo_print"
    )
    for table in tables.split():
        op.drop_table(table)
    op.drop_column("positions", "app")
    for name in reversed(VISITS):
        op.drop_column("visits", name)


def _photos() -> None:
    op.create_table(
        "photo_print",
        sa.Column("photo_uuid", sa.String(length=36), nullable=False),
        sa.Column("phash", sa.String(length=16), nullable=False),
        sa.Column("exif", sa.JSON(), nullable=True),
        sa.Column("signature", sa.String(length=32), nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("photo_uuid", name="pk_photo_print"),
    )
    op.create_index("ix_photo_print_phash", "photo_print", ["phash"], unique=False)
    op.create_table(
        "photo_upload",
        sa.Column("photo_uuid", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("started_at", Moment, nullable=False),
        sa.Column("touched_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("photo_uuid", name="pk_photo_upload"),
    )
    op.create_index("ix_photo_upload_user_id", "photo_upload", ["user_id"], unique=False)
    op.create_index("ix_photo_upload_touched_at", "photo_upload", ["touched_at"], unique=False)


def _people() -> None:
    op.create_table(
        "vote_code",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("issued_at", Moment, nullable=False),
        sa.Column("visit_uuid", sa.String(length=36), nullable=True),
        sa.Column("bound_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("code", name="pk_vote_code"),
        sa.UniqueConstraint("visit_uuid", name="uq_vote_code_visit_uuid"),
    )
    op.create_index("ix_vote_code_staff_id", "vote_code", ["staff_id"], unique=False)
    op.create_table(
        "visit_vote",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("voted_at", Moment, nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["vote_code.code"], name="fk_visit_vote_code"),
        sa.PrimaryKeyConstraint("code", name="pk_visit_vote"),
    )
    op.create_index("ix_visit_vote_voted_at", "visit_vote", ["voted_at"], unique=False)
    op.create_index("ix_visit_vote_address_hash", "visit_vote", ["address_hash"], unique=False)
    op.create_table(
        "notice_acceptance",
        sa.Column("id", Id, nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("accepted_at", Moment, nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notice_acceptance"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notice_acceptance_user_id", "notice_acceptance", ["user_id"], unique=False)
    op.create_table(
        "retention_run",
        sa.Column("id", Id, nullable=False),
        sa.Column("ran_at", Moment, nullable=False),
        sa.Column("before", Moment, nullable=False),
        sa.Column("kept_days", sa.Integer(), nullable=False),
        sa.Column("positions", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_retention_run"),
        sqlite_autoincrement=True,
    )


def _cases() -> None:
    op.create_table(
        "integrity_case",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("visit_id", sa.String(length=40), nullable=False),
        sa.Column("visit_no", sa.String(length=30), nullable=False),
        sa.Column("visit_date", sa.Date(), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("entity_id", sa.String(length=40), nullable=False),
        sa.Column("rules", sa.String(length=20), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("opened_at", Moment, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("due_at", Moment, nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("closed_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("case_id", name="pk_integrity_case"),
        sa.UniqueConstraint("visit_id", name="uq_integrity_case_visit_id"),
    )
    for column in ("visit_date", "staff_id", "branch_id", "entity_id", "state"):
        op.create_index(f"ix_integrity_case_{column}", "integrity_case", [column], unique=False)
    op.create_table(
        "integrity_step",
        sa.Column("id", Id, nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("photos", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["integrity_case.case_id"], name="fk_integrity_step_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_integrity_step"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_integrity_step_case_id", "integrity_step", ["case_id"], unique=False)
