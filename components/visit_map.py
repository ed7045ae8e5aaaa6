"""The map as a component: an element with its options as JSON; ``assets/map.js`` draws it wherever it appears."""

from __future__ import annotations

import json
from typing import Any

from dash import html

from data.geo.boundaries import geo_urls
from data.geo.region import attribution
from data.i18n import _, current_language
from data.settings import settings

LAYERS = ("counties", "prefectures", "outline", "neighbours")


def region_map(
    id: str,
    *,
    shade: str | None = None,
    thumbnail: bool = False,
    live: bool = False,
    frame: str = "",
    layers: tuple[str, ...] = LAYERS,
    className: str = "",
    palette: str = "",
    **options: Any,
) -> html.Div:
    """A map of the region. ``shade`` is what ``visit_shade.shading`` gives; ``frame`` a css selector of its free area.

    ``options`` go to map.js as they are: ``address``, ``view``, ``bubbles``, ``clusters``, ``labels``, ``legend``,
    ``projection``, ``props`` …
    """
    told = {
        "geo": geo_urls(*layers),
        "language": current_language(),
        "words": map_words(),
        "thumbnail": thumbnail,
        "live": live,
        "source": attribution(settings().region).get(current_language(), ""),
        **({"frame": frame} if frame else {}),
        **options,
    }
    attributes = {"data-map": json.dumps(told, ensure_ascii=False), "data-shade": shade or ""}
    if palette:
        attributes["data-palette"] = palette
    return html.Div(id=id, className=f"q-map {className}".strip(), **attributes)


def map_words() -> dict[str, str]:
    """The map's own texts in the reader's language; ``%s`` is a number."""
    return {
        "label": _(
            "Map of the region. Arrow keys move it, + and - zoom, 0 shows all, Enter opens what is in the middle."
        ),
        "cluster": _("%s managers"),
        "cluster_one": _("%s manager"),
        "open": _("Click to open"),
        "person": _("Manager"),
        "look": _("Click for the visit and today's track"),
        "ago": _("%s min ago"),
        "now": _("just now"),
        "km": _("%s km"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "home": _("Show everything"),
        "full": _("Full screen"),
        "loading": _("Loading…"),
        "failed": _("The boundaries could not be loaded. Reload the page to try again."),
    }
