"""The explorer's answers as components: form, list, portrait."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from components import recommend_left_out as away
from components import recommend_list as listed
from components.cards import tool_button
from components.export_offers import Offers
from components.recommend_choice import PAGE, TRAITS, Choice
from components.recommend_form import form, top_menu
from components.recommend_marks import base_of, dated
from components.recommend_side import side
from components.states import empty
from components.still import Still
from components.tables import Column, table
from data.clock import now
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import percent
from data.scope import Node, current_asker
from pages import _recommend_person as people
from pages._recommend_seen import Seen
from pages._recommend_segments import assign_task, keep_segment, kept_segments


def nothing() -> html.Div:
    """No forecasts yet."""
    text = _("Accounts are being delivered; forecasts are made when they are there. Come back in a few minutes.")
    return html.Div(empty(_("No recommendations yet"), text), className="card span-12")


def left(seen: Seen) -> Still:
    """The form with its counts."""
    facets = {word: seen.facet(word) for word in TRAITS}
    kept, keep = kept_segments(seen.choice), keep_segment(seen.choice)
    drawn = form(seen.choice, facets, seen.left_out, owners(seen.choice.node), kept=kept, keep=keep)
    return Still(drawn, className="slot")


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
    return str(seen.listed["customer_id"].iloc[0]) if len(seen.listed) else ""


def middle(seen: Seen) -> Still:
    """Funnel, list, what can be done with it; or those left out."""
    choice, top, total = seen.choice, seen.listed, seen.left_out.get(seen.choice.left, 0)
    chosen_one = chosen(seen)
    if choice.left:
        over, shown, columns = (
            away.head(choice, total),
            away.rows(top, choice, chosen_one),
            away.columns(),
        )
        under = html.Footer(away.pages(choice, total) if len(top) else None, className="offer-foot")
    else:
        over = listed.funnel(seen.counts, len(top), seen.expected, seen.at_random)
        shown = listed.rows(top, choice, chosen_one, may_make=may_make())
        columns, under = listed.columns(), foot(seen)
    return Still(
        html.Section(
            [
                html.Div([over, html.Div(tools(), className="card-tools")], className="offer-head"),
                signs(top) if len(top) else None,
                html.Div(
                    [html.Div(shown, className="chart"), html.Div(twin(choice, top, columns), className="twin")],
                    className="card-body",
                ),
                under,
            ],
            id="recommend-list-card",
            className="card offer-list",
        ),
        className="slot",
    )


def tools() -> list[Any]:
    """Of the list's card."""
    may_export = "export" in current_asker().rights
    return [tool_button("table"), tool_button("excel")] if may_export else [tool_button("table")]


def twin(choice: Choice, frame: pd.DataFrame, columns: list[Column]) -> html.Div:
    """The rows shown as a table, and how the whole list is asked for as a file."""
    what, start = code_label("suppression", choice.left), 0 if choice.left else (choice.page - 1) * PAGE
    title = (
        _("Left out (%(why)s): %(what)s", why=what, what=choice.sentence())
        if choice.left
        else _("Recommended: %(what)s", what=choice.sentence())
    )
    asked = Offers(choice.words() | {"node": str(choice.node)}, title=title)
    return html.Div(
        table(frame.iloc[start : start + PAGE], columns),
        className="table-wrap",
        **{"data-question": asked.as_question()},
    )


def signs(frame: pd.DataFrame) -> html.Div:
    """The day of the forecasts, and what the marks of the bars are."""
    first = frame.iloc[0].to_dict()
    legend = html.Span(
        [
            html.I(className="sign-tick"),
            _("base rate %(p)s", p=percent(base_of(first) or 0, 2)),
            html.I(className="sign-range"),
            html.Span(
                _("90% range"),
                title=_("Of customers with this forecast, in nine months of ten, as many take the product."),
            ),
        ],
        className="offer-legend",
    )
    is_list = first["suppressed_by"] is None or first["suppressed_by"] != first["suppressed_by"]
    return html.Div([dated(first["as_of"], now().date()), legend if is_list else None], className="offer-signs")


def foot(seen: Seen) -> html.Footer:
    """How long the list is, pages, the way to a campaign."""
    choice, top = seen.choice, seen.top
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
    parts = [top_menu(choice), listed.pages(choice, len(top)), *making]
    return html.Footer(parts if len(top) else [top_menu(choice)], className="offer-foot")


def right(key: str, product: str) -> Any:
    """The portrait of a customer."""
    if not key:
        return ""
    portrait = people.portrait(key)
    assign = assign_task(portrait.who, portrait.offers, product)
    return Still(side(portrait, product, may_make=may_make(), assign=assign), className="slot")
