"""The map of China as a component: an element with its data as JSON; ``assets/migrants_map.js`` draws it."""

from __future__ import annotations

import json

from dash import html

from components.states import empty
from data.geo import region
from data.geo.boundaries import geo_urls
from data.i18n import _, current_language
from data.settings import settings


def china_map(id: str, *, values: str, scene: str, above: str = "", is_part: bool = False) -> html.Div:
    """``values`` and ``scene`` as ``migrant_values.values`` and ``migrant_scene.scene`` give them; ``above``: the place
    one level up; ``is_part``: the people of a part of the organisation alone are shown."""
    geo = geo_urls("china").get("china")
    if geo is None:
        return html.Div(
            empty(_("This region has no map of destinations"), _("Add provinces to its region.yaml.")), id=id
        )
    told = {"geo": geo, "words": words(is_part=is_part)}
    return html.Div(
        id=id,
        className="china-map",
        **{
            "data-china": json.dumps(told, ensure_ascii=False),
            "data-values": values,
            "data-scene": scene,
            "data-above": above,
        },
    )


def words(*, is_part: bool = False) -> dict[str, str]:
    """The map's own texts in the reader's language; ``%s`` is a number. Who sees a part cannot tell that nobody is elsewhere."""
    nobody = _("None registered in your part") if is_part else _("None registered")
    return {
        "label": _("Map of China by destination. Arrow keys go to the next province, Enter chooses it, Esc goes back."),
        "none": nobody,
        "hatch": nobody,
        "flow": _("Flow, people (wide = many)"),
        "people": _("Workers away, people"),
        "centre": _("Service centre"),
        "centres": _("%s centres"),
        "lone": _("1 centre"),
        "coast": _("South-east coast"),
        "sea": _("South China Sea"),
        "dots": _("A dot a city, its number beside it: the larger, the more"),
        "ok": _("On schedule"),
        "near": _("Slightly behind"),
        "behind": _("Behind"),
        "click": _("Click to choose"),
        "down": _("Click again to go down"),
        "failed": _("The boundaries could not be loaded. Reload the page to try again."),
        "note": note(),
    }


def note() -> str:
    """Where the outlines come from, what the map lacks before it may be shown to the public, and whose choice the
    centres are."""
    source = region.attribution(settings().region).get(current_language(), "")
    said = [
        _("审图号 (map review): as approved for publication"),
        _("Places of the centres are the demo's choice"),
    ]
    return "\n".join([*said, *source.replace("；", "; ").split("; ")] if source else said)
