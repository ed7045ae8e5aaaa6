"""Scenes, loops and the standing playlist in the reader's words."""

from __future__ import annotations

from data.i18n import _

STANDARD = "standard"  # the playlist that is always there; it has no name of its own until somebody gives it one


def scene_name(scene: str) -> str:
    """A scene's name."""
    return {
        "visits": _("Visits"),
        "migrants": _("Migrants"),
        "marketing": _("Marketing"),
        "performance": _("Performance"),
        "photos": _("Photos"),
        "headline": _("Headlines"),
        "alert": _("Alert"),
    }.get(scene, scene)


def playlist_name(playlist_id: str, name: str) -> str:
    """A playlist's name."""
    return name or (_("Standard rotation") if playlist_id == STANDARD else playlist_id)
