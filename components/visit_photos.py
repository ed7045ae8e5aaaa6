"""The wall of photos: tiles in columns, a filter, and the way from a watermark, or a file, to its visit."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import dcc, html

from components.icons import icon
from components.states import empty
from components.visit_photo import photo_button, photo_words, thumbnail
from data.i18n import _
from data.i18n.codes import code_labels
from data.i18n.numbers import day_text


def photo_filter(group: str | None, number: str | None) -> html.Div:
    """Customer group and visit number."""
    groups = [{"value": "", "label": _("All groups")}] + [
        {"value": code, "label": text} for code, text in code_labels("customer_group").items()
    ]
    choose = dcc.Dropdown(
        id="photos-group", options=groups, value=group or "", clearable=False, searchable=False, className="visits-per"
    )
    field = dcc.Input(
        id="photos-number",
        value=number or "",
        placeholder=_("Verify a watermark: number and letters"),
        debounce=True,
        className="field",
        type="search",
    )
    check = html.Button([icon("search"), _("Verify a file")], type="button", className="button", **{"data-verify": "1"})
    return html.Div([choose, field, check], className="photo-filter")


def photo_wall(photos: pd.DataFrame, *, number: str | None = None, signature: str = "") -> Any:
    """Tiles, newest first; for a looked-up number also whether it, and the signature beside it, are genuine."""
    if number and photos.empty:
        return empty(
            _("No visit %(no)s with a photo", no=number),
            _("Either the number was misread, the picture is not from here, or the visit lies outside your part."),
        )
    if photos.empty:
        return empty(_("No photos in this period"), _("Choose another day, another group or a wider scope."))
    verdict = [_verdict(photos, number, signature)] if number else []
    return [*verdict, html.Div([_tile(photo) for photo in photos.to_dict("records")], className="photo-wall")]


def _verdict(photos: pd.DataFrame, number: str, signature: str) -> html.P:
    """What the records say of a number and a signature read off a watermark."""
    if not signature:
        return html.P([icon("check"), _("Genuine: visit %(no)s is in the records.", no=number)], className="chip good")
    if (photos["signature"] == signature).any():
        words = _("Genuine: %(sign)s is the signature of a photo of visit %(no)s.", sign=signature, no=number)
        return html.P([icon("check"), words], className="chip good")
    words = _(
        "Visit %(no)s is in the records, but no photo of it has the signature %(sign)s.", no=number, sign=signature
    )
    return html.P([icon("warning"), words], className="chip bad")


def _tile(photo: dict[str, Any]) -> html.Button:
    told = photo_words(photo)
    picture = thumbnail(
        photo,
        f"{told['place']} {told['staff_name']}",
        width=str(photo.get("width") or ""),
        height=str(photo.get("height") or ""),
    )
    taken = f"{day_text(photo['taken_at'].date(), weekday=False)} {photo['taken_at']:%H:%M}"
    return photo_button(
        photo,
        [
            picture,
            html.Span(
                f"{photo.get('customer_group_name') or ''} · {photo.get('where') or ''}", className="photo-title"
            ),
            html.Span(f"{taken} · {photo.get('entity_name') or ''} {told['staff_name']}"),
            html.Span(" ".join([_("Visit %(no)s", no=told["visit_no"]), str(photo.get("signature") or "")]).strip()),
        ],
        "photo-tile",
    )
