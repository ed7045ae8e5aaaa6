"""Rights in the reader's words, for refusals: nobody knows them by the names they have in the program."""

from __future__ import annotations

from components.navigation import named
from data.i18n import _


def right_name(right: str) -> str:
    """``page:visits`` → the page's name, ``export`` → saving data as files; an unknown one is shown as it is."""
    if right.startswith("page:") and right != "page:capture":  # no page of Dash's
        return named("/" + right.removeprefix("page:"))
    return {
        "page:capture": _("recording visits in the field"),
        "api:query": _("asking for figures by program"),
        "visit:write": _("sending visits, positions and photos"),
        "export": _("saving data as files"),
        "personal:read": _("personal data in full"),
        "track:read": _("where a person was"),
        "live:read": _("visits as they come in"),
        "audit:read": _("reading the audit"),
    }.get(right, right)
