"""Grave alerts come onto the wall by themselves: looked for a few times a minute, as the screen's own scope sees them."""

from __future__ import annotations

import threading
import time
from typing import Any

from components.alerts import Alert, alerts
from data.asker import current_asker
from data.clock import now
from data.errors import QianhuiError
from data.i18n import LANGUAGES, speaking
from data.wall import showing
from data.wall.playlist import Playlist

EVERY_SECONDS = 30
GRAVE = "bad"

_looked: dict[tuple[str, str], float] = {}
_looking = threading.Lock()


def look(playlist_id: str, playlist: Playlist) -> bool:
    """Show the gravest alert not shown yet on the screens of the playlist and the asker's scope; in quiet hours none. → whether
    one came up"""
    scope = current_asker().scope
    if not playlist.alerts or playlist.is_quiet(now()) or not _is_time(playlist_id, scope):
        return False
    return any(showing.alert(playlist_id, scope, key, item, playlist.alert_s) for key, item in _grave())


def _is_time(playlist_id: str, scope: str) -> bool:
    """Of all screens of a playlist and scope one looks, and not too often."""
    moment, whose = time.monotonic(), (playlist_id, scope)
    with _looking:
        if moment - _looked.get(whose, -EVERY_SECONDS) < EVERY_SECONDS:
            return False
        _looked[whose] = moment
        return True


def _grave() -> list[tuple[str, dict[str, Any]]]:
    """Each grave alert: what names it, and its scene in both languages."""
    found: dict[str, list[Alert]] = {}
    for language in LANGUAGES:
        with speaking(language):
            try:
                found[language] = [alert for alert in alerts() if alert.tone == GRAVE]
            except QianhuiError:
                return []
    return [
        (group[0].href, _item(dict(zip(found, group, strict=True)))) for group in zip(*found.values(), strict=False)
    ]


def _item(of: dict[str, Alert]) -> dict[str, Any]:
    return {
        "scene": "alert",
        "title": {language: alert.title for language, alert in of.items()},
        "text": {
            language: " · ".join(filter(None, (alert.place, alert.detail, alert.at))) for language, alert in of.items()
        },
    }
