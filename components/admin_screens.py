"""Screens as a table: who they are, whether they are there, what they show and how they fare. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from dash import html

from components.states import empty
from components.still import Still
from data.clock import local
from data.i18n import _, current_language, n_
from data.i18n.numbers import clock_text, human
from data.wall.words import scene_name

SMOOTH = 24  # pictures a second below which motion is seen to stutter
CLOCK_MS = 1000  # below that nobody sees it
Row = Mapping[str, Any]


def table(rows: Sequence[Row], moment: datetime, app: str) -> Any:
    """A line a screen that is not withdrawn; ``app``: the version a screen should run. Without a screen: how to get one."""
    rows = [row for row in rows if row["state"] != "revoked"]
    if not rows:
        return nobody()
    words = [_("Screen"), _("State"), _("Shows"), _("Playlist"), _("How it fares"), ""]
    head = html.Tr([html.Th(word, scope="col") for word in words])
    lines = [_line(row, moment, app) for row in rows]
    return html.Table([html.Thead(head), html.Tbody(lines)], className="table screens")


def withdrawn(rows: Sequence[Row], moment: datetime) -> tuple[Still, str, bool]:
    """Those withdrawn lately as lines, newest first; the fold's words; whether there are none."""
    gone = [row for row in rows if row["state"] == "revoked"]
    lines = [html.Li([html.B(row["name"]), html.Small(f"{row['scope_name']} · {_since(row, moment)}")]) for row in gone]
    return Still(html.Ul(lines)), _("Withdrawn (%(n)s)", n=len(gone)), not gone


def nobody() -> html.Div:
    """How a screen is signed in, in steps."""
    steps = [
        _("Open this address with /pair in the screen's browser: a code of six characters stands there."),
        _("Type the code here, with a name, the part of the organisation it shows and a playlist."),
        _("Within seconds the screen begins. It stays signed in until it is withdrawn here."),
    ]
    body = html.Ol([html.Li(step) for step in steps], className="steps-told")
    return html.Div([empty(_("No screens yet")), body], className="screens-none")


def counts(rows: Sequence[Row]) -> str:
    """How many there are of each state, in a sentence."""
    states = [row["state"] for row in rows]
    parts = [
        n_("%(count)s online", "%(count)s online", states.count("online")),
        *([n_("%(count)s silent", "%(count)s silent", silent)] if (silent := states.count("silent")) else []),
        *([n_("%(count)s never seen", "%(count)s never seen", new)] if (new := states.count("new")) else []),
    ]
    return " · ".join(parts) if states else ""


def _line(row: Row, moment: datetime, app: str) -> html.Tr:
    status = row["status"] or {}
    manage = html.Button(
        _("Manage"), className="button", type="button", **{"data-screen": _carried(row), "aria-haspopup": "dialog"}
    )
    cells = [
        _cell(_("Screen"), html.B(row["name"]), html.Small(row["scope_name"])),
        _cell(_("State"), _state(row), html.Small(_since(row, moment))),
        _cell(_("Shows"), *_shows(status, moment)),
        _cell(_("Playlist"), row["playlist"]),
        _cell(_("How it fares"), *_fares(status, app)),
        html.Td(manage, className="end"),
    ]
    return html.Tr(cells, className=f"is-{row['state']}")


def _cell(label: str, *parts: Any) -> html.Td:
    return html.Td(list(parts), **{"data-label": label})


def _state(row: Row) -> html.Span:
    sign, word, tone = {
        "online": ("●", _("online"), "good"),
        "silent": ("▲", _("silent"), "bad"),
        "new": ("○", _("never seen"), "warn"),
    }[row["state"]]
    return html.Span([html.I(sign, **{"aria-hidden": "true"}), word], className=f"chip {tone}".strip())


def _since(row: Row, moment: datetime) -> str:
    at: datetime = row[{"new": "paired_at", "revoked": "revoked_at"}.get(row["state"], "last_seen")]
    when = clock_text(at, today=moment.date(), seconds=True)
    return {
        "online": _("seen %(when)s", when=when),
        "silent": _("since %(when)s", when=when),
        "new": _("paired %(when)s", when=when),
        "revoked": _("withdrawn %(when)s", when=when),
    }[row["state"]]


