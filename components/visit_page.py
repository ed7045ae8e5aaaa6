"""The visits page's parts put in their places: map behind, figures above, ranking left, report and photos below."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from components.cards import card, info, tool_button
from components.icons import icon
from components.visit_choice import USUAL, Choice
from components.visit_controls import switch
from components.visit_map import region_map
from data.i18n import _, n_, p_
from data.i18n.numbers import human


def visit_map(
    choice: Choice, shade: str, view: dict[str, float] | None, focus: list[str], places: list[dict[str, Any]]
) -> Any:
    """The map behind the panels; ``focus``: counties it opens on when the address holds no view, unless there are
    ``places``: villages drawn as rings."""
    return region_map(
        "visits-map",
        shade=shade,
        live=choice.period.is_live,
        frame="#visits-free",
        address=True,
        view=view,
        focus=focus,
        places=places,
        phone={"bubbles": "prefecture", "legend": False, "pad": 10, "padTop": 22},
        props={"selected": "visits-selected"},
    )


def view_of(query: dict[str, str]) -> dict[str, float] | None:
    """The map's view in the address, when it is one."""
    try:
        return {name: float(query[name]) for name in ("z", "lon", "lat")}
    except (KeyError, ValueError):
        return None


def place_chip(choice: Choice, name: str) -> html.A:
    """The prefecture the page is narrowed to; a click takes it away."""
    words = _("Show all places again")
    return html.A(
        [icon("pin"), name, icon("close")],
        href=choice.address(prefecture=None),
        className="chip place-chip",
        title=words,
        **{"aria-label": f"{name}: {words}"},
    )


def out_now_card(choice: Choice, text: list[Any], untouched: Any) -> html.Div:
    """Over the map's corner: how many are out (``out_now_text``), and what shades the counties."""
    pick = switch("visits-shade", shade_options(untouched), choice.shade, label=_("What shades the counties"))
    box = html.Div([html.Div(text, id="visits-out-now", className="out-now"), pick], className="card")
    return html.Div([html.Div(id="visits-free"), box], className="visits-frame")


def out_now_text(choice: Choice, count: Any, place: str = "") -> list[Any]:
    """How many are out now, or were in a past period; ``place``: the prefecture it is narrowed to."""
    chip = place_chip(choice, place) if place else None
    if not choice.period.is_live:
        return [html.B(human(count)), n_("manager had a visit", "managers had a visit", int(count or 0)), chip]
    return [
        html.Span(className="dot"),
        html.B(human(count), **{"data-live-text": "out_now"}),
        n_("manager in the field now", "managers in the field now", int(count or 0)),
        info("managers_out_now"),
        chip,
    ]


def shade_options(untouched: Any) -> dict[str, str]:
    """What the counties can be shaded by, with the number of villages nobody reached."""
    return {
        "visits": _("Visits"),
        "reach": _("Reach"),
        "villages": _("Untouched villages %(n)s", n=human(untouched)),
    }


def level_options(choice: Choice) -> dict[str, str]:
    """Levels the ranking can list inside the unit."""
    levels = {"entity": _("Entities"), "branch": _("Outlets"), "staff": _("Managers")}
    return {level: levels[level] for level in choice.levels_of(choice.node)}


def ranking_card(choice: Choice, rows: str, foot: Any, question: str) -> html.Section:
    """Who leads: level and measure to choose, the rows, the sum below. ``question`` is what the export asks again."""
    head = html.Div(
        [
            switch("visits-level", level_options(choice), choice.level, label=_("Level")),
            switch("visits-measure", measure_options(choice), choice.measure, label=_("Measure")),
        ],
        className="ranking-head",
    )
    twin = html.Div(id="visits-ranking-twin", className="twin", **{"data-question": question})
    body = [head, html.Div(id="visits-ranking", **{"data-rows": rows}), twin]
    more = html.Button(
        [html.Span(_("All"), className="shut"), html.Span(_("Less"), className="open"), " ›"],
        type="button",
        className="ranking-more",
        **{"data-ranking-all": "1", "aria-expanded": "false"},
    )
    return card(
        "visits-ranking",
        _("Ranking"),
        body,
        subtitle=per_menu(choice),
        tools=[tool_button("excel")],
        foot=[html.Div(foot, id="visits-ranking-foot", className="ranking-sum"), more],
    )


def measure_options(choice: Choice) -> dict[str, str]:
    """What the chosen level can be ranked by."""
    measures = {"households": _("Households"), "out": _("Out")}
    return {name: measures[name] for name in dict(choice.measures_of(choice.level))}


def per_options(choice: Choice) -> list[dict[str, str]]:
    """What the measure can be taken per."""
    options = {"total": _("in all"), "manager": _("per manager"), "thousand": _("per 1,000 households")}
    pairs = choice.measures_of(choice.level)
    return [{"value": per, "label": text} for per, text in options.items() if (choice.measure, per) in pairs]


def per_menu(choice: Choice) -> dcc.Dropdown:
    """What the measure is taken per: counts favour the large."""
    return dcc.Dropdown(
        id="visits-per",
        options=per_options(choice),
        value=choice.per,
        clearable=False,
        searchable=False,
        className="visits-per",
    )


def phone_tabs() -> html.Div:
    """Ranking, report, photos: one at a time on a phone."""
    names = {"ranking": p_("tab", "Ranking"), "report": p_("tab", "Report"), "photos": p_("tab", "Photos")}
    buttons = [
        html.Button(
            text, type="button", role="tab", **{"data-visits-tab": key, "aria-selected": str(key == "ranking").lower()}
        )
        for key, text in names.items()
    ]
    return html.Div(buttons, className="visits-tabs", role="tablist")


def usual(choice: Choice) -> dict[str, Any]:
    """What the address need not mention."""
    return USUAL | {"level": choice.levels_of(choice.node)[0]}


def stores(choice: Choice) -> list[dcc.Store]:
    """What the callbacks start from: the words of the address (``assets/visits_drill.js`` changes them when one goes down
    or up), those that ranking, figures and map were last asked for, and who is selected."""
    context = {"node": str(choice.node), "period": str(choice.period), "prefecture": choice.prefecture}
    return [
        dcc.Store(id="visits-context", data=context),
        dcc.Store(id="visits-selected", data=choice.selected),
        dcc.Store(id="visits-usual", data=usual(choice)),
        dcc.Store(id="visits-entered", data=context),
        dcc.Store(id="visits-figured", data=context),
        dcc.Store(id="visits-focus", data={"of": context}),
        dcc.Store(id="visits-address"),
    ]
