"""The customer page's answers as components."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dash import dcc, html

from components import recommend_profile as drawn
from components.cards import card
from components.recommend_marks import waterfall
from components.recommend_profile import Happened
from components.recommend_side import Portrait, before, course, facts, state
from components.still import Still
from data.audit import record
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, percent
from data.listing import listing, records
from data.query.stock import stock_days
from data.scope import current_asker
from pages._recommend_person import portrait

YEAR = timedelta(days=365)
MOST_VISITS, MOST_ALIKE = 12, 6
ALIKE = ("customer_group", "age_band", "deposit_band", "use_band")
USE = ("as_of", "mobile_logins", "mobile_payments", "quick_pay_count", "merchant_amount")


def body(key: str) -> list[Any]:
    """Everything about a customer of the asker's part."""
    person = portrait(key)
    best = next((one for one in person.offers if as_number(one["rank"]) == 1), None)
    left = [
        card(
            "recommend-who",
            _("Who"),
            Still([facts(person), html.H3(_("Before you call")), before(person)], className="profile-who"),
        ),
        card("recommend-holdings", _("Holds"), Still(drawn.holdings(holdings(key)))),
    ]
    middle = [
        card(
            "recommend-next",
            _("What to offer"),
            Still(drawn.offers(person.offers, person.who)),
            subtitle=_("probability within 30 days, expected value"),
        ),
        card(
            "recommend-behaviour",
            _("Behaviour over time"),
            Still(behaviour(key, person)),
            subtitle=_("deposits and use of channels on the days on record"),
        ),
    ]
    right = [
        _why(best, person),
        card(
            "recommend-outlook",
            _("Outlook of deposits"),
            Still(drawn.outlook(person.who)),
            subtitle=_("within 30 days"),
        ),
        card(
            "recommend-timeline",
            _("What happened"),
            Still(drawn.timeline(timeline(key, person.who["as_of"]), person.who["as_of"])),
            subtitle=_("visits, events, products"),
        ),
        card(
            "recommend-alike",
            _("Alike"),
            Still(drawn.alike(alike(person))),
            subtitle=_("same group, age, deposits and use"),
        ),
    ]
    columns = [
        html.Div([part for part in column if part is not None], className="stack") for column in (left, middle, right)
    ]
    return [head(person, best), html.Div(columns, className="profile"), dcc.Store(id="recommend-customer", data=key)]


def head(person: Portrait, best: dict[str, Any] | None) -> html.Header:
    """Name, where, and for those with the right a button for the name in full."""
    who = person.who
    about = [
        code_label("customer_group", who["customer_group"]),
        code_label("occupation", who.get("occupation")),
        who.get("village_name"),
        who.get("county_name"),
        who.get("branch_name"),
    ]
    unmask = html.Button(
        _("Show name and phone; this is recorded"), id="recommend-unmask", type="button", className="button"
    )
    may = "personal:read" in current_asker().rights
    return html.Header(
        [
            html.Span(str(who["name"] or "?")[0], className="avatar"),
            html.Div(
                [
                    html.H2(str(who["name"] or person.key), id="recommend-name"),
                    html.Small(" · ".join(str(part) for part in about if part)),
                ]
            ),
            state(best) if best else None,
            unmask if may else None,
        ],
        className="profile-head",
    )


def _why(best: dict[str, Any] | None, person: Portrait) -> html.Section | None:
    if best is None:
        return None
    title = _("Why %(product)s", product=code_label("product_code", best["product_code"]))
    sub = _("%(p)s, in percentage points", p=percent(best["probability"]))
    return card("recommend-why", title, Still(waterfall(best, person.who)), subtitle=sub)


def holdings(key: str) -> list[dict[str, Any]]:
    """Rows of what the customer holds, largest balance first."""
    return listing("holding", {"customer": key}, limit=50).frame.to_dict("records")


def behaviour(key: str, person: Portrait) -> list[Any]:
    """The course of deposits, and a table of channel use."""
    rows = [row for day in reversed(stock_days("customer_month")) for row in _use(key, day)]
    parts: list[Any] = [course(person.course)] if len(person.course) > 1 else []
    return [*parts, drawn.behaviour(rows)] if rows else parts or [html.Small(_("No use of channels on record."))]


def _use(key: str, day: date) -> list[dict[str, Any]]:
    where = {"customer": key, "month": f"{day:%Y-%m}", "product_group": "online"}
    return records("customer_activity", where, columns=USE)[:1]


def timeline(key: str, today: Any) -> list[Happened]:
    """Visits, life events and products of a year, newest first."""
    found = [*_visits(key), *_events(key), *_changes(key)]
    since = (today.date() if hasattr(today, "date") else today) - YEAR
    return sorted((one for one in found if one.day >= since), key=lambda one: one.day, reverse=True)[:24]


def _visits(key: str) -> list[Happened]:
    rows = listing("visit", {"customer": key}, limit=MOST_VISITS).frame.to_dict("records")
    return [
        Happened(
            row["started_at"].date(),
            "pin",
            "brand",
            _("Visit: %(purpose)s", purpose=code_label("purpose", row["purpose"])),
            " · ".join(filter(None, [code_label("result", row["result"]), str(row["staff_name"] or "")])),
        )
        for row in rows
    ]


def _events(key: str) -> list[Happened]:
    rows = records("customer_event", {"customer": key}, columns=("kind", "happened_on", "recorded_on"))
    recorded = lambda row: _("recorded %(day)s", day=str(row["recorded_on"]))  # noqa: E731
    return [
        Happened(row["happened_on"], "star", "accent", code_label("life_event", row["kind"]), recorded(row))
        for row in rows
    ]


def _changes(key: str) -> list[Happened]:
    rows = records("product_change", {"customer": key}, columns=("product_code", "kind", "changed_on", "channel"))
    return [
        Happened(
            row["changed_on"],
            "plus" if row["kind"] == "opened" else "minus",
            "good" if row["kind"] == "opened" else "bad",
            f"{code_label('product_code', row['product_code'])}: {code_label('product_change', row['kind'])}",
            code_label("opening_channel", row["channel"]),
        )
        for row in rows
    ]


def alike(person: Portrait) -> list[dict[str, Any]]:
    """Others of the asker's part who share group, age, deposits and use, best first."""
    where = {name: person.who[name] for name in ALIKE}
    rows = listing("customer_portrait", where, order="-next_expected", limit=MOST_ALIKE + 1).frame.to_dict("records")
    return [row for row in rows if row["customer_id"] != person.key][:MOST_ALIKE]


def unmasked(key: str) -> str:
    """Name and phone in full, recorded. Raises Forbidden without the right, or for a foreign customer."""
    portrait_of = portrait(key)
    found = listing("customer", {"customer": portrait_of.key}, limit=1, unmask=True).frame.iloc[0]
    record("personal.unmask", "customer", key, page="recommend")
    return f"{found['name']} · {found['phone']}"
