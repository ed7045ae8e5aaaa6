"""Who is signed in: name, role, scope, language, theme, sign-out."""

from __future__ import annotations

from dash import html

from components.icons import icon
from components.theme import current_theme
from data.errors import QianhuiError
from data.i18n import _, current_language
from data.scope import Node, current_asker


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


def initial(name: str) -> str:
    """One character for the round badge."""
    return name.strip()[:1].upper()


def user_menu() -> html.Details:
    """The round badge at the end of the bar, with its menu."""
    asker = current_asker()
    badge = html.Summary(initial(asker.name), className="avatar", title=asker.name, **{"aria-label": _("Your account")})
    return html.Details([badge, user_panel()], className="menu end bar-wide")


def user_panel() -> html.Div:
    """Name, role and scope; language and theme; sign-out by POST."""
    asker = current_asker()
    where = f"{role_name(asker.role)} · {scope_name()}"
    who = html.Div(
        [html.Span(initial(asker.name), className="avatar"), html.Div([html.B(asker.name), html.Span(where)])],
        className="menu-who",
    )
    night = current_theme() == "night"
    choices = [
        _choice("globe", "中文" if current_language() == "en" else "English", f"lang:{other_language()}"),
        _choice("sun" if night else "moon", _("Office theme") if night else _("Night theme"), f"theme:{other_theme()}"),
    ]
    leave = html.Button([icon("logout"), _("Sign out")], className="menu-item", type="button", **{"data-logout": "1"})
    rule = html.Div(className="menu-rule")
    return html.Div([who, rule, *choices, rule, leave], className="menu-panel")


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
