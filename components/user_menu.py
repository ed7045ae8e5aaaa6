"""Who is signed in: name, role, scope, language, theme, sign-out."""

from __future__ import annotations

from dash import html
from flask import has_request_context
from flask_login import current_user

from components.icons import icon
from components.theme import current_theme
from data.errors import QianhuiError
from data.i18n import _, current_language
from data.ops.seed import NAMES_EN
from data.scope import Node, current_asker
from data.serving import reading
from data.settings import settings


def role_name(role: str) -> str:
    """A role in the reader's language."""
    return {
        "executive": _("Executive"),
        "analyst": _("Analyst"),
        "entity_head": _("Entity head"),
        "branch_head": _("Branch head"),
        "manager": _("Customer manager"),
        "clerk": _("Clerk"),
        "centre_head": _("Centre head"),
        "officer": _("Performance officer"),
        "steward": _("Data steward"),
        "admin": _("Administrator"),
    }.get(role, role)


def own_name() -> str:
    """The asker's name in the reader's language: in English as the staff register spells it, where it knows the person."""
    held = current_asker().name
    if current_language() == "zh" or not has_request_context() or not current_user.is_authenticated:
        return held
    try:
        with reading() as state:
            found = state.names.units("staff").get(current_user.staff_id)
    except QianhuiError:  # nothing published yet
        found = None
    other = NAMES_EN.get(current_user.username) if settings().demo else None
    return found.en if found else other or held


def initial(name: str) -> str:
    """One character for the round badge."""
    return name.strip()[:1].upper()


def user_menu() -> html.Details:
    """The round badge at the end of the bar, with its menu."""
    name = own_name()
    badge = html.Summary(initial(name), className="avatar", title=name, **{"aria-label": _("Your account")})
    return html.Details([badge, user_panel()], className="menu end bar-wide")


def user_panel() -> html.Div:
    """Name, role and scope; language and theme; sign-out by POST."""
    name = own_name()
    where = f"{role_name(current_asker().role)} · {scope_name()}"
    who = html.Div(
        [html.Span(initial(name), className="avatar"), html.Div([html.B(name), html.Span(where)])],
        className="menu-who",
    )
    night = current_theme() == "night"
    choices = [
        _choice("globe", "中文" if current_language() == "en" else "English", f"lang:{other_language()}"),
        _choice("sun" if night else "moon", _("Office theme") if night else _("Night theme"), f"theme:{other_theme()}"),
    ]
    leave = html.Button([icon("logout"), _("Sign out")], className="menu-item", type="button", **{"data-logout": "1"})
    rule = html.Div(className="menu-rule")
    own = [_own("list", _("What is kept about me"), "kept")]
    if current_asker().may("visit:write"):
        own.insert(0, _own("phone", _("My devices"), "devices"))
    return html.Div([who, rule, *choices, rule, *own, rule, leave], className="menu-panel")


def _own(sign: str, text: str, view: str) -> html.A:
    return html.A([icon(sign), text], href=f"/me?view={view}", className="menu-item")


def other_language() -> str:
    """The language one would switch to."""
    return "en" if current_language() == "zh" else "zh"


def other_theme() -> str:
    """The theme one would switch to."""
    return "office" if current_theme() == "night" else "night"


def scope_name() -> str:
    """The asker's part of the organisation; its id when nothing was published yet."""
    asker = current_asker()
    try:
        return Node.top(asker).name
    except QianhuiError:  # nothing published yet: the shell still stands
        return asker.scope


def _choice(sign: str, text: str, wish: str) -> html.Button:
    return html.Button([icon(sign), text], className="menu-item", type="button", **{"data-prefer": wish})
