"""The two themes, office and night, and a Plotly template for each, read from ``assets/10_tokens.css``."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import plotly.graph_objects as go
from flask import has_request_context, request
from flask_login import current_user

from data.i18n import current_language

THEMES = ("office", "night")
THEME_HEADER = "X-Qianhui-Theme"  # what the open page wears; shell.js sends it with every callback
TOKENS = Path(__file__).parent.parent / "assets" / "10_tokens.css"


def current_theme() -> str:
    """``?theme=`` → the open page → the user's preference → office."""
    if not has_request_context():
        return "office"
    known = current_user and current_user.is_authenticated
    wishes = (
        request.args.get("theme"),
        request.headers.get(THEME_HEADER),
        getattr(current_user, "theme", None) if known else None,
    )
    return next((str(wish) for wish in wishes if wish in THEMES), "office")


@lru_cache
def tokens(theme: str) -> dict[str, str]:
    """Name → value of ``theme``: ``tokens("night")["brand"]``. Sizes and fonts are the same in both."""
    found: dict[str, str] = {}
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", TOKENS.read_text("utf-8")):
        if "data-theme=" not in selector or f'"{theme}"' in selector or "lang(" in selector:
            found |= {} if "lang(" in selector else dict(re.findall(r"--([\w-]+):\s*([^;]+);", body))
    return found


def colour(name: str) -> str:
    """The token ``name`` in the reader's theme."""
    return tokens(current_theme())[name]


def font() -> str:
    """The font stack of the reader's language."""
    return tokens("office")[f"font-{current_language()}"]


def template() -> go.layout.Template:
    """Plotly template in the reader's theme and language: no frame, hairlines, direct labels."""
    return _template(current_theme(), font())


@lru_cache
def _template(theme: str, family: str) -> go.layout.Template:
    have = tokens(theme)
    axis = {
        "showgrid": False,
        "zeroline": False,
        "linecolor": have["line"],
        "tickfont": {"color": have["muted"], "size": 12},
        "ticks": "",
        "automargin": True,
        "fixedrange": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": family, "size": 12, "color": have["text"]},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": [have[name] for name in ("brand", "loan", "online", "accent", "neutral")],
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "xaxis": axis,
            "yaxis": axis | {"gridcolor": have["line"], "gridwidth": 1},
            "showlegend": False,
            "bargap": 0.42,
            "hoverlabel": {
                "bgcolor": have["surface"],
                "bordercolor": have["line"],
                "font": {"family": family, "color": have["text"], "size": 12},
                "align": "left",
            },
            "dragmode": False,
        }
    )
