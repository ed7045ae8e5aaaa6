"""What only shows and never calls back, sent as one component: Dash pays for every component it mounts with a look at all others.

``assets/still.js`` makes the elements. Clicks reach the page through ``data-`` attributes, as everywhere; ids inside are no
callback's input or output.
"""

from __future__ import annotations

import json
from typing import Any

from dash import html
from dash.development.base_component import Component

NAMES = {"className": "class", "htmlFor": "for"}
ABOUT = {
    "available_properties",
    "available_wildcard_properties",
}  # what Dash keeps beside the properties of a component


class Still(html.Div):
    """A ``Div`` whose children go as data. In Python they stay a tree, so that it can be walked and tested."""

    def to_plotly_json(self) -> dict[str, Any]:
        """The component with ``data-still`` in place of children."""
        told = super().to_plotly_json()
        drawn = compact(told["props"].pop("children", None))
        told["props"]["data-still"] = json.dumps(drawn, ensure_ascii=False, separators=(",", ":"))
        return told


def compact(part: Any) -> Any:
    """A text, a list of parts, or ``[tag, attributes, parts]``. Only ``html`` components: others need Dash."""
    if part is None or isinstance(part, str):
        return part or ""
    if isinstance(part, list | tuple):
        return [[compact(one) for one in part]]
    if not isinstance(part, Component):
        return str(part)
    if part._namespace != html.Div._namespace:
        raise TypeError(f"{part._type} needs Dash and cannot stand in a Still; only html components can")
    attributes, inside = _told(vars(part))
    parts = inside if isinstance(inside, list | tuple) else [inside]
    return [part._type.lower(), attributes, *(compact(one) for one in parts if one is not None)]


def _told(held: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """Attributes as HTML names them, without what is off, and the children; ``style`` stays a mapping."""
    found, inside = {}, None
    for name, value in held.items():
        if name == "children":
            inside = value
        elif value is not None and value is not False and name[0] != "_" and name not in ABOUT:
            found[NAMES.get(name, name)] = "" if value is True else value
    return found, inside
