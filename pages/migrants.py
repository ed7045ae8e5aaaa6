"""Migrants: where the region's people work, which policy reached them through which centre, where to push next."""

from __future__ import annotations

import json
from typing import Any

from dash import Input, Output, State, callback, ctx, html, register_page

from components import migrant_bar, migrant_months, migrant_names, migrant_page
from components.address_words import PERIOD, one_of, understands
from components.migrant_choice import Choice
from components.migrant_place import PAGE
from components.migrant_plan import plan_tab
from components.migrant_plan_address import WORDS as PLAN_WORDS
from components.navigation import titled
from components.shell import page
from components.states import shown
from data.i18n import _, lazy
from pages import _migrants_names as names
from pages import _migrants_plan as _plan  # noqa: F401  the callbacks of the planning tab
from pages import _migrants_side as right
from pages import _migrants_views as views
from pages._migrants_seen import Seen
from pages._migrants_way import bar

LABEL = lazy("Migrants")
register_page(
    __name__, path="/migrants", name="Migrants", label=LABEL, title=titled(LABEL), order=20, bar=migrant_bar.slot
)


@shown
@understands(period=PERIOD, view=one_of("plan"), drill=one_of("1"), **PLAN_WORDS)
def layout(**query: str) -> html.Div:
    """State in the address: month, place, drill, origin (or county), measure, policy, node; view=plan is the planning tab."""
    choice = Choice.parse(query)
    if query.get("view") == "plan":
        return page("migrants-plan", title=_("Planning"), body=plan_tab(choice, query))
    seen = Seen(choice)
    if seen.is_empty and not (seen.choice.place or seen.choice.origin):
        return page("migrants", title=_("Migrants"), body=views.nobody())
    lost = seen.corrections()
    body = [
        html.Section(views.headline(seen), id="migrants-headline", className="card migrants-headline"),
        views.map_card(seen),
        html.Div(right.side(seen), id="migrants-side", className="migrants-side"),
        views.origin_card(seen),
        migrant_page.feed_card(views.feed(seen), views.feed_sub(seen), views.feed_rows(seen)),
        migrant_page.phone_tabs(),
        html.Div(id="migrants-way", hidden=True, **{"data-bar": bar(seen), "data-migrants": json.dumps(lost)}),
        *migrant_page.stores(seen.choice, lost),
        *migrant_names.slots(),
    ]
    return page("migrants", title=_("Migrants"), body=body)


VIEW, POLICY = Input("migrants-view", "data"), Input("migrants-policy", "data")


def seen_of(*parts: dict[str, Any] | None) -> Seen:
    """What the page's stores say together."""
    return Seen(Choice.parse({key: value for part in parts for key, value in (part or {}).items()}))


@callback(
    Output("migrants-map", "data-values"), VIEW, POLICY, Input("migrants-look", "data"), prevent_initial_call=True
)
def update_values(view: dict[str, Any], policy: dict[str, Any], look: dict[str, Any]) -> str:
    """All that a change of measure sends."""
    return views.values(seen_of(view, policy, look))


@callback(
    Output("migrants-headline", "children"),
    Output("migrants-map", "data-scene"),
    Output("migrants-map", "data-above"),
    Output("migrants-months", "data-months"),
    Output("migrants-map-sub", "children"),
    Output("migrants-way", "data-bar"),
    Output("migrants-map-twin", "children"),
    VIEW,
    POLICY,
    State("migrants-look", "data"),
    prevent_initial_call=True,
)
def update_scene(view: dict[str, Any], policy: dict[str, Any], look: dict[str, Any]) -> tuple[Any, ...]:
    """Figures and words, what stands on the map with its shades, the months, the way down."""
    seen = seen_of(view, policy)
    return (
        views.headline(seen),
        views.scene(seen, views.values(seen_of(view, policy, look))),
        views.above(seen),
        migrant_months.told(seen.months),
        views.map_sub(seen),
        bar(seen),
        views.map_twin(seen),
    )


@callback(Output("migrants-side", "children"), VIEW, POLICY, prevent_initial_call=True)
def update_side(view: dict[str, Any], policy: dict[str, Any]) -> list[Any]:
    """Centres and gaps, cities, or a centre and its workers."""
    return right.side(seen_of(view, policy))


@callback(
    Output("migrants-home", "data-counties"),
    Output("migrants-ways", "children"),
    Output("migrants-ways-twin", "children"),
    Output("migrants-origin-title", "children"),
    Output("migrants-feed", "data-feed"),
    Output("migrants-feed", "data-question"),
    VIEW,
    prevent_initial_call=True,
)
def update_below(view: dict[str, Any]) -> tuple[Any, ...]:
    """The counties of origin, where they went, and the list."""
    seen = seen_of(view)
    below = views.counties(seen), views.ways(seen), views.ways_twin(seen), views.origin_title(seen)
    return *below, views.feed(seen), views.feed_rows(seen)


@callback(
    Output("migrants-workers", "children"),
    Input("migrants-workers-before", "n_clicks"),
    Input("migrants-workers-after", "n_clicks"),
    State("migrants-offset", "data"),
    State("migrants-view", "data"),
    prevent_initial_call=True,
)
def update_workers(_before: int | None, _after: int | None, offset: int, view: dict[str, Any]) -> Any:
    """Another page of the workers at the place."""
    step = PAGE if ctx.triggered_id == "migrants-workers-after" else -PAGE
    return right.workers(seen_of(view), max(0, (offset or 0) + step))


@callback(
    Output("migrants-named", "data-named"),
    Input("migrants-unmask", "data"),
    State("migrants-view", "data"),
    prevent_initial_call=True,
)
def update_name(wish: dict[str, Any], view: dict[str, Any]) -> str:
    """A worker's name in full, for those with a right to it; audited."""
    return names.unmasked(seen_of(view), wish)
