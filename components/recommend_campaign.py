"""Campaigns as they are shown: the list, the form for a new one, one with its answers, managers and outcome so far. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from dash import html

from components import recommend_effect as effects
from components.recommend_choice import Choice
from data.campaigns import ANSWERS, OPEN
from data.i18n import _, n_
from data.i18n.codes import code_label
from data.i18n.numbers import day_text, human, percent
from models.learning.uplift import Effect

SHARES = (0.1, 0.2, 0.3)
USUAL_DAYS = 30
TONES = {"accepted": "good", "later": "accent", "declined": "bad", OPEN: "track"}


def answer_words() -> dict[str, str]:
    """An answer in words."""
    return {"accepted": _("Accepted"), "later": _("Later"), "declined": _("Declined"), OPEN: _("Open")}


def status(row: Mapping[str, Any], today: date) -> html.Span:
    """Before, running, over."""
    if today < row["starts_on"]:
        return html.Span(_("begins %(day)s", day=day_text(row["starts_on"], weekday=False)), className="chip")
    if today > row["ends_on"]:
        return html.Span(_("over"), className="chip")
    return html.Span(_("running"), className="chip good")


def period(row: Mapping[str, Any]) -> str:
    """From when to when."""
    return (
        f"{day_text(row['starts_on'], weekday=False, year=True)} – {day_text(row['ends_on'], weekday=False, year=True)}"
    )


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
                        _number(_("Addressed"), row["treated"]),
                        _number(_("Control"), row["members"] - row["treated"]),
                        _number(_("Tasks"), row["assigned"]),
                        _number(_("Answered"), sum(row["answers"].values())),
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


def _day(name: str, usual: date, first: date) -> html.Span:
    """A day to choose, not before the ``first``."""
    told = {"data-field": name, "data-type": "date", "data-value": f"{usual}", "data-first": f"{first}"}
    return html.Span(**told)


def form(choice: Choice, picked: Sequence[str], found: Mapping[str, Any], today: date, capacity: int) -> html.Form:
    """What a campaign needs; ``found``: customers, expected, managers, busy (in another campaign)."""
    product = code_label("product_code", choice.product)
    usual = _("%(product)s, %(month)s", product=product, month=f"{today:%Y-%m}")
    shares = [html.Option(percent(share, 0), value=str(share), selected=share == SHARES[0]) for share in SHARES]
    told = [
        (_("Product"), product),
        (_("Customers"), _("chosen by hand") if picked else choice.kinds() or _("all")),
        (_("Part of the organisation"), choice.node.name),
        (_("On the list"), n_("%(n)s customer", "%(n)s customers", found["customers"], n=human(found["customers"]))),
        (_("Expected takers"), human(found["expected"], decimals=1)),
        (_("Managers"), human(found["managers"])),
    ]
    if found["busy"]:
        told.append((_("Left to other campaigns"), human(found["busy"])))
    fields = [
        _field(
            _("Name of the campaign"), html.Span(**{"data-field": "name", "data-type": "text", "data-value": usual})
        ),
        _field(_("First day"), _day("starts_on", today, today)),
        _field(_("Last day"), _day("ends_on", today + timedelta(days=USUAL_DAYS), today)),
        _field(_("Control group, drawn by lot"), html.Select(shares, name="control_share", className="field")),
        _field(
            _("Customers a manager can see"),
            html.Span(**{"data-field": "capacity", "data-type": "number", "data-value": str(capacity)}),
        ),
    ]
    note = _(
        "The control group is drawn now, in strata of entity and forecast, and never changes. Its customers are nobody's task and"
        " leave the list while the campaign runs: what they do by themselves is what the campaign is measured against."
    )
    facts = html.Dl(
        [part for label, text in told for part in (html.Dt(label), html.Dd(text))], className="campaign-facts"
    )
    save = html.Button(_("Make the campaign"), type="submit", className="button primary")
    carried = json.dumps(
        {"chosen": choice.words() | {"node": str(choice.node)}, "picked": list(picked)}, ensure_ascii=False
    )
    refused = html.P(role="alert", className="bad")
    body = [facts, html.Div(fields, className="campaign-fields"), html.P(note, className="muted"), refused, save]
    return html.Form(body, className="campaign-form", **{"data-campaign": carried})


def _field(label: str, control: Any) -> html.Label:
    return html.Label([html.Span(label), control])


def figures(row: Mapping[str, Any], today: date) -> html.Div:
    """The head of one campaign."""
    control = row["members"] - row["treated"]
    parts = [
        _figure(_("Addressed"), human(row["treated"]), _("of %(n)s customers", n=human(row["members"]))),
        _figure(_("Control group"), human(control), percent(control / row["members"], 1)),
        _figure(
            _("Tasks of managers"),
            human(row["assigned"]),
            _("%(n)s above capacity or without owner", n=human(row["treated"] - row["assigned"])),
        ),
        _figure(_("Accepted"), human(row["answers"].get("accepted", 0)), _("as managers say; not the outcome")),
    ]
    head = html.Div([html.H2(row["name"]), status(row, today)], className="campaign-title")
    about = html.Small(f"{code_label('product_code', row['product_code'])} · {period(row)}", className="muted")
    return html.Div([html.Div([head, about]), html.Div(parts, className="campaign-figures")], className="campaign-head")


def _figure(label: str, number: str, aside: str) -> html.Div:
    return html.Div([html.Small(label), html.B(number), html.Small(aside)])


def outcome(found: Effect, reached: date | None) -> html.Div:
    """Addressed against control, from the feeds."""
    far = effects.reach([found.low, found.high])
    lines = [
        html.Div([html.Span(_("Addressed")), html.B(effects.share(found.treated_hits, found.treated))]),
        html.Div([html.Span(_("Control")), html.B(effects.share(found.control_hits, found.control))]),
        html.Div(
            [
                html.Span(_("Uplift")),
                html.Span(
                    [html.B(effects.points(found.uplift)), effects.whisker(found.uplift, found.low, found.high, far)],
                    className="uplift",
                ),
            ]
        ),
        html.Div([html.Span(_("95% interval")), html.B(f"{effects.points(found.low)} … {effects.points(found.high)}")]),
    ]
    day = (
        _("Products opened, by the feeds up to %(day)s", day=str(reached)) if reached else _("No opening on record yet")
    )
    return html.Div(
        [*lines, html.P(effects.verdict(found.low, found.high)), html.Small(day, className="muted")],
        className="campaign-outcome",
    )


def too_early(row: Mapping[str, Any], reached: date | None) -> html.Div:
    """The feeds do not reach into the campaign yet."""
    text = _(
        "The campaign began on %(start)s; the feeds reach to %(day)s.",
        start=str(row["starts_on"]),
        day=str(reached or "—"),
    )
    more = _(
        "Openings are compared from the day after on: those addressed against the control group, whatever managers tapped."
    )
    return html.Div([html.P(text), html.Small(more, className="muted")], className="campaign-outcome")


def by_manager(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> html.Table:
    """A row per manager: tasks, answers, accepted."""
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        if row["staff_id"]:
            of = found.setdefault(row["staff_id"], dict.fromkeys((*ANSWERS, OPEN), 0))
            of[row["answer"]] += 1
    words = answer_words()
    head = html.Tr(
        [
            html.Th(_("Manager")),
            html.Th(_("Tasks"), className="num"),
            *[html.Th(words[name], className="num") for name in (*ANSWERS, OPEN)],
        ]
    )
    lines = [
        html.Tr(
            [
                html.Td(names.get(key, key)),
                html.Td(human(sum(of.values())), className="num"),
                *[html.Td(human(of[name]), className="num") for name in (*ANSWERS, OPEN)],
            ]
        )
        for key, of in sorted(found.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    ]
    return html.Table([html.Thead(head), html.Tbody(lines)], className="table")
