"""Tables of the operations DB for the wall: playlists, screens, codes that wait, what is shown out of turn."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from data.ops.schema_base import Base, Code


class WallPlaylist(Base):
    """What screens show, in which order and when; ``version`` grows with each change (``data/wall/playlist.py``)."""

    __tablename__ = "wall_playlist"
    playlist_id: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    document: Mapped[dict[str, object]] = mapped_column(JSON)
    version: Mapped[int]
    updated_by: Mapped[str] = mapped_column(Code)
    updated_at: Mapped[datetime]


class WallScreen(Base):
    """A paired screen. It signs in as its user, whose scope is what it may show; ``reload`` grows to load it anew."""

    __tablename__ = "wall_screen"
    screen_id: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    user_id: Mapped[str] = mapped_column(Code, ForeignKey("users.user_id"), index=True)
    playlist_id: Mapped[str] = mapped_column(Code, ForeignKey("wall_playlist.playlist_id"), index=True)
    reload: Mapped[int]
    paired_by: Mapped[str] = mapped_column(Code)
    paired_at: Mapped[datetime]
    last_seen: Mapped[datetime | None]
    status: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    revoked_at: Mapped[datetime | None]


class WallPairing(Base):
    """A code that stands on a screen and waits for an administrator; the screen proves itself by its secret."""

    __tablename__ = "wall_pairing"
    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    screen_id: Mapped[str | None] = mapped_column(Code, ForeignKey("wall_screen.screen_id"))


class WallShow(Base):
    """Something shown out of turn, now or by an alert; the highest priority wins. An alert comes once a key."""

    __tablename__ = "wall_show"
    show_id: Mapped[str] = mapped_column(Code, primary_key=True)
    target: Mapped[str] = mapped_column(String(80))
    item: Mapped[dict[str, object]] = mapped_column(JSON)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    priority: Mapped[int]
    why: Mapped[str] = mapped_column(String(10))
    alert_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    made_by: Mapped[str] = mapped_column(Code)
    made_at: Mapped[datetime]
