"""The wall: screens that were paired, codes that wait for it, playlists, and what is shown out of turn."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STANDARD = {  # every scene once; dark at night
    "items": [
        {"id": scene, "scene": scene, "dwell_s": dwell, "vars": {}, "loop": None, "windows": []}
        for scene, dwell in (
            ("visits", 60),
            ("photos", 24),
            ("migrants", 40),
            ("marketing", 40),
            ("performance", 40),
            ("headline", 20),
        )
    ],
    "quiet": [{"days": [1, 2, 3, 4, 5, 6, 7], "from": "22:00", "to": "06:30", "dim": 0.85}],
    "anchored": True,
    "alerts": True,
    "alert_s": 20,
}
Moment = sa.DateTime().with_variant(postgresql.TIMESTAMP(precision=6), "postgresql")


def upgrade() -> None:
    """The four tables and their indexes, and the playlist that is always there."""
    playlists = op.create_table(
        "wall_playlist",
        sa.Column("playlist_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_by", sa.String(length=40), nullable=False),
        sa.Column("updated_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("playlist_id", name="pk_wall_playlist"),
    )
    standing = {"playlist_id": "standard", "name": "", "document": STANDARD, "version": 1}
    op.bulk_insert(playlists, [standing | {"updated_by": "system", "updated_at": datetime(2026, 1, 1)}])
    op.create_table(
        "wall_screen",
        sa.Column("screen_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("playlist_id", sa.String(length=40), nullable=False),
        sa.Column("reload", sa.Integer(), nullable=False),
        sa.Column("paired_by", sa.String(length=40), nullable=False),
        sa.Column("paired_at", Moment, nullable=False),
        sa.Column("last_seen", Moment, nullable=True),
        sa.Column("status", sa.JSON(), nullable=True),
        sa.Column("revoked_at", Moment, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_wall_screen_user_id"),
        sa.ForeignKeyConstraint(["playlist_id"], ["wall_playlist.playlist_id"], name="fk_wall_screen_playlist_id"),
        sa.PrimaryKeyConstraint("screen_id", name="pk_wall_screen"),
    )
    op.create_index("ix_wall_screen_user_id", "wall_screen", ["user_id"], unique=False)
    op.create_index("ix_wall_screen_playlist_id", "wall_screen", ["playlist_id"], unique=False)
    op.create_table(
        "wall_pairing",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("screen_id", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["screen_id"], ["wall_screen.screen_id"], name="fk_wall_pairing_screen_id"),
        sa.PrimaryKeyConstraint("code", name="pk_wall_pairing"),
        sa.UniqueConstraint("secret_hash", name="uq_wall_pairing_secret_hash"),
    )
    op.create_index("ix_wall_pairing_address", "wall_pairing", ["address"], unique=False)
    op.create_table(
        "wall_show",
        sa.Column("show_id", sa.String(length=40), nullable=False),
        sa.Column("target", sa.String(length=80), nullable=False),
        sa.Column("item", sa.JSON(), nullable=False),
        sa.Column("starts_at", Moment, nullable=False),
        sa.Column("ends_at", Moment, nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=10), nullable=False),
        sa.Column("alert_key", sa.String(length=64), nullable=True),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("show_id", name="pk_wall_show"),
        sa.UniqueConstraint("alert_key", name="uq_wall_show_alert_key"),
    )
    op.create_index("ix_wall_show_ends_at", "wall_show", ["ends_at"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    for table in ("wall_show", "wall_pairing", "wall_screen", "wall_playlist"):
        op.drop_table(table)
