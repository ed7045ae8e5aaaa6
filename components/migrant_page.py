"""The migrants page's parts put in their places: figures above, map left, centres and gaps right, origin and list below."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from dash import dcc, html

from components.cards import card, info, tool_button
from components.icons import icon
from components.migrant_choice import MEASURES, Choice
from data.i18n import _, lazy, p_

LABELS = {
    "migrants_reached": lazy("Reached"),
    "migrant_workers": lazy("Workers"),
    "migrant_coverage": lazy("Coverage"),
    "migrant_loan_balance": lazy("Loans"),
    "migrant_deposit_balance": lazy("Deposits"),
}


def map_card(
    choice: Choice, drawn: Any, months: Any, twin: Any, policies: Sequence[Mapping[str, Any]], sub: Any, plan: Any
) -> html.Section:
    """The map with its switch of measures, the months below it, and its twin; ``plan``: the way to the planning tab."""
    head = [
        html.H2(_("Workers outside the province"), className="card-title"),
        info("migrants_reached"),
        html.Span(sub, id="migrants-map-sub", className="card-sub"),
        plan,
        measures(choice, policies),
        html.Div([tool_button(tool) for tool in ("table", "png", "excel", "full")], className="card-tools"),
    ]
    body = [html.Div(drawn, className="chart"), html.Div(twin, id="migrants-map-twin", className="twin")]
    return html.Section(
        [html.Header(head, className="card-head"), html.Div(body, className="card-body"), months],
        id="migrants-map-card",
        className="card migrants-map-card",
        **{"aria-label": _("Workers outside the province")},
    )


def measures(choice: Choice, policies: Sequence[Mapping[str, Any]]) -> html.Div:
    """One of five measures, or a policy out of the menu. ``migrants.js`` writes the choice to the address."""
    buttons: list[Any] = [
        html.Button(
            str(LABELS[name]),
            type="button",
            **{
                "data-measure": "" if name == MEASURES[0] else name,
                "data-migrants-set": _set(measure=None if name == MEASURES[0] else name, policy=None),
                "aria-pressed": str(choice.measure == name).lower(),
            },
        )
        for name in MEASURES
    ]
    if policies:
        buttons.append(_policy_menu(choice, policies))
    return html.Div(buttons, className="switch measures", role="group", **{"aria-label": _("Measure")})


def _policy_menu(choice: Choice, policies: Sequence[Mapping[str, Any]]) -> html.Details:
    items = [
        html.Button(
            row["name"],
            type="button",
            className="menu-item current" if row["policy_id"] == choice.policy else "menu-item",
            title=row.get("summary") or "",
            **{"data-policy": row["policy_id"], "data-migrants-set": _set(policy=row["policy_id"], measure=None)},
        )
        for row in policies
    ]
    face = html.Summary(
        [_("By policy"), icon("down")],
        **{"data-measure": "policy", "aria-pressed": str(bool(choice.policy)).lower()},
    )
    return html.Details([face, html.Div(items, className="menu-panel")], className="menu end policy-menu")


def _set(**words: str | None) -> str:
    """What a click writes to the address, as JSON."""
    return json.dumps(words)


def origin_card(title: Any, home: Any, ways: Any, twin: Any) -> html.Section:
    """The region with its counties left, where they went right."""
    menu = html.Details(
        [
            html.Summary([_("Change"), icon("down")], className="origin-change"),
            html.Div(
                id="migrants-origins",
                className="menu-panel",
                **{"data-filter": _("Filter by name"), "data-all": _("All counties")},
            ),
        ],
        className="menu end",
    )
    body = [
        html.Div([home, html.Div(ways, id="migrants-ways")], className="chart origin"),
        html.Div(twin, id="migrants-ways-twin", className="twin"),
    ]
    tools = [menu, tool_button("table"), tool_button("excel")]
    return card(
        "migrants-origin",
        _("Origin"),
        body,
        subtitle=html.Span(title, id="migrants-origin-title", className="card-sub"),
        metric="migrant_workers",
        tools=tools,
        className="migrants-origin-card",
    )


def feed_card(rows: str, sub: str, asked: str) -> html.Section:
    """Who went where: a list that scrolls by itself, with a button to stop it; ``asked``: its rows for the export."""
    pause = html.Button(
        icon("pause"),
        type="button",
        className="tool",
        **{
            "data-feed-pause": "1",
            "data-pause": _("Stop the list"),
            "data-resume": _("Let the list run"),
            "aria-pressed": "false",
        },
    )
    body = html.Div(id="migrants-feed", className="feed", **{"data-feed": rows, "data-question": asked})
    return card(
        "migrants-feed",
        _("Who went where"),
        body,
        subtitle=html.Span(sub, id="migrants-feed-sub", className="card-sub"),
        tools=[pause, tool_button("excel")],
        className="migrants-feed-card",
    )


def stores(choice: Choice, lost: Collection[str] = ()) -> list[Any]:
    """What the callbacks start from; ``migrants.js`` keeps them with the address. ``lost``: words that are nothing here, said
    once when the page opens."""
    view = {
        "month": None if "month" in lost else choice.month,
        "place": choice.place,
        "drill": "1" if choice.drill else None,
        "origin": choice.origin,
        "node": str(choice.node),
    }
    return [
        dcc.Store(id="migrants-view", data=view),
        dcc.Store(id="migrants-look", data={"measure": choice.wish}),
        dcc.Store(id="migrants-policy", data={"policy": choice.policy}),
    ]


def phone_tabs() -> html.Div:
    """Map, centres, origin, list: one at a time on a phone."""
    names = {
        "map": p_("tab", "Map"),
        "side": p_("tab", "Centres"),
        "origin": p_("tab", "Origin"),
        "feed": p_("tab", "List"),
    }
    buttons = [
        html.Button(
            text, type="button", role="tab", **{"data-migrants-tab": key, "aria-selected": str(key == "map").lower()}
        )
        for key, text in names.items()
    ]
    return html.Div(buttons, className="migrants-tabs", role="tablist")
