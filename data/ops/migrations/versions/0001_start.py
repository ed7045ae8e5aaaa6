"""The first schema: people, visits, positions, photos, audit, publications."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from data.ops.schema_base import Xid8

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Tx = sa.BigInteger().with_variant(Xid8(), "postgresql")
Moment = sa.DateTime().with_variant(postgresql.TIMESTAMP(precision=6), "postgresql")
TAILED = ("visits", "positions", "photos")
GENESIS = {"head_id": 1, "links": 0, "hash": "0" * 64}


def upgrade() -> None:
    """Tables, indexes, and what the two databases say differently: order of commits, audit triggers, visit numbers."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    _tables(sa.text("pg_current_xact_id()") if is_postgresql else None)
    op.bulk_insert(sa.table("audit_head", *map(sa.column, ("head_id", "links", "hash"))), [GENESIS])
    (_postgresql if is_postgresql else _sqlite)()


def downgrade() -> None:
    """Drop everything."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop trigger audit_is_append_only on audit")
        op.execute("drop function refuse_audit_change")
    for table in (
        "user_sessions",
        "api_tokens",
        "visits",
        "users",
        "publications",
        "positions",
        "photos",
        "login_attempts",
        "etl_runs",
        "audit_head",
        "audit",
    ):
        op.drop_table(table)


def _postgresql() -> None:
    for table in TAILED:
        op.create_index(f"ix_{table}_tx", table, ["tx"])
    op.execute(
        "create function refuse_audit_change() returns trigger language plpgsql as "
        "$$ begin raise exception 'audit is append-only'; end $$"
    )
    op.execute(
        "create trigger audit_is_append_only before update or delete or truncate on audit "
        "for each statement execute function refuse_audit_change()"
    )


def _sqlite() -> None:
    for change in ("update", "delete"):
        op.execute(
            f"create trigger audit_refuses_{change} before {change} on audit "
            "begin select raise(abort, 'audit is append-only'); end"
        )


def _tables(commit_order: sa.TextClause | None) -> None:
    op.create_table(
        "audit",
        sa.Column("id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("object_type", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=200), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.UniqueConstraint("hash", name="uq_audit_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_actor", "audit", ["actor"], unique=False)
    op.create_index("ix_audit_at", "audit", ["at"], unique=False)
    op.create_table(
        "audit_head",
        sa.Column("head_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("links", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("head_id", name="pk_audit_head"),
    )
    op.create_table(
        "etl_runs",
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("started_at", Moment, nullable=False),
        sa.Column("ended_at", Moment, nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("run_id", name="pk_etl_runs"),
    )
    op.create_index("ix_etl_runs_started_at", "etl_runs", ["started_at"], unique=False)
    op.create_table(
        "login_attempts",
        sa.Column("id", Id, nullable=False),
        sa.Column("username", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_login_attempts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_login_attempts_username", "login_attempts", ["username"], unique=False)
    op.create_table(
        "photos",
        sa.Column("id", Id, nullable=False),
        sa.Column("tx", Tx, server_default=commit_order, nullable=True),
        sa.Column("photo_uuid", sa.String(length=36), nullable=False),
        sa.Column("visit_uuid", sa.String(length=36), nullable=False),
        sa.Column("visit_no", sa.String(length=30), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("mime", sa.String(length=20), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("taken_at", Moment, nullable=False),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("received_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_photos"),
        sa.UniqueConstraint("photo_uuid", name="uq_photos_photo_uuid"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_photos_staff_id", "photos", ["staff_id"], unique=False)
    op.create_index("ix_photos_visit_no", "photos", ["visit_no"], unique=False)
    op.create_index("ix_photos_visit_uuid", "photos", ["visit_uuid"], unique=False)
    op.create_table(
        "positions",
        sa.Column("id", Id, nullable=False),
        sa.Column("tx", Tx, server_default=commit_order, nullable=True),
        sa.Column("client_uuid", sa.String(length=36), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("source_crs", sa.String(length=10), nullable=False),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("speed_mps", sa.Double(), nullable=True),
        sa.Column("is_mock", sa.Boolean(), nullable=False),
        sa.Column("received_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_positions"),
        sa.UniqueConstraint("client_uuid", name="uq_positions_client_uuid"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_positions_staff_id_at", "positions", ["staff_id", "at"], unique=False)
    op.create_table(
        "publications",
        sa.Column("snapshot_id", sa.String(length=40), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("as_of_date", sa.Date(), nullable=False),
        sa.Column("data_as_of", Moment, nullable=False),
        sa.Column("published_at", Moment, nullable=False),
        sa.Column("ops_bound", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("snapshot_id", name="pk_publications"),
    )
    op.create_table(
        "users",
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("username", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("scope_level", sa.String(length=20), nullable=False),
        sa.Column("scope_id", sa.String(length=40), nullable=True),
        sa.Column("staff_id", sa.String(length=40), nullable=True),
        sa.Column("lang", sa.String(length=5), nullable=True),
        sa.Column("theme", sa.String(length=10), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_users"),
        sa.UniqueConstraint("username", name="uq_users_username"),
    )
    op.create_table(
        "visits",
        sa.Column("id", Id, nullable=False),
        sa.Column("tx", Tx, server_default=commit_order, nullable=True),
        sa.Column("client_uuid", sa.String(length=36), nullable=False),
        sa.Column("visit_no", sa.String(length=30), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("household_id", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=True),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("result", sa.String(length=40), nullable=False),
        sa.Column("products", sa.JSON(), nullable=True),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.Column("started_at", Moment, nullable=False),
        sa.Column("ended_at", Moment, nullable=False),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("source_crs", sa.String(length=10), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("is_mock", sa.Boolean(), nullable=False),
        sa.Column("device_time", Moment, nullable=True),
        sa.Column("received_at", Moment, nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_visits"),
        sa.UniqueConstraint("client_uuid", name="uq_visits_client_uuid"),
        sa.UniqueConstraint("visit_no", name="uq_visits_visit_no"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_visits_staff_id", "visits", ["staff_id"], unique=False)
    op.create_index("ix_visits_started_at", "visits", ["started_at"], unique=False)
    op.create_table(
        "api_tokens",
        sa.Column("token_id", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("revoked_at", Moment, nullable=True),
        sa.Column("last_used_at", Moment, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_api_tokens_user_id"),
        sa.PrimaryKeyConstraint("token_id", name="pk_api_tokens"),
        sa.UniqueConstraint("token_hash", name="uq_api_tokens_token_hash"),
    )
    op.create_index("ix_api_tokens_user_id", "api_tokens", ["user_id"], unique=False)
    op.create_table(
        "user_sessions",
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("started_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_user_sessions_user_id"),
        sa.PrimaryKeyConstraint("session_id", name="pk_user_sessions"),
    )
    op.create_index("ix_user_sessions_user_id", "user_sessions", ["user_id"], unique=False)
