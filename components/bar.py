"""The top bar: title, scope breadcrumb, period, search, freshness, alerts, language, theme, person."""

from __future__ import annotations

from typing import Any

from dash import MATCH, Dash, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from components import alerts, breadcrumb, period_menu
from components.breadcrumb import query_of
from components.icons import icon
from components.navigation import name_at, page_at
from components.theme import current_theme
from components.user_menu import other_language, other_theme, user_menu
from data.errors import QianhuiError
from data.i18n import _, current_language
from data.serving import snapshot
from data.settings import settings


def top_bar() -> html.Header:
    """The bar; ``shell-title`` and ``shell-scope`` follow the address, the rest stands."""
    return html.Header(
        [
            html.Div(id="shell-title", className="bar-title"),
            html.Div(id="shell-scope", className="bar-scope"),
            html.Div([_search(), _fresh(), _actions()], className="bar-end"),
        ],
        className="bar",
    )


def register(app: Dash) -> None:
    """Title, breadcrumb and period follow the address; a breadcrumb's menu fills when it opens."""

    @app.callback(
        Output("shell-title", "children"),
        Output("shell-scope", "children"),
        Input("shell-location", "pathname"),
        Input("shell-location", "search"),
    )
    def update_bar(pathname: str | None, search: str | None) -> tuple[str, Any]:
        shown = page_at(pathname)
        if shown is None:
            return "", None
        if own := shown.get("bar"):  # a page may bring controls of its own
            return name_at(shown, search), own(search)
        return name_at(shown, search), scope_controls(pathname or "/", search) if shown.get("has_scope", True) else None

    @app.callback(
        Output({"type": "shell-siblings", "node": MATCH}, "children"),
        Input({"type": "shell-crumb", "node": MATCH}, "n_clicks"),
        State({"type": "shell-crumb", "node": MATCH}, "id"),
        State("shell-location", "pathname"),
        State("shell-location", "search"),
        prevent_initial_call=True,
    )
    def fill_menu(clicks: int | None, id: dict[str, str], pathname: str | None, search: str | None) -> Any:
        if clicks != 1:
            raise PreventUpdate
        return breadcrumb.menu_items(id["node"], pathname or "/", search or "")


def scope_controls(pathname: str, search: str | None) -> list[Any]:
    """Breadcrumb and period of an address; nothing while nothing is published or the node is not the asker's."""
    try:
        crumbs = breadcrumb.breadcrumb(query_of(search).get("node"))
        return [
            html.Span(className="bar-rule"),
            crumbs,
            html.Span(className="bar-rule"),
            period_menu.menu(pathname, search),
        ]
    except QianhuiError:
        return []


def _actions() -> html.Div:
    """What stands at the end on every screen; on a phone beside the title."""
    return html.Div([_demo(), alerts.bell(), *_switches(), user_menu()], className="bar-actions")


def _search() -> html.Div:
    field = dcc.Input(
        id="shell-search-field",
        type="text",
        placeholder=_("Search staff, customers, outlets / initials"),
        autoComplete="off",
        spellCheck=False,
        maxLength=40,
    )
    glass = html.Label(icon("search"), htmlFor="shell-search-field", title=_("Search"))
    box = html.Div([glass, field, html.Kbd("/")], id="shell-search-box", className="search-box")
    found = html.Div(id="shell-search-results", className="search-results", role="listbox")
    return html.Div([box, found], className="search", role="search")


def _fresh() -> html.Div:
    return html.Div(
        [html.Span(className="dot"), html.Span(_freshness(), **{"data-part": "text"})],
        id="shell-fresh",
        className="fresh",
        title=_("Up to when the figures on this page count"),
    )


def _freshness() -> str:
    try:
        shown = snapshot()
    except QianhuiError:
        return _("No data yet")
    return _("Live · data to %(when)s", when=f"{shown.live_at or shown.data_as_of:%H:%M:%S}")


def _demo() -> html.Span | None:
    return html.Span(_("Demo data"), className="badge-demo") if settings().demo else None


def _switches() -> list[html.Button]:
    language = _("Switch to English") if current_language() == "zh" else "切换到中文"
    theme = _("Office theme") if current_theme() == "night" else _("Night theme")
    return [
        _button("EN" if current_language() == "zh" else "中", language, f"lang:{other_language()}"),
        _button(icon("sun" if current_theme() == "night" else "moon"), theme, f"theme:{other_theme()}"),
    ]


def _button(face: Any, text: str, wish: str) -> html.Button:
    return html.Button(
        face,
        className="bar-button bar-wide",
        type="button",
        title=text,
        **{"data-prefer": wish, "aria-label": text},
    )
