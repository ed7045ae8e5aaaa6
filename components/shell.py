"""The shell around every page: html page, rail, top bar, page container, toast, definition sheet, phone's tabs."""

from __future__ import annotations

import json
from functools import lru_cache
from html import escape
from typing import Any

import dash
from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from flask import has_request_context
from flask_login import current_user

from components import alerts, bar, definition, phone_tabs, rail
from components.theme import current_theme, tokens
from data.i18n import _, current_language, script_texts

LOCATION = "shell-location"


def page(name: str, *, title: str, controls: Any = None, body: Any = None, drawer: Any = None) -> html.Div:
    """A page's content: a hidden heading, controls, ``body`` on the twelve-column grid, and a drawer on the right.

    Ids inside are ``<name>-<thing>``. The page itself is ``page-<name>``; class ``page-fill`` is for pages that fill
    the window: wrap the body in ``html.Div(className="page-fill …")``.
    """
    inside = body if isinstance(body, list) else [body]
    return html.Div(
        [
            html.H1(title, className="sr"),
            html.Div(controls, className="page-controls", id=f"{name}-controls") if controls is not None else None,
            *inside,
            drawer,
        ],
        id=f"page-{name}",
        className=f"page page-{name}",
    )


def frame() -> html.Div:
    """The application's layout, made for the person who asks. Dash also calls it once at the start, for nobody."""
    if not has_request_context() or not current_user.is_authenticated:
        return html.Div(dash.page_container, id="shell")
    return html.Div(
        [
            dcc.Location(id=LOCATION, refresh="callback-nav"),
            html.A(_("Skip to the content"), href="#shell-main", className="skip"),
            rail.rail(),
            bar.top_bar(),
            html.Main(dash.page_container, id="shell-main", className="shell-main", tabIndex="-1"),
            phone_tabs.tabs(),
            html.Div(id="shell-toast-box", className="toast", role="status", **{"aria-live": "polite"}),
            dcc.Store(id="shell-toast"),
            dcc.Store(id="shell-place"),
            definition.sheet(),
        ],
        id="shell",
        className="shell",
        **{"data-rail": ""},
    )


def register(app: Dash) -> None:
    """The shell's callbacks and its html page, on this application."""
    app.interpolate_index = index_page
    app.clientside_callback(
        ClientsideFunction("shell", "mark"),
        Output("shell-place", "data"),
        Input(LOCATION, "pathname"),
    )
    app.clientside_callback(
        ClientsideFunction("shell", "toast"), Output("shell-toast-box", "title"), Input("shell-toast", "data")
    )
    for part in (bar, alerts, definition):
        part.register(app)


def index_page(
    metas: str = "{%metas%}",
    title: str = "{%title%}",
    css: str = "{%css%}",
    config: str = "{%config%}",
    scripts: str = "{%scripts%}",
    app_entry: str = "",
    favicon: str = "{%favicon%}",
    renderer: str = "{%renderer%}",
) -> str:
    """The html page, in the reader's language and theme from the first paint on; no inline script of ours."""
    language, theme = current_language(), current_theme()
    texts = json.dumps(script_texts(language), ensure_ascii=False).replace("<", "\\u003c")
    return f"""<!DOCTYPE html>
<html lang="{"zh-CN" if language == "zh" else "en"}" data-theme="{theme}">
<head>
  {metas}
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
  <meta name="theme-color" content="{tokens(theme)["surface"]}">
  <title>{escape(_("Qianhui"))}</title>
  <link rel="icon" href="/assets/brand.svg" type="image/svg+xml">
  {css}
</head>
<body>
  <div id="react-entry-point">{_first_paint()}</div>
  <script type="application/json" id="qianhui-texts">{texts}</script>
  <footer>{config}{scripts}{renderer}</footer>
</body>
</html>"""


@lru_cache
def _first_paint() -> str:
    """What stands there until the scripts run: the shell in grey."""
    seal = '<div class="rail-brand"><span class="seal">黔</span></div>'
    blocks = "".join(f'<div class="card span-{width}"></div>' for width in (9, 3, 9, 3))
    return (
        f'<div class="shell" aria-busy="true"><div class="rail">{seal}</div><div class="bar"></div>'
        f'<main class="shell-main"><div class="page page-loading">{blocks}</div></main><div class="tabs"></div></div>'
    )
