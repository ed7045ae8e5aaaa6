"""Adjustments of scores: an amount added to what a unit did, proposed by one and approved by another."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Moment = sa.DateTime().with_variant(postgresql.TIMESTAMP(precision=6), "postgresql")


def upgrade() -> None:
    """The table, and the index by month."""
    op.create_table(
        "score_adjustments",
        sa.Column("adjustment_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("unit_id", sa.String(length=40), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(length=40), nullable=False),
        sa.Column("proposed_at", Moment, nullable=False),
        sa.Column("approved_by", sa.String(length=40), nullable=True),
        sa.Column("approved_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("adjustment_id", name="pk_score_adjustments"),
    )
    op.create_index("ix_score_adjustments_month", "score_adjustments", ["month"], unique=False)


def downgrade() -> None:
    """Drop the table."""
    op.drop_index("ix_score_adjustments_month", table_name="score_adjustments")
    op.drop_table("score_adjustments")
