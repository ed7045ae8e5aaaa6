"""The page of one's own devices: a form, the list, and how the apps on phones are set. Rows in, components out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from flask import request

from components.capture_words import notice
from components.icons import icon
from components.states import empty
from data.devices import Device
from data.i18n import _, current_language
from data.i18n.numbers import day_text

OSMAND, OWNTRACKS = "/ingest/osmand", "/ingest/owntracks"


def notice_part() -> list[Any]:
    """The notice on positions, point by point, and the button that accepts it."""
    told, language = notice(), current_language()
    points = [
        html.Li([icon(one["sign"]), html.Div([html.B(one["head"][language]), html.P(one["text"][language])])])
        for one in told["points"]
    ]
    accept = html.Button(
        _("I have read it and agree"), type="button", className="button primary", **{"data-accept": told["version"]}
    )
    return [html.Ul(points, className="own-notice"), accept]


def device_form(*, is_accepted: bool) -> list[Any]:
    """Name and button; before the notice was accepted, that it comes first."""
    if not is_accepted:
        return [html.P(_("Read and accept the notice first."), className="muted")]
    field = html.Span(**{"data-device-name": _("For example: my Huawei")})
    button = html.Button([icon("plus"), _("Make")], type="button", className="button", **{"data-device-make": "1"})
    return [html.Div([field, button], className="own-form"), html.Div(id="me-device-new", role="status")]


def devices_table(devices: Sequence[Device]) -> Any:
    """All devices there ever were; valid ones can be withdrawn."""
    if not devices:
        return empty(_("No device yet"), _("The capture page needs none; other apps do."))
    head = [_("Device"), _("Made"), _("Last used"), _("Good until"), ""]
    rows = [html.Tr(_cells(one), className="" if one.is_valid else "muted") for one in devices]
    body = [html.Thead(html.Tr([html.Th(text, scope="col") for text in head])), html.Tbody(rows)]
    return html.Div(html.Table(body, className="table"), className="table-wrap")


def _cells(one: Device) -> list[html.Td]:
    used = f"{day_text(one.last_used_at.date())} {one.last_used_at:%H:%M}" if one.last_used_at else _("never")
    end: Any = html.Span(_("stopped") if one.revoked_at else _("ended"))
    if one.is_valid:
        end = html.Button(_("Stop it"), type="button", className="chip", **{"data-device-withdraw": one.token_id})
    until = f"{one.revoked_at or one.expires_at:%Y-%m-%d}"
    cells: list[Any] = [html.B(one.name), f"{one.created_at:%Y-%m-%d}", used, until, end]
    return [html.Td(cell) for cell in cells]


def how_to() -> list[Any]:
    """Three apps, and what to type where."""
    base = request.host_url.rstrip("/")
    query = "lat=%LAT&lon=%LON&timestamp=%TIMESTAMP&accuracy=%ACC"
    apps = [
        ("Traccar Client", [(_("Server URL"), base + OSMAND), (_("Device identifier"), _("the token"))]),
        (
            "OwnTracks",
            [
                (_("Mode"), "HTTP"),
                (_("URL"), base + OWNTRACKS),
                (_("User name"), _("anything")),
                (_("Password"), _("the token")),
            ],
        ),
        ("GPSLogger", [(_("Custom URL"), f"{base}{OSMAND}?id=<{_('the token')}>&{query}"), (_("Method"), "GET")]),
    ]
    return [html.Div([_app(name, lines) for name, lines in apps], className="own-apps")]


def _app(name: str, lines: list[tuple[str, str]]) -> html.Section:
    told = [html.Div([html.Dt(label), html.Dd(html.Code(value))]) for label, value in lines]
    return html.Section([html.H3(name), html.Dl(told)])
