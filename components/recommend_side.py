"""The right side of the explorer: who the customer is, what comes next, why, deposits, what to know before a call. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

import pandas as pd
from dash import html

from components.icons import icon
from components.recommend_course import Mark, Months, course, span
from components.recommend_family import Family, short
from components.recommend_marks import ago, base_of, ceiling, chance_bar, waterfall, yuan
from data.i18n import _, n_, p_
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, day_text, human, percent

MOST_NEXT = 4


@dataclass(frozen=True)
class Portrait:
    """``who``: the row of ``customer_portrait``; ``offers``: rows of ``propensity``, best first; ``holds``: products held;
    ``months``: rows of ``customer_course``, oldest first; ``marks``: what happened."""

    who: Mapping[str, Any]
    offers: Sequence[Mapping[str, Any]]
    holds: Sequence[str] = ()
    months: Months = ()
    marks: Sequence[Mark] = ()
    family: Family = field(default_factory=Family)

    @property
    def key(self) -> str:
        """The customer."""
        return str(self.who["customer_id"])


def side(portrait: Portrait, product: str, *, may_make: bool = True, assign: Any = None) -> html.Aside:
    """Everything about one customer and the product chosen; ``assign``: the way to give a task (``recommend_assign``)."""
    offer = next((one for one in portrait.offers if one["product_code"] == product), None)
    body = [
        head(portrait, offer),
        facts(portrait),
        _section(_("Next best products"), _("probability, value a year"), next_best(portrait.offers, product)),
        _section(
            _("Why %(p)s", p=percent(offer["probability"])),
            _("percentage points added or taken away"),
            waterfall(offer, portrait.who),
        )
        if offer
        else None,
        _section(_("Deposits"), span(portrait.months), course(portrait.months, portrait.marks))
        if len(portrait.months) > 1
        else None,
        _section(_("Before you call"), "", before(portrait)),
    ]
    pick = html.Button(_("Choose for a campaign"), type="button", className="button", **{"data-pick": portrait.key})
    full = html.A(_("Full profile"), href=profile(portrait.key), className="button primary")
    links = html.Footer([full, pick if may_make else None, assign], className="offer-actions")
    return html.Aside(
        [html.Div([part for part in body if part is not None], className="offer-scroll"), links],
        className="offer-person",
        **{"data-shown": portrait.key},
    )


def profile(key: str) -> str:
    """The customer's page."""
    return f"/recommend/customer/{quote(key, safe='')}"


def _section(title: str, aside: str, body: Any) -> html.Section:
    return html.Section([html.H3([title, html.Small(aside) if aside else None]), body])


def head(portrait: Portrait, offer: Mapping[str, Any] | None) -> html.Header:
    """Name, group, place; whether the product may be offered."""
    who = portrait.who
    name = str(who["name"] or portrait.key)
    about = " · ".join(
        filter(
            None,
            [
                code_label("customer_group", who["customer_group"]),
                str(who.get("village_name") or ""),
                str(who.get("county_name") or ""),
            ],
        )
    )
    close = html.Button(
        icon("close"),
        type="button",
        className="tool offer-close",
        title=_("Close"),
        **{"data-offer-close": "1", "aria-label": _("Close")},
    )
    return html.Header(
        [html.Span(name[0], className="avatar"), html.Div([html.H2(name), html.Small(about)]), state(offer), close]
    )


def state(offer: Mapping[str, Any] | None) -> html.Span | None:
    """Eligible, or why not."""
    if offer is None:
        return None
    why = offer.get("suppressed_by")
    if why is None or why != why:
        return html.Span([icon("check"), _("Eligible")], className="chip good")
    return html.Span([icon("lock"), code_label("suppression", why)], className="chip warn")


