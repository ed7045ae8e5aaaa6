"""The left side of the explorer: which product, which customers, who is always left out. Every choice is a link. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from components.icons import icon
from components.recommend_choice import LEFT_OUT, TOPS, TRAITS, Choice, products
from data.i18n import _
from data.i18n.codes import code_label, code_labels
from data.i18n.numbers import human
from data.scope import Node
from models.products import catalogue

CHIPS = ("use", "event")
BARS = ("age", "balance", "income")


def titles() -> dict[str, str]:
    """Word → heading."""
    return {
        "group": _("Customer group"),
        "age": _("Age"),
        "balance": _("Deposits with us"),
        "income": _("Income a year"),
        "use": _("Use of mobile banking"),
        "event": _("Event of the last 90 days"),
    }


def form(
    choice: Choice,
    facets: Mapping[str, Mapping[str, int]],
    left_out: Mapping[str, int],
    owners: Sequence[Node],
    *,
    kept: Any = None,
    keep: Any = None,
) -> html.Section:
    """The whole side; ``kept``: the menu of segments, ``keep``: the way to keep one (``recommend_segments``)."""
    reset = html.A(_("Reset"), href=Choice(choice.node, product=choice.product).address(), className="link")
    head = html.Header(
        [html.H2(_("Who to look for"), className="card-title"), html.Span(reset, className="push")],
        className="card-head",
    )
    more = [
        _part(_("Segment"), kept) if kept is not None else None,
        _chips(choice, "group", facets["group"]),
        *[_bars(choice, word, facets[word]) for word in BARS],
        _part(_("Looked after by"), owner_menu(choice, owners)),
        *[_chips(choice, word, facets[word], counted=True) for word in CHIPS],
        _part(_("Always left out"), left_out_list(choice, left_out)),
    ]
    # On a phone the list comes first: recommend.js folds what is not the product.
    folded = html.Details([html.Summary([_("Choose customers"), icon("down")], className="button"), *more], open=True)
    body = html.Div([_part(_("Product"), product_menu(choice)), folded], className="card-body")
    under = html.Footer(keep, className="offer-form-foot") if keep is not None else None
    return html.Section([head, body, under], id="recommend-form-card", className="card offer-form")


def _part(title: str, body: Any, aside: str = "") -> html.Div:
    head = html.Div([html.Span(title), html.Span(aside, className="push") if aside else None], className="offer-label")
    return html.Div([head, body], className="offer-part")


def menu(face: str, items: Sequence[Any], className: str = "") -> html.Details:
    """A field that opens a list of links."""
    summary = html.Summary([html.Span(face), icon("down")], className="field offer-field")
    return html.Details([summary, html.Div(items, className="menu-panel")], className=f"menu {className}".strip())


def product_menu(choice: Choice) -> html.Details:
    """Products by group."""
    items: list[Any] = []
    known, group = catalogue().products, ""
    for code in products():
        if known[code].group != group:
            group = known[code].group
            items.append(html.Div(code_label("product_group", group), className="menu-title"))
        current = " current" if code == choice.product else ""
        items.append(
            html.A(code_label("product_code", code), href=choice.address(product=code), className=f"menu-item{current}")
        )
    return menu(code_label("product_code", choice.product), items, "offer-product")


def owner_menu(choice: Choice, owners: Sequence[Node]) -> html.Details | html.Span:
    """The units or managers below; the breadcrumb goes the same way."""
    if not owners:
        return html.Span(choice.node.name, className="field offer-field fixed")
    items = [html.A(one.name, href=choice.address(node=str(one)), className="menu-item") for one in owners]
    return menu(_("All of %(unit)s", unit=choice.node.name), items)


def _chips(choice: Choice, word: str, counts: Mapping[str, int], *, counted: bool = False) -> html.Div:
    """A chip per code that anybody has; chosen ones are filled."""
    chosen = choice.traits.get(word, ())
    codes = [code for code in code_labels(TRAITS[word]) if counts.get(code) or code in chosen]
    chips = [
        html.A(
            [code_label(TRAITS[word], code), html.Span(human(counts.get(code, 0)), className="n") if counted else None],
            href=choice.toggled(word, code),
            className="chip on" if code in chosen else "chip",
            title=human(counts.get(code, 0), compact=False),
            **{"aria-pressed": "true" if code in chosen else "false", "role": "button"},
        )
        for code in codes
    ]
    return _part(titles()[word], html.Div(chips, className="offer-chips"))


def _bars(choice: Choice, word: str, counts: Mapping[str, int]) -> html.Div:
    """A column per band, as high as the number of customers; a click chooses it."""
    chosen, most = choice.traits.get(word, ()), max(counts.values(), default=0) or 1
    columns = []
    for code in code_labels(TRAITS[word]):
        count = counts.get(code, 0)
        is_on = code in chosen or not chosen
        columns.append(
            html.A(
                [html.I(style={"height": f"{max(30 * count / most, 1.5):.1f}px"}), html.Span(short_band(word, code))],
                href=choice.toggled(word, code),
                className="on" if is_on else "",
                title=f"{code_label(TRAITS[word], code)}: {human(count, compact=False)}",
                **{"aria-pressed": "true" if code in chosen else "false", "role": "button"},
            )
        )
    told = " / ".join(code_label(TRAITS[word], code) for code in chosen) or _("all")
    return _part(titles()[word], html.Div(columns, className="offer-bars"), told)


def short_band(word: str, code: str) -> str:
    """A band as it stands below its column."""
    bands = {
        "under_30": "<30",
        "30_44": "30–44",
        "45_59": "45–59",
        "60_up": "60+",
        "under_1k": _("<1k"),
        "1k_10k": _("1–10k"),
        "10k_100k": _("10–100k"),
        "over_100k": _(">100k"),
        "under_30k": _("<30k"),
        "30k_60k": _("30–60k"),
        "60k_120k": _("60–120k"),
        "over_120k": _(">120k"),
    }
    return bands.get(code) or code_label(TRAITS[word], code)


def left_out_list(choice: Choice, left_out: Mapping[str, int]) -> html.Div:
    """Why customers never stand in the list, and how many they are; a line leads to them."""
    lines = [
        html.A(
            [icon("lock"), html.Span(code_label("suppression", code)), html.B(human(-left_out.get(code, 0)))],
            href=choice.address(left=None if choice.left == code else code),
            className="on" if choice.left == code else "",
            title=_("Who they are"),
        )
        for code in LEFT_OUT
    ]
    return html.Div(lines, className="offer-left-out")


def top_menu(choice: Choice) -> html.Details:
    """How long the list is."""
    items = [
        html.A(
            human(top),
            href=choice.address(top=top),
            className="menu-item current" if top == choice.top else "menu-item",
        )
        for top in TOPS
    ]
    return html.Details(
        [
            html.Summary([html.Span(_("first %(n)s", n=human(choice.top))), icon("down")], className="chip"),
            html.Div(items, className="menu-panel"),
        ],
        className="menu",
    )
