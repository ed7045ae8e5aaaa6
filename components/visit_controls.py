"""Small switches of the visits pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import dcc, html


def switch(id: str, options: Mapping[str, Any], value: str, *, label: str, className: str = "") -> html.Div:
    """One of few, side by side: ``options`` {value: text}. ``label`` is for screen readers."""
    radio = dcc.RadioItems(
        id=id,
        options=radio_options(options),
        value=value,
        className=f"visits-switch {className}".strip(),
        inline=True,
    )
    return html.Div(radio, role="radiogroup", **{"aria-label": label})


def radio_options(options: Mapping[str, Any]) -> list[dict[str, Any]]:
    """{value: text} as Dash wants it."""
    return [{"value": key, "label": text} for key, text in options.items()]