def _shows(status: Row, moment: datetime) -> list[Any]:
    scene = status.get("scene")
    if not scene:
        return [html.Span("—", className="muted")]
    stale = _moment(status.get("stale_since"), moment)
    told = [html.Span(scene_name(scene))]
    size = f"{status['width']:.0f}×{status['height']:.0f}" if status.get("width") and status.get("height") else ""
    return [*told, html.Small(_("data stopped %(when)s", when=stale), className="warn") if stale else html.Small(size)]


def _moment(text: Any, moment: datetime) -> str:
    """A moment a screen told, for the reader; empty for none."""
    try:
        return clock_text(local(datetime.fromisoformat(str(text))), today=moment.date()) if text else ""
    except ValueError:
        return str(text)


def _fares(status: Row, app: str) -> list[Any]:
    """Version, frame rate, memory, clock, errors: what is out of order stands out."""
    figures = [
        *([_figure(_("%(n)s fps", n=human(fps)), fps < SMOOTH)] if (fps := status.get("fps")) is not None else []),
        *([_figure(_("%(n)s MB", n=human(heap)), False)] if (heap := status.get("heap_mb")) is not None else []),
        *([_figure(_running(up), False)] if (up := status.get("uptime_s")) is not None else []),
        *([_figure(_clock(off), True)] if abs(off := status.get("offset_ms") or 0) > CLOCK_MS else []),
    ]
    version = str(status.get("app") or "")
    is_old = bool(version) and version != app
    said = (
        _("older version %(version)s", version=version[:7]) if is_old else _("version %(version)s", version=version[:7])
    )
    errors = len(status.get("errors") or [])
    more = [
        *([html.Small(said, className="warn" if is_old else "")] if version else []),
        *([html.Small(n_("%(count)s error", "%(count)s errors", errors), className="bad")] if errors else []),
    ]
    return [html.Span(figures, className="fares"), *more]


def _figure(text: str, is_bad: bool) -> html.Span:
    return html.Span(text, className="warn" if is_bad else "")


def _clock(offset_ms: float) -> str:
    """How far a screen's own clock is off; it counts by the bank's all the same."""
    seconds = human(abs(offset_ms) / 1000, format="decimal", decimals=1)
    return _("clock %(n)s s ahead", n=seconds) if offset_ms > 0 else _("clock %(n)s s behind", n=seconds)


def _running(seconds: float) -> str:
    span = timedelta(seconds=round(seconds))
    if span.days:
        return n_("up %(count)s day", "up %(count)s days", span.days)
    return _("up %(time)s", time=f"{span.seconds // 3600}:{span.seconds // 60 % 60:02}")


def _carried(row: Row) -> str:
    """What the dialog needs to know."""
    told = {name: row[name] for name in ("screen_id", "name", "playlist_id", "state", "scope_name", "language")}
    errors = (row["status"] or {}).get("errors") or []
    status = {name: value for name, value in (row["status"] or {}).items() if name in {"app", "key", "version"}}
    return json.dumps(told | {"errors": errors, "status": status}, ensure_ascii=False)


def shows(rows: Sequence[Row], moment: datetime) -> list[Any]:
    """What is shown out of turn now, each with a button that ends it."""
    return [
        html.Div(
            [
                html.Span([html.B(_shown(row)), html.Small(f"{row['target_name']} · {_until(row, moment)}")]),
                html.Button(_("End"), className="button", type="button", **{"data-end-show": row["show_id"]}),
            ],
            className="show-line",
        )
        for row in rows
    ]


def _shown(row: Row) -> str:
    if row["why"] != "alert":
        return scene_name(row["item"]["scene"])
    title = row["item"].get("title", {}).get(current_language(), "")
    return f"{_('Alert')} · {title}" if title else _("Alert")


def _until(row: Row, moment: datetime) -> str:
    return _("until %(when)s", when=clock_text(row["ends_at"], today=moment.date(), seconds=True))