def facts(portrait: Portrait) -> html.Div:
    """Three figures, four lines."""
    who = portrait.who
    growth = as_number(who.get("deposit_growth"))
    moved = html.Small("")
    if growth is not None and abs(growth) >= 0.005:
        up = growth > 0
        moved = html.Small(
            [
                html.B(f"{'▲' if up else '▼'} {_size(growth)} ", className="good" if up else "bad"),
                _("in three months"),
            ]
        )
    late = int(as_number(who.get("days_past_due")) or 0)
    figures = html.Div(
        [
            _fact(_("Deposits"), yuan(who["deposit_balance"]), moved),
            _fact(
                _("Loans"),
                yuan(who["loan_balance"]),
                html.Small(
                    n_("%(n)s day past due", "%(n)s days past due", late, n=late) if late else "", className="warn"
                ),
            ),
            _fact(_("App sign-ins"), human(who.get("mobile_logins") or 0), html.Small(_("last month"))),
        ],
        className="offer-facts",
    )
    lines = [
        (_("Age"), human(who["age"])),
        (_("Occupation"), code_label("occupation", who.get("occupation"))),
        (
            _("Holds"),
            p_("list", ", ").join(code_label("product_code", one) for one in portrait.holds) or _("nothing yet"),
        ),
        (
            _("Customer for"),
            n_("%(n)s year", "%(n)s years", int(who["tenure_years"] or 0), n=human(who["tenure_years"], decimals=0)),
        ),
        (_("Looked after by"), str(who.get("staff_name") or "—")),
        (_("Family"), short(portrait.family)),
    ]
    told = [part for label, text in lines if text for part in (html.Dt(label), html.Dd(text, title=text))]
    return html.Div([figures, html.Dl(told)], className="offer-portrait")


def _size(growth: float) -> str:
    """A change as a share; one of more than tenfold as times."""
    return percent(abs(growth), 0) if growth < 10 else f"×{growth + 1:,.0f}"


def _fact(label: str, number: str, more: Any) -> html.Div:
    return html.Div([html.Small(label), html.B(number), more])


def next_best(offers: Sequence[Mapping[str, Any]], product: str = "", most: int = MOST_NEXT) -> html.Div:
    """The products that may be offered, best expected value first, and the one looked at."""
    open_ones = [one for one in offers if as_number(one["rank"])]
    open_ones.sort(key=lambda one: float(one["rank"]))
    shown = open_ones[:most]
    shown += [one for one in open_ones[most:] if one["product_code"] == product]
    if not shown:
        return html.Div(html.Small(_("Nothing may be offered now.")))
    limit = ceiling(one["high"] for one in shown)
    lines = [
        html.Div(
            [
                html.Span(code_label("product_code", one["product_code"])),
                chance_bar(one, limit, base_of(one)),
                html.B(percent(one["probability"])),
                html.Span(yuan(one["value"]), className="muted"),
            ],
            className="now" if one["product_code"] == product else "",
        )
        for one in shown
    ]
    return html.Div(lines, className="offer-next")


def before(portrait: Portrait) -> html.Ul:
    """What to know before one calls."""
    who, lines = portrait.who, []
    if who["is_opted_out"]:
        lines.append(("lock", "warn", _("Does not want to be contacted: do not call")))
    else:
        lines.append(("check", "good", _("Has not refused to be contacted")))
    seen = ago(who.get("last_contact_on"), who["as_of"])
    visits = int(as_number(who.get("visits_90d")) or 0)
    times = n_("%(n)s visit in 90 days", "%(n)s visits in 90 days", visits, n=visits)
    lines.append(("clock", "", _("Last visited: %(when)s; %(times)s", when=seen, times=times)))
    if who.get("last_talk") and pd.notna(who["last_talk"]):
        topic = code_label("product_group", who["last_talk"])
        lines.append(
            (
                "info",
                "brand",
                _(
                    "Last talked about: %(topic)s, %(when)s",
                    topic=topic,
                    when=ago(who.get("last_talk_on"), who["as_of"]),
                ),
            )
        )
    if who.get("recent_event") and pd.notna(who["recent_event"]):
        event = code_label("life_event", who["recent_event"])
        lines.append(
            (
                "calendar",
                "brand",
                _("%(event)s, %(when)s", event=event, when=ago(who.get("recent_event_on"), who["as_of"])),
            )
        )
    if as_number(who.get("days_past_due")):
        lines.append(("warning", "warn", _("A loan is past due: settle that first")))
    leaves = as_number(who.get("leaves_probability"))
    if leaves is not None and leaves >= 0.1:
        lines.append(("warning", "warn", _("Deposits may leave within 30 days: %(p)s", p=percent(leaves, 0))))
    return html.Ul(
        [html.Li([icon(sign, tone), html.Span(words)]) for sign, tone, words in lines], className="offer-before"
    )


def event_day(day: date) -> str:
    """A day as rows of events write it."""
    return day_text(day, weekday=False, year=True)
