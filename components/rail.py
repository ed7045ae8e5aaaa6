"""The left rail: places that exist and the person may open."""

from __future__ import annotations

from dash import html

from components.icons import icon
from components.navigation import Group, Place, rail_groups
from data.i18n import _, current_language
from data.scope import current_asker
from data.settings import settings


def rail() -> html.Nav:
    """The rail; ``shell.js`` marks the present place and keeps scope and period in its links."""
    groups = rail_groups(current_asker().rights)
    names = settings().org_name.split("|")
    name = names[0] if current_language() == "zh" else names[-1]
    brand = html.A(
        [html.Span("黔", className="seal", **{"aria-hidden": "true"}), html.Span(name, className="name")],
        href="/",
        className="rail-brand",
        title=name,
    )
    toggle = html.Button(
        [icon("panel"), html.Span(_("Expand"), className="wide-off"), html.Span(_("Collapse"), className="wide-on")],
        className="rail-item rail-foot",
        type="button",
        **{"data-rail-toggle": "1", "aria-label": _("Expand or collapse the rail")},
    )
    inside = html.Div([_group(group, places) for group, places in groups], className="rail-list")
    return html.Nav([brand, inside, toggle], className="rail", **{"aria-label": _("Pages")})


def _group(group: Group, places: list[Place]) -> html.Div:
    first = places[0]
    link = html.A(
        [icon(group.icon), html.Span(str(group.label))], href=first.path, className="rail-item", **_marks(group)
    )
    below = [html.A(place.label, href=place.path, **{"data-place": _first(place.path)}) for place in places]
    return html.Div([link, html.Div(below, className="rail-sub") if len(places) > 1 else None], className="rail-group")


def _marks(group: Group) -> dict[str, str]:
    return {"data-place": " ".join(f"/{path}" for path in group.paths)}


def _first(path: str) -> str:
    return "/" + path.strip("/").split("/", 1)[0]
