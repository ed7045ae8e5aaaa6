"""Customer → products: search a customer, or begin with those worth most; each with the next best product."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from components.recommend_choice import Choice
from components.recommend_marks import ago, reason, yuan
from components.recommend_side import profile
from components.states import empty
from components.still import Still
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import human, percent
from data.listing import listing
from data.search import search
from pages import _recommend_person as people

MOST = 60


def body(choice: Choice) -> html.Div:
    """A field to search in, and the customers found or worth seeing."""
    field = html.Form(
        [
            dcc.Input(
                id="recommend-search",
                name="search",
                type="text",
                value=choice.search,
                className="field",
                placeholder=_("Name, pinyin initials or customer id"),
                autoComplete="off",
            ),
            html.Button(_("Search"), type="submit", className="button primary"),
        ],
        action="/recommend",
        method="get",
        className="offer-search",
        **{"data-search": choice.address(view="customers", search=None)},
    )
    rows = found(choice) if choice.search else first(choice)
    title = _("Found: %(n)s", n=len(rows)) if choice.search else _("Worth seeing first")
    sub = "" if choice.search else _("highest expected value of the next best product")
    head = html.Header(
        [html.H2(title, className="card-title"), html.Span(sub, className="card-sub")], className="card-head"
    )
    shown = (
        Still(listed(rows), className="slot")
        if rows
        else empty(
            _("Nobody found"), _("Look for another name or number; only your own part of the organisation is searched.")
        )
    )
    return html.Div(
        [
            field,
            html.Section(
                [head, html.Div(shown, className="card-body")], className="card", id="recommend-customers-card"
            ),
        ],
        className="offer-customers",
    )


def found(choice: Choice) -> list[dict[str, Any]]:
    """Portraits of the customers a text finds, in that order."""
    keys = [hit.id for hit in search(choice.search) if hit.kind == "customer"]
    whom = people.whom(keys)
    return [whom[key] for key in keys if key in whom]


def first(choice: Choice) -> list[dict[str, Any]]:
    """Of the node, and on managers' lists, those with the highest expected value."""
    where = choice.node.where() | {"is_task": True}
    return listing("customer_portrait", where, order="-next_expected", limit=MOST, is_counted=False).frame.to_dict(
        "records"
    )


def listed(rows: list[dict[str, Any]]) -> html.Div:
    """A card per customer."""
    return html.Div([_card(row) for row in rows], className="offer-cards")


def _card(row: dict[str, Any]) -> html.A:
    about = " · ".join(
        filter(
            None,
            [
                code_label("customer_group", row["customer_group"]),
                str(row.get("village_name") or ""),
                f"{human(row['age'])}",
            ],
        )
    )
    product = row.get("next_product")
    is_offered = bool(product) and product == product
    offer = [
        html.B(code_label("product_code", product)),
        html.Span(percent(row["next_probability"]), className="brand"),
        html.Span(yuan(row["next_expected"]), className="muted"),
    ]
    why = reason(row.get("next_reason"), row)
    return html.A(
        [
            html.Div(
                [
                    html.Span(str(row["name"] or "?")[0], className="avatar"),
                    html.Div([html.B(row["name"] or row["customer_id"]), html.Small(about)]),
                ],
                className="who",
            ),
            html.Div(
                offer if is_offered else html.Span(_("Nothing may be offered now."), className="muted"),
                className="next",
            ),
            html.Small(why or " ", className="why"),
            html.Small(
                _("Last contact: %(when)s", when=ago(row.get("last_contact_on"), row["as_of"])), className="muted"
            ),
        ],
        href=profile(str(row["customer_id"])),
        className="offer-card",
    )
