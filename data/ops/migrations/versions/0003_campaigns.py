"""Campaigns: a list of customers, a control group fixed when it is made, and what customers answered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Moment = sa.DateTime().with_variant(postgresql.TIMESTAMP(precision=6), "postgresql")


def upgrade() -> None:
    """The three tables and their indexes."""
    op.create_table(
        "campaign",
        sa.Column("campaign_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("product_code", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("control_share", sa.Double(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("snapshot_id", sa.String(length=40), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", name="pk_campaign"),
    )
    op.create_index("ix_campaign_ends_on", "campaign", ["ends_on"], unique=False)
    op.create_table(
        "campaign_member",
        sa.Column("campaign_id", sa.String(length=36), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("is_control", sa.Boolean(), nullable=False),
        sa.Column("stratum", sa.String(length=80), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=True),
        sa.Column("owner_staff_id", sa.String(length=40), nullable=True),
        sa.Column("branch_id", sa.String(length=40), nullable=True),
        sa.Column("entity_id", sa.String(length=40), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Double(), nullable=False),
        sa.Column("expected", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.campaign_id"], name="fk_campaign_member_campaign_id"),
        sa.PrimaryKeyConstraint("campaign_id", "customer_id", name="pk_campaign_member"),
    )
    op.create_index("ix_campaign_member_staff_id", "campaign_member", ["staff_id"], unique=False)
    op.create_table(
        "campaign_answer",
        sa.Column("client_uuid", sa.String(length=36), nullable=False),
        sa.Column("campaign_id", sa.String(length=36), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answered_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.campaign_id"], name="fk_campaign_answer_campaign_id"),
        sa.PrimaryKeyConstraint("client_uuid", name="pk_campaign_answer"),
    )
    op.create_index("ix_campaign_answer_campaign_id", "campaign_answer", ["campaign_id", "customer_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("campaign_answer")
    op.drop_table("campaign_member")
    op.drop_table("campaign")
