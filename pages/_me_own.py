"""Two views of everybody's own page: devices that send positions, and what is kept about oneself."""

from __future__ import annotations

from typing import Any

from dash import ctx, dcc, html
from dash.exceptions import MissingCallbackContextException
from flask import request

from components.breadcrumb import query_of
from components.cards import card
from components.device_parts import device_form, devices_table, how_to, notice_part
from components.kept_parts import forgotten_line, kept_table, looks_table, save_buttons, votes_line
from components.states import denied
from components.user_menu import own_name
from data import devices, kept
from data.capture.notice import accepted_at
from data.i18n import _
from data.scope import current_asker
from data.working_hours import hours

VIEWS = ("devices", "kept")


def title(view: str) -> str:
    """The page's title."""
    return {"devices": _("My devices"), "kept": _("What is kept about me")}.get(view, _("My score"))


def called(search: str | None) -> str:
    """The page's title at an address."""
    view = query_of(search).get("view", "score")
    return _("Kept about me") if view == "kept" else title(view)  # short enough for a phone's bar


def window_title(**_variables: object) -> str:
    """``title=`` of the page: Dash does not hand it the query, so it is read where the page is asked for."""
    return f"{called(_search())} · {_('Qianhui')}"


def _search() -> str:
    try:
        return str(ctx.inputs.get("_pages_location.search") or "")
    except (MissingCallbackContextException, LookupError):  # no callback: the page itself is asked for
        return f"?{request.query_string.decode()}"


def tabs(view: str) -> html.Nav:
    """Score, devices, what is kept: which is shown."""
    places = [("score", _("My score"), "/me"), ("kept", _("What is kept about me"), "/me?view=kept")]
    if current_asker().may("visit:write"):
        places.insert(1, ("devices", _("My devices"), "/me?view=devices"))
    links = [
        html.A(text, href=href, **({"aria-current": "true"} if name == view else {})) for name, text, href in places
    ]
    return html.Nav(html.Div(links, className="switch"), className="own-tabs", **{"aria-label": _("My page")})


def body(view: str) -> list[Any]:
    """The view's cards."""
    return [tabs(view), *(_devices() if view == "devices" else _kept())]


def _devices() -> list[Any]:
    if not current_asker().may("visit:write"):
        return [html.Div(denied(), className="card span-12")]
    start, end = hours()
    told = _(
        "Positions are kept on working days from %(start)s to %(end)s alone; what comes at other times is dropped unseen.",
        start=f"{start:%H:%M}",
        end=f"{end:%H:%M}",
    )
    accepted = accepted_at(current_asker().user_id)
    make = card("me-make", _("A new device"), device_form(is_accepted=accepted is not None), subtitle=told)
    held = card("me-devices", _("Devices"), _held(), className="own-wide")
    parts = [make, held, card("me-how", _("How the app is set"), how_to())]
    return parts if accepted else [card("me-notice", _("Notice on positions"), notice_part()), *parts]


def _held() -> list[Any]:
    return [html.Div(device_list(), id="me-devices-list"), dcc.Store(id="me-devices-asked")]


def device_list() -> Any:
    """The asker's devices as they are now."""
    return devices_table(devices.mine())


def _kept() -> list[Any]:
    lines, forgotten = kept.summary(), kept.forgotten()
    told = _("of %(name)s; nobody else opens this page", name=own_name())
    body = [kept_table(lines), votes_line(), forgotten_line(forgotten)]
    all_of_it = card(
        "me-kept", _("What is kept about me"), body, subtitle=told, tools=save_buttons(), className="own-wide"
    )
    looked = card("me-looks", _("Who looked at my track"), looks_table(kept.looks()), subtitle=_("newest first"))
    return [all_of_it, looked]
