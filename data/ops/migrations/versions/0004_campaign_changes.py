"""Campaigns can be renamed and stopped; what changed, by whom and when is kept."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Moment = sa.DateTime().with_variant(postgresql.TIMESTAMP(precision=6), "postgresql")


def upgrade() -> None:
    """When a campaign was stopped, and the history of its changes."""
    op.add_column("campaign", sa.Column("stopped_at", Moment, nullable=True))
    op.create_table(
        "campaign_change",
        sa.Column("change_id", sa.String(length=36), nullable=False),
        sa.Column("campaign_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("before", sa.String(length=80), nullable=False),
        sa.Column("after", sa.String(length=80), nullable=False),
        sa.Column("changed_by", sa.String(length=40), nullable=False),
        sa.Column("changed_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.campaign_id"], name="fk_campaign_change_campaign_id"),
        sa.PrimaryKeyConstraint("change_id", name="pk_campaign_change"),
    )
    op.create_index("ix_campaign_change_campaign_id", "campaign_change", ["campaign_id"], unique=False)


def downgrade() -> None:
    """Drop both."""
    op.drop_table("campaign_change")
    op.drop_column("campaign", "stopped_at")
