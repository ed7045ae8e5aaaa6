"""Battle report and photo strip: empty lists that ``assets/live_feed.js`` fills, or the rows of a past period."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
from dash import html

from components.cards import card
from components.icons import icon
from components.states import empty
from components.visit_choice import Chosen
from components.visit_drawer import between
from components.visit_photo import photo_button, photo_words, thumbnail
from data.i18n import _, current_language
from data.i18n.codes import code_label, code_labels
from data.i18n.numbers import as_number, day_text
from data.serving import snapshot

CODED = ("customer_group", "purpose", "result")


def live_source(node: str, *, selected: str = "", prefecture: str = "") -> html.Div:
    """What makes a page live: the settings of ``assets/live.js``. ``selected``: the store a chosen person goes to;
    ``prefecture``: the part of the node that is shown, whose figures are not the stream's."""
    told = {
        "url": "/api/v1/live",
        "node": node,
        "language": current_language(),
        "selected": selected,
        "prefecture": prefecture,
        "codes": {dimension: code_labels(dimension) for dimension in CODED},
        "as_of": _reaches(),
        "words": _live_words(),
    }
    return html.Div(id="visits-live", hidden=True, **{"data-live": json.dumps(told, ensure_ascii=False)})


def _live_words() -> dict[str, str]:
    """What the scripts say; ``%s`` is a date."""
    return {
        "reconnecting": _("Reconnecting…"),
        "unknown": _("Positions cannot be had at the moment"),
        "yesterday": _("Yesterday %(day)s", day="%s"),
        "no_visits": _("No visits here yet"),
        "no_photos": _("No photo has come in today from here"),
    }


def _reaches() -> str:
    """Up to when the page was told when it was drawn."""
    shown = snapshot()
    return (shown.live_at or shown.data_as_of).isoformat(timespec="seconds")


def report_card(rows: pd.DataFrame | None, subtitle: Any, *, dated: bool = False) -> html.Section:
    """The battle report; ``rows`` of a past period, newest first, or None while it is live. ``dated``: of several days,
    each below its date."""
    body = html.Ol(
        [] if rows is None else _reports(rows, dated),
        className="reports",
        **({"data-live-list": "visits"} if rows is None else {}),
    )
    if rows is not None and rows.empty:
        body = empty(_("No visits here yet"), _("Choose another period or a wider scope."))
    return card(
        "visits-report", _("Battle report"), body, subtitle=subtitle, tools=_tools("visits") if rows is None else None
    )


def photo_card(photos: pd.DataFrame | None, subtitle: Any, *, dated: bool = False) -> html.Section:
    """The photo strip, with the way to the wall of photos; ``dated``: of several days."""
    body = html.Ol(
        [] if photos is None else [_snap(photo, dated) for photo in photos.to_dict("records")],
        className="snaps",
        **({"data-live-list": "photos"} if photos is None else {}),
    )
    if photos is not None and photos.empty:
        body = empty(_("No photos in this period"))
    wall = html.A([_("Photo wall"), icon("right")], href="/visits/photos", className="more")
    return card("visits-strip", _("On site"), body, subtitle=subtitle, tools=[_waiting("photos"), wall])


def _tools(kind: str) -> list[Any]:
    pause = html.Button(
        icon("pause"),
        className="tool",
        type="button",
        title=_("Hold still"),
        **{"data-live-pause": kind, "aria-label": _("Hold still"), "aria-pressed": "false"},
    )
    return [_waiting(kind), pause]


def _waiting(kind: str) -> html.Span:
    return html.Span(className="waiting", hidden=True, title=_("Came meanwhile"), **{"data-live-waiting": kind})


def _reports(rows: pd.DataFrame, dated: bool) -> list[html.Li]:
    """The lines; with ``dated`` the date above the first of each day."""
    lines, day = [], None
    for row in rows.to_dict("records"):
        if dated and row["ended_at"].date() != day:
            day = row["ended_at"].date()
            lines.append(html.Li(day_text(day), className="report-day"))
        lines.append(_report(row))
    return lines


def _report(row: dict[str, Any]) -> html.Li:
    rest = [
        row.get("place"),
        code_label("customer_group", row.get("customer_group")),
        code_label("result", row.get("result")),
    ]
    text = [
        html.B(f"{row.get('entity_name') or ''} {row.get('staff_name') or ''}".strip()),
        html.Span(between().join(str(part) for part in rest if part)),
    ]
    time = html.Time(f"{row['ended_at']:%H:%M}", className="report-time")
    chosen = Chosen(str(row["staff_id"]), pd.Timestamp(row["visit_date"]).date(), str(row["visit_id"]))
    spot = [as_number(row.get(name)) for name in ("lon", "lat")]
    button = html.Button(
        [time, html.Span(text, className="report-text")],
        type="button",
        className="report-button",
        **{"data-visit-chosen": str(chosen), "data-spot": json.dumps(spot)},
    )
    return html.Li(button, className="report")


def _snap(photo: dict[str, Any], dated: bool) -> html.Li:
    place = photo_words(photo)["place"]
    picture = thumbnail(photo, place, className="snap-picture")
    time = f"{photo['taken_at']:{'%m-%d %H:%M' if dated else '%H:%M'}}"
    text = html.Span(f"{time} {place}", className="snap-text")
    return html.Li(photo_button(photo, [picture, text], "snap-button"), className="snap")
