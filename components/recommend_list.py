"""The middle of the explorer: from all who match to the top of the list, what it may bring against chance, and the list. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html

from components.cards import info
from components.icons import icon
from components.light import A, B, Div, Span
from components.recommend_choice import PAGE, Choice
from components.recommend_marks import ago, base_of, ceiling, chance, reasons, yuan
from components.states import empty
from components.tables import Column
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import human, percent

SHOWN = 2  # reasons in a row


def funnel(counts: Mapping[str, float], shown: int, expected: float, at_random: float) -> html.Div:
    """Match › eligible › top; expected against as many at random, and how many times better."""
    times = expected / at_random if at_random else 0.0
    share = expected / shown if shown else 0.0
    chance_share = at_random / shown if shown else 0.0
    steps = [
        _figure(_("Match"), human(counts["offers"]), metric="offers"),
        icon("right", "gap"),
        _figure(_("Eligible"), human(counts["offers_open"]), metric="offers_open"),
        icon("right", "gap"),
        _figure(_("Top of list"), human(shown)),
        html.Span(className="rule"),
        _figure(_("Expected takers"), human(expected, decimals=1), percent(share), tone="brand"),
        _figure(_("At random"), human(at_random, decimals=1), percent(chance_share), metric="offers_probability"),
    ]
    is_everybody = 0 < times < 1.05
    words = _("as many at random: the list is everybody") if is_everybody else _("better than random")
    face = html.B(f"{times:.1f}×" if times else "—", className="muted" if is_everybody else "")
    best = html.Div([face, html.Span(words)], className="offer-times")
    return html.Div([*steps, best], className="offer-funnel")


def _figure(label: str, number: str, aside: str = "", *, metric: str = "", tone: str = "") -> html.Div:
    head = html.Span([label, info(metric) if metric else None], className="muted")
    value = html.Span([html.B(number, className=tone), html.Small(aside) if aside else None])
    return html.Div([head, value], className="offer-figure")


def rows(frame: pd.DataFrame, choice: Choice, chosen: str, *, may_make: bool = True) -> html.Div:
    """The page of the list that is shown."""
    if frame.empty:
        text = _(
            "Nobody fits these choices, or everybody who does is left out. Choose fewer traits or another product."
        )
        return html.Div(empty(_("No customers"), text), className="offer-rows")
    most = ceiling([frame["probability"].max(), frame["high"].quantile(0.9)])
    start = (choice.page - 1) * PAGE
    part = frame.iloc[start : start + PAGE].to_dict("records")
    head = html.Div(
        [
            html.Span(),
            html.Span("#"),
            html.Span(_("Customer")),
            _sort(choice, "probability", _("Probability")),
            _sort(choice, "expected", _("Value a year")),
            html.Span(_("Why")),
            html.Span(_("Last contact"), className="end"),
        ],
        className="offer-row head",
    )
    lines = [_row(row, start + n, choice, most, chosen) for n, row in enumerate(part, 1)]
    return html.Div([head, *lines], className="offer-rows" if may_make else "offer-rows plain")


def _sort(choice: Choice, order: str, label: str) -> html.A:
    is_on = choice.order == order
    return html.A(
        [label, html.Span(" ▾") if is_on else None], href=choice.address(order=order), className="on" if is_on else ""
    )


def _row(row: Mapping[str, Any], place: int, choice: Choice, most: float, chosen: str) -> Any:
    key = row["customer_id"]
    box = html.Button(
        icon("check"),
        type="button",
        className="box",
        title=_("Choose for a campaign"),
        **{"data-pick": key, "aria-pressed": "false"},
    )
    name = A(
        B(row["name"] or key),
        href=choice.address(customer=key, page=choice.page),
        className="who",
        **{"data-offer": key},
    )
    about = [code_label("customer_group", row["customer_group"]), str(row.get("village_name") or "")]
    why = [Span([html.I("+"), words], title=f"{words} (+{points:.2f})") for words, points in reasons(row, row, SHOWN)]
    is_seen = row["last_contact_on"] is not None and row["last_contact_on"] == row["last_contact_on"]
    cells = [
        box,
        Span(human(place), className="muted"),
        Span([name, *(Span(words, className="about", title=words) for words in about if words)], className="offer-who"),
        Span(chance(row, most, base_of(row), is_large=True), className="offer-chance"),
        Span(
            [Span(yuan(row["value"])), Span(_("exp. %(n)s", n=yuan(row["expected"])), className="about")],
            className="offer-value",
        ),
        Span(why or Span("—", className="about"), className="offer-why"),
        Span(
            [Span(_("Visit") if is_seen else "—"), Span(ago(row["last_contact_on"], row["as_of"]), className="about")],
            className="offer-contact end",
        ),
    ]
    return Div(cells, className="offer-row chosen" if key == chosen else "offer-row", **{"data-customer": key})


def pages(choice: Choice, total: int) -> html.Span:
    """Which rows are shown, and the ways to the others."""
    start, last = (choice.page - 1) * PAGE + 1, min(choice.page * PAGE, total)
    words = _("%(from)s–%(to)s of %(n)s", **{"from": start, "to": last, "n": human(total)})
    back = html.A(
        icon("left"),
        href=choice.address(page=choice.page - 1),
        className="tool",
        title=_("Back"),
        **{"aria-label": _("Back")},
    )
    on = html.A(
        icon("right"),
        href=choice.address(page=choice.page + 1),
        className="tool",
        title=_("Further"),
        **{"aria-label": _("Further")},
    )
    return html.Span([back if choice.page > 1 else None, words, on if last < total else None], className="offer-pages")


def columns() -> list[Column]:
    """The list as table and file."""
    coded = lambda name: lambda value, _row: code_label(name, value)  # noqa: E731
    said = lambda n: lambda _value, row: next(iter(reasons(row, row, SHOWN)[n : n + 1]), ("",))[0]  # noqa: E731
    return [
        Column("customer_id", _("Customer id")),
        Column("name", _("Name")),
        Column("customer_group", _("Customer group"), draw=coded("customer_group")),
        Column("village_name", _("Village")),
        Column("product_code", _("Product"), draw=coded("product_code")),
        Column("probability", _("Probability"), "percent", decimals=2),
        Column("low", _("from"), "percent", decimals=2),
        Column("high", _("to"), "percent", decimals=2),
        Column("value", _("Value a year (yuan)"), "count"),
        Column("expected", _("Expected value (yuan)"), "decimal"),
        Column("why_1", _("First reason"), draw=said(0), width=40),
        Column("why_2", _("Second reason"), draw=said(1), width=40),
        Column(
            "last_contact_on",
            _("Last contact"),
            draw=lambda value, _row: "" if value is None or value != value else str(value)[:10],
        ),
        Column("staff_name", _("Manager")),
    ]
