"""Segments of customers kept under a name, and tasks given to a manager for one customer."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

Moment = sa.DateTime().with_variant(postgresql.TIMESTAMP(precision=6), "postgresql")


def upgrade() -> None:
    """The three tables and their indexes."""
    op.create_table(
        "segment",
        sa.Column("segment_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("traits", sa.JSON(), nullable=False),
        sa.Column("shared_with", sa.String(length=60), nullable=True),
        sa.Column("created_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("segment_id", name="pk_segment"),
        sa.UniqueConstraint("user_id", "name", name="uq_segment_user_id"),
    )
    op.create_index("ix_segment_shared_with", "segment", ["shared_with"], unique=False)
    op.create_table(
        "customer_task",
        sa.Column("task_id", sa.String(length=36), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("product_code", sa.String(length=40), nullable=True),
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("task_id", name="pk_customer_task"),
    )
    op.create_index("ix_customer_task_staff_id", "customer_task", ["staff_id"], unique=False)
    op.create_table(
        "customer_task_answer",
        sa.Column("client_uuid", sa.String(length=36), nullable=False),
        sa.Column("task_id", sa.String(length=36), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answered_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["customer_task.task_id"], name="fk_customer_task_answer_task_id"),
        sa.PrimaryKeyConstraint("client_uuid", name="pk_customer_task_answer"),
    )
    op.create_index("ix_customer_task_answer_task_id", "customer_task_answer", ["task_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("customer_task_answer")
    op.drop_table("customer_task")
    op.drop_table("segment")
