"""A customer's own page: what they hold, how they behave, what happened, what may be offered and why not, who is alike. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import html

from components.icons import icon
from components.recommend_marks import ago, base_of, ceiling, chance_bar, reason, reasons, yuan
from components.recommend_side import event_day, profile
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, human, percent

GROUPS = {"deposit": "deposit", "loan": "loan", "online": "online", "intermediary": "offline"}


@dataclass(frozen=True)
class Happened:
    """A line of the timeline: ``sign`` an icon, ``tone`` its colour; ``short``: the words where there is little room."""

    day: date
    sign: str
    tone: str
    words: str
    more: str = ""
    short: str = ""


def holdings(rows: Sequence[Mapping[str, Any]]) -> html.Div:
    """What the customer holds, by group."""
    if not rows:
        return html.Div(html.Small(_("Holds nothing with us yet.")))
    lines = [
        html.Div(
            [
                html.I(className=f"key {GROUPS.get(row['product_group'], 'deposit')}"),
                html.Span(code_label("product_code", row["product_code"])),
                html.B(yuan(row["balance"]) if as_number(row["balance"]) else ""),
                html.Small(_("since %(day)s", day=str(row["opened_date"])[:7])),
            ]
        )
        for row in rows
    ]
    return html.Div(lines, className="profile-holdings")


def offers(rows: Sequence[Mapping[str, Any]], who: Mapping[str, Any]) -> html.Div:
    """Every product not held: what may be offered with its reasons, then what may not and why."""
    ranked = sorted((row for row in rows if as_number(row["rank"])), key=lambda row: float(row["rank"]))
    rest = [row for row in rows if not as_number(row["rank"])]
    most = ceiling(row["high"] for row in ranked)
    lines = [_offer(row, who, most) for row in ranked]
    barred = [
        html.Div(
            [
                icon("lock"),
                html.Span(code_label("product_code", row["product_code"])),
                html.Small(code_label("suppression", row["suppressed_by"])),
            ]
        )
        for row in rest
    ]
    return html.Div(
        [*lines, html.Div(barred, className="profile-barred") if barred else None], className="profile-offers"
    )


def _offer(row: Mapping[str, Any], who: Mapping[str, Any], most: float) -> html.Div:
    why = [html.Small(["+ ", words], title=f"+{points:.2f}") for words, points in reasons(row, who, 2)]
    return html.Div(
        [
            html.Span(human(row["rank"]), className="rank"),
            html.Div([html.B(code_label("product_code", row["product_code"])), html.Div(why, className="why")]),
            html.Span(chance_bar(row, most, base_of(row)), className="offer-bar"),
            html.B(percent(row["probability"])),
            html.Span(
                [html.B(yuan(row["expected"])), html.Small(_("of %(n)s a year", n=yuan(row["value"])))],
                className="money",
            ),
        ],
        className="offer",
    )


def timeline(rows: Sequence[Happened], today: Any) -> html.Ol:
    """What happened, newest first."""
    if not rows:
        return html.Ol(html.Li(html.Small(_("Nothing on record in the last year."))), className="timeline")
    lines = [
        html.Li(
            [
                html.Span(icon(one.sign), className=f"sign {one.tone}"),
                html.Div([html.B(one.words), html.Small(one.more) if one.more else None]),
                html.Small([event_day(one.day), html.Br(), ago(one.day, today)], className="when"),
            ]
        )
        for one in rows
    ]
    return html.Ol(lines, className="timeline")


def alike(rows: Sequence[Mapping[str, Any]]) -> html.Div:
    """Customers alike in group, age, deposits and use, with what comes next for them."""
    if not rows:
        return html.Div(html.Small(_("Nobody alike in your part of the organisation.")))
    lines = [
        html.A(
            [
                html.Span(str(row["name"] or "?")[0], className="avatar"),
                html.Div([html.B(row["name"] or row["customer_id"]), html.Small(str(row.get("village_name") or ""))]),
                html.Div(
                    [
                        html.Span(code_label("product_code", row["next_product"]) if row.get("next_product") else "—"),
                        html.Small(reason(row.get("next_reason"), row)),
                    ],
                    className="next",
                ),
            ],
            href=profile(str(row["customer_id"])),
        )
        for row in rows
    ]
    return html.Div(lines, className="profile-alike")


def outlook(who: Mapping[str, Any]) -> html.Div:
    """Whether deposits may leave or grow within 30 days."""
    parts = [
        (_("Deposits may leave"), as_number(who.get("leaves_probability")), "bad"),
        (_("Deposits may grow"), as_number(who.get("grows_probability")), "good"),
    ]
    lines = [
        html.Div(
            [
                html.Span(label),
                html.Span(html.I(style={"width": f"{100 * min(value, 1):.0f}%"}, className=tone), className="track"),
                html.B(percent(value)),
            ]
        )
        for label, value, tone in parts
        if value is not None
    ]
    return html.Div(lines, className="profile-outlook")
