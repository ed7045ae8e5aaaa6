"""What the wall's own parts say in both languages (a playlist may change the language from scene to scene)."""

from __future__ import annotations

from typing import Any

from data.i18n import LANGUAGES, _, p_, speaking


def words() -> dict[str, dict[str, Any]]:
    """Language → texts of the player (``assets/wall/``); ``%s`` is filled there."""
    told = {}
    for language in LANGUAGES:
        with speaking(language):
            told[language] = _texts()
    return told


def _texts() -> dict[str, Any]:
    return {
        "demo": _("Demo data"),
        "as_of": _("Data as of %(at)s", at="%s"),
        "stopped": _("Data stopped at %(at)s", at="%s"),
        "next": _("Next: %(scene)s", scene="%s"),
        "day": _("%(month)s %(day)s", month="%s", day="%s"),
        "weekdays": _("Mon Tue Wed Thu Fri Sat Sun").split(),
        "for": _("for %(time)s", time="%s"),
        "units": _("d h min s").split(),
        "why": {
            "network": _("the line is cut, reconnecting"),
            "server": _("the server does not answer, trying again"),
            "live": _("nothing new can be read"),
            "intake": _("no phone has sent anything since"),
            "delivery": _("no new delivery has been loaded"),
        },
        "note_live": _("What you see is the last moment known; it is not now."),
        "note_daily": _("What you see are the last figures published."),
        "loading": _("Getting the first scene ready…"),
        "unreachable": _("The server cannot be reached. Trying again…"),
        "signed_out": _("This screen was signed out. Press a key to pair it again."),
        "scenes": {
            "visits": p_("wall", "Visits"),
            "migrants": p_("wall", "Migrants"),
            "marketing": p_("wall", "Marketing"),
            "performance": p_("wall", "Performance"),
            "photos": p_("wall", "Photos"),
            "headline": p_("wall", "Headlines"),
            "alert": p_("wall", "Alert"),
        },
    }
