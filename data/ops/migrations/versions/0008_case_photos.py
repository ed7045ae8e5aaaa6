"""Evidence: pictures managers add to cases about their visits."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

Moment = sa.DateTime().with_variant(postgresql.TIMESTAMP(precision=6), "postgresql")


def upgrade() -> None:
    """The table and its index."""
    op.create_table(
        "case_photo",
        sa.Column("photo_uuid", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("mime", sa.String(length=20), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("added_at", Moment, nullable=False),
        sa.Column("phash", sa.String(length=16), nullable=False),
        sa.Column("exif", sa.JSON(), nullable=True),
        sa.Column("signature", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["integrity_case.case_id"], name="fk_case_photo_case_id"),
        sa.PrimaryKeyConstraint("photo_uuid", name="pk_case_photo"),
    )
    op.create_index("ix_case_photo_case_id", "case_photo", ["case_id"], unique=False)


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("case_photo")
