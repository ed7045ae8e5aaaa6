"""Recommendations: which customers for a product, which products for a customer, and advice for somebody new."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, callback, dcc, html, register_page

from components.address_words import Word, one_of, understands
from components.breadcrumb import breadcrumb, query_of
from components.navigation import titled
from components.recommend_choice import LEFT_OUT, ORDERS, TOPS, TRAITS, VIEWS, Choice, products
from components.recommend_tabs import tabs
from components.shell import page
from components.states import shown, skeleton, state_of
from data.errors import QianhuiError
from data.i18n import _, lazy, p_
from data.i18n.codes import code_labels
from pages import _recommend_customers as customers
from pages import _recommend_newcomer as newcomer
from pages import _recommend_views as views
from pages._recommend_seen import Seen

LABEL = lazy("Recommend")


def bar(search: str | None) -> list[Any]:
    """In the top bar: the scope."""
    try:
        return [html.Span(className="bar-rule"), breadcrumb(query_of(search).get("node"))]
    except QianhuiError:
        return []


register_page(__name__, path="/recommend", name="Recommend", label=LABEL, title=titled(LABEL), order=30, bar=bar)


def _codes(word: str) -> Word:
    known = code_labels(TRAITS[word])
    return Word(lambda value, _query: set(value.split(",")) <= set(known), lambda _query: p_("list", ", ").join(known))


@shown
@understands(
    view=one_of(*VIEWS),
    product=one_of(*products()),
    order=one_of(*ORDERS),
    top=one_of(*map(str, TOPS)),
    left=one_of(*LEFT_OUT),
    **{word: _codes(word) for word in TRAITS},
)
def layout(**query: str) -> html.Div:
    """State in the address: node, view, product, the traits, order, top, left, page, customer, search."""
    choice = Choice.parse(query)
    seen = Seen(choice)
    head = tabs(choice, choice.view, has_newcomer=newcomer.is_there(), quality=seen.quality)
    if choice.view == "newcomer":
        return page("recommend", title=_("New customer"), body=[head, *newcomer.body()])
    if choice.view == "customers":
        return page("recommend", title=_("Customer → products"), body=[head, customers.body(choice)])
    if not seen.counts["offers"] and not choice.kinds():
        return page("recommend", title=_("Recommend"), body=[head, views.nothing()])
    key = views.chosen(seen)
    body = [
        html.Div(
            [head, html.Div([views.left(seen), views.middle(seen)], className="offer-main")], className="offer-explorer"
        ),
        html.Div(
            skeleton(8) if key else None,
            id="recommend-side",
            className="offer-side open" if choice.customer else "offer-side",
        ),
        dcc.Store(id="recommend-chosen", data=key),
        dcc.Store(id="recommend-asked", data=query),
    ]
    return page("recommend", title=_("Recommend"), body=body)


def person(key: str, product: str) -> Any:
    """The portrait, or the state that fits why there is none."""
    try:
        return views.right(key, product)
    except QianhuiError as error:
        return state_of(error)


@callback(
    Output("recommend-side", "children"),
    Input("recommend-chosen", "data"),
    State("recommend-asked", "data"),
)
def update_person(key: str | None, query: dict[str, Any]) -> Any:
    """Whose portrait is open: the list is on screen before it, and another row chosen changes nothing else."""
    return person(str(key or ""), Choice.parse(query).product)
