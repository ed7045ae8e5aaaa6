"""Campaigns in a list: state, period, answers. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html

from data.campaigns import OPEN
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import day_text, human

TONES = {"accepted": "good", "later": "accent", "declined": "bad", OPEN: "track"}


def answer_words() -> dict[str, str]:
    """An answer in words."""
    return {"accepted": _("Accepted"), "later": _("Later"), "declined": _("Declined"), OPEN: _("Open")}


def status(row: Mapping[str, Any], today: date) -> html.Span:
    """Before, running, over, stopped."""
    if row["stopped_at"] is not None:
        return html.Span(_("stopped on %(day)s", day=day_text(row["ends_on"], weekday=False)), className="chip")
    if today < row["starts_on"]:
        return html.Span(_("begins %(day)s", day=day_text(row["starts_on"], weekday=False)), className="chip")
    if today > row["ends_on"]:
        return html.Span(_("over"), className="chip")
    return html.Span(_("running"), className="chip good")


def period(row: Mapping[str, Any]) -> str:
    """From when to when; one that was stopped before it began has its first day alone."""
    days = sorted({row["starts_on"], max(row["starts_on"], row["ends_on"])})
    return " – ".join(day_text(day, weekday=False, year=True) for day in days)


def answers_bar(answers: Mapping[str, int], assigned: int) -> html.Div:
    """Accepted, put off, declined, open, as parts of the tasks."""
    counts = {name: answers.get(name, 0) for name in ("accepted", "later", "declined")}
    counts[OPEN] = max(assigned - sum(counts.values()), 0)
    whole, words = sum(counts.values()) or 1, answer_words()
    bar = [
        html.I(style={"width": f"{100 * n / whole:.1f}%", "background": f"var(--{TONES[name]})"})
        for name, n in counts.items()
    ]
    legend = [
        html.Span(
            [html.I(style={"background": f"var(--{TONES[name]})"}), f"{words[name]} ", html.B(human(n))],
            **{"data-answer-count": f"{name}:{n}"},
        )
        for name, n in counts.items()
    ]
    return html.Div(
        [html.Div(bar, className="answers-bar"), html.Div(legend, className="answers-words")], className="answers"
    )


def listed(rows: Sequence[Mapping[str, Any]], today: date) -> html.Div:
    """A card a campaign."""
    cards = [
        html.A(
            [
                html.Div([html.H3(row["name"]), status(row, today)], className="head"),
                html.Small(f"{code_label('product_code', row['product_code'])} · {period(row)}"),
                html.Div(
                    [
                        _number(_("Assigned"), row["assigned"]),
                        _number(_("Reached so far"), sum(row["answers"].values())),
                        _number(_("Accepted"), row["answers"].get("accepted", 0)),
                        _number(_("Control, whole campaign"), row["whole"]["control"]),
                    ],
                    className="numbers-line",
                ),
                answers_bar(row["answers"], row["assigned"]),
            ],
            href=f"/recommend/campaigns?campaign={row['campaign_id']}",
            className="card campaign-card",
        )
        for row in rows
    ]
    return html.Div(cards, className="campaign-cards")


def _number(label: str, value: object) -> html.Span:
    return html.Span([html.B(human(value)), html.Small(label)])
