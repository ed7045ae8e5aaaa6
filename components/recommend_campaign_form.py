"""The form for a new campaign: who would be in it, who would not and why, and what has to be decided. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dash import html

from components.icons import icon
from components.recommend_choice import Choice
from data.i18n import _, n_
from data.i18n.codes import code_label
from data.i18n.numbers import human, percent
from models.campaign import noticeable

SHARES = (0.1, 0.2, 0.3)
USUAL_DAYS = 30


@dataclass(frozen=True)
class Offer:
    """A list as a campaign would take it: ``customers`` with the sum of their probabilities and their ``managers``;
    ``busy`` and ``worthless`` as in ``recommend_plan.Free``."""

    customers: int
    expected: float
    managers: int
    busy: int
    worthless: int


def form(choice: Choice, picked: Sequence[str], found: Offer, today: date, capacity: int) -> html.Form:
    """What a campaign needs; it is sent by ``recommend_forms.js``, which says in it what was refused."""
    carried = {"chosen": choice.words() | {"node": str(choice.node)}, "picked": list(picked)}
    note = _(
        "The control group is drawn now, in strata of entity and forecast, and never changes. Its customers are nobody's task and"
        " leave the list while the campaign runs: what they do by themselves is what the campaign is measured against."
    )
    body = [
        _facts(choice, picked, found),
        _left_out(found, is_picked=bool(picked)),
        _fields(choice, found, today, capacity),
        html.P(note, className="muted"),
        html.P(role="alert", className="bad"),
        html.Button(_("Make the campaign"), type="submit", className="button primary"),
    ]
    told = {"data-campaign": json.dumps(carried, ensure_ascii=False)}
    return html.Form(body, className="campaign-form", noValidate=True, **told)


def _facts(choice: Choice, picked: Sequence[str], found: Offer) -> html.Dl:
    told = [
        (_("Product"), code_label("product_code", choice.product)),
        (_("Customers"), _("chosen by hand") if picked else choice.kinds() or _("all")),
        (_("Part of the organisation"), choice.node.name),
        (_("In the campaign"), n_("%(n)s customer", "%(n)s customers", found.customers, n=human(found.customers))),
        (_("Expected takers"), human(found.expected, decimals=1)),
        (_("Managers"), human(found.managers)),
    ]
    return html.Dl(
        [part for label, text in told for part in (html.Dt(label), html.Dd(text))], className="campaign-facts"
    )


def _left_out(found: Offer, *, is_picked: bool) -> html.Ul | None:
    lines = []
    if found.busy:
        lines.append(_busy(found.busy, is_picked=is_picked))
    if found.worthless:
        lines.append(_worthless(found.worthless, is_picked=is_picked))
    shown = [html.Li([icon("info"), html.Span(line)]) for line in lines]
    return html.Ul(shown, className="campaign-left-out") if shown else None


def _busy(count: int, *, is_picked: bool) -> str:
    n = human(count)
    if is_picked:
        return n_(
            "%(n)s of those chosen is in another campaign for this product and stays there",
            "%(n)s of those chosen are in other campaigns for this product and stay there",
            count,
            n=n,
        )
    return n_(
        "%(n)s more customer fits but is in another campaign for this product",
        "%(n)s more customers fit but are in other campaigns for this product",
        count,
        n=n,
    )


def _worthless(count: int, *, is_picked: bool) -> str:
    n = human(count)
    if is_picked:
        return n_(
            "%(n)s of those chosen has no expected value and takes part only because it was chosen by hand",
            "%(n)s of those chosen have no expected value and take part only because they were chosen by hand",
            count,
            n=n,
        )
    return n_(
        "%(n)s customer of the list has no expected value and stays out, unless chosen by hand on the list",
        "%(n)s customers of the list have no expected value and stay out, unless chosen by hand on the list",
        count,
        n=n,
    )


def _fields(choice: Choice, found: Offer, today: date, capacity: int) -> html.Div:
    usual = _("%(product)s, %(month)s", product=code_label("product_code", choice.product), month=f"{today:%Y-%m}")
    shares = [html.Option(_share(found, share), value=str(share), selected=share == SHARES[0]) for share in SHARES]
    control = html.Select(shares, name="control_share", className="field")
    last = today + timedelta(days=USUAL_DAYS)
    fields = [
        _field(_("Name of the campaign"), _typed("name", "text", usual)),
        _field(_("First day"), _typed("starts_on", "date", f"{today}", **{"data-first": f"{today}"})),
        _field(_("Last day"), _typed("ends_on", "date", f"{last}", **{"data-first": f"{today}"})),
        _field(_("Control group, drawn by lot"), control, "wide"),
        _field(_("Customers a manager can see"), _typed("capacity", "number", str(capacity))),
    ]
    return html.Div(fields, className="campaign-fields")


def _share(found: Offer, share: float) -> str:
    """A control share with its customers, and the smallest effect it can tell from chance."""
    control = round(found.customers * share)
    customers = n_("%(n)s customer", "%(n)s customers", control, n=human(control))
    least = noticeable(found.customers, share, found.expected / found.customers)
    told = _("too few to tell any effect")
    if least is not None:
        told = _("tells an effect of %(n)s pt or more", n=human(100 * least, decimals=1))
    return f"{percent(share, 0)} · {customers} · {told}"


def _typed(name: str, kind: str, value: str, **told: str) -> html.Span:
    """The place of a field ``recommend_forms.js`` makes."""
    return html.Span(**{"data-field": name, "data-type": kind, "data-value": value}, **told)


def _field(label: str, control: Any, className: str = "") -> html.Label:
    return html.Label([html.Span(label), control], className=className)
