"""The explorer's answers as components: form, list, portrait."""

from __future__ import annotations

from typing import Any

from dash import html

from components import recommend_list as listed
from components.cards import tool_button
from components.export_offers import Offers
from components.recommend_choice import TRAITS
from components.recommend_form import form, top_menu
from components.recommend_marks import base_of
from components.recommend_side import side
from components.states import empty
from components.still import Still
from components.tables import table
from data.i18n import _
from data.i18n.numbers import percent
from data.scope import Node, current_asker
from pages import _recommend_person as people
from pages._recommend_seen import Seen


def nothing() -> html.Div:
    """No forecasts yet."""
    text = _("Accounts are being delivered; forecasts are made when they are there. Come back in a few minutes.")
    return html.Div(empty(_("No recommendations yet"), text), className="card span-12")


def left(seen: Seen) -> Still:
    """The form with its counts."""
    facets = {word: seen.facet(word) for word in TRAITS}
    return Still(form(seen.choice, facets, seen.left_out, owners(seen.choice.node)), className="slot")


def owners(node: Node) -> list[Node]:
    """Whom the list can be narrowed to: the units, or the managers, below."""
    return node.children() if node.levels_below else []


def may_make() -> bool:
    """Whether the asker may make campaigns."""
    return "campaign:make" in current_asker().rights


def chosen(seen: Seen) -> str:
    """Whose portrait is open: the one of the address, else the first of the list."""
    if seen.choice.customer:
        return seen.choice.customer
    return str(seen.top["customer_id"].iloc[0]) if len(seen.top) else ""


def middle(seen: Seen) -> Still:
    """Funnel, list, what can be done with it."""
    choice, top = seen.choice, seen.top
    asked = Offers(
        choice.words() | {"node": str(choice.node)}, title=_("Recommended: %(what)s", what=choice.sentence())
    )
    twin = html.Div(table(top, listed.columns()), className="table-wrap", **{"data-question": asked.as_question()})
    may_export = "export" in current_asker().rights
    tools = [tool_button("table"), tool_button("excel")] if may_export else [tool_button("table")]
    head = html.Div(
        [listed.funnel(seen.counts, len(top), seen.expected, seen.at_random), html.Div(tools, className="card-tools")],
        className="offer-head",
    )
    body = [
        html.Div(listed.rows(top, choice, chosen(seen), may_make=may_make()), className="chart"),
        html.Div(twin, className="twin"),
    ]
    return Still(
        html.Section(
            [head, html.Div(body, className="card-body"), foot(seen)],
            id="recommend-list-card",
            className="card offer-list",
        ),
        className="slot",
    )


def foot(seen: Seen) -> html.Footer:
    """Legend, pages, the way to a campaign."""
    choice, top = seen.choice, seen.top
    base = base_of(top.iloc[0].to_dict()) if len(top) else None
    legend = html.Span(
        [
            html.I(className="sign-tick"),
            _("base rate %(p)s", p=percent(base or 0, 2)),
            html.I(className="sign-range"),
            _("90% range"),
        ],
        className="offer-legend",
    )
    create = html.A(
        _("Create campaign"),
        href=choice.address("/recommend/campaigns", new="1"),
        id="recommend-create",
        className="button primary",
    )
    told = html.Span(
        _("all %(n)s, a tenth as control", n=len(top)),
        id="recommend-picked",
        className="offer-picked",
    )
    making = [told, create] if may_make() else []
    parts = [legend, top_menu(choice), listed.pages(choice, len(top)), *making]
    return html.Footer(parts if len(top) else [legend, top_menu(choice)], className="offer-foot")


def right(key: str, product: str) -> Any:
    """The portrait of a customer."""
    if not key:
        return ""
    return Still(side(people.portrait(key), product, may_make=may_make()), className="slot")
