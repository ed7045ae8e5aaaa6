"""The customer page's answers as components."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from components import recommend_course as months
from components import recommend_family as household
from components import recommend_profile as drawn
from components.cards import card, tool_button
from components.recommend_marks import dated, waterfall
from components.recommend_side import Portrait, before, facts, state
from components.still import Still
from data.audit import record
from data.clock import now
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, percent
from data.listing import listing, records
from data.scope import current_asker
from pages._recommend_happened import timeline
from pages._recommend_person import portrait

MOST_ALIKE = 6
ALIKE = ("customer_group", "age_band", "deposit_band", "use_band")


def body(key: str) -> list[Any]:
    """Everything about a customer of the asker's part."""
    person = portrait(key, is_whole=True)
    best = next((one for one in person.offers if as_number(one["rank"]) == 1), None)
    left = [
        card(
            "recommend-who",
            _("Who"),
            Still([facts(person), html.H3(_("Before you call")), before(person)], className="profile-who"),
        ),
        card("recommend-holdings", _("Holds"), Still(drawn.holdings(holdings(person)))),
        card("recommend-family", _("Family"), Still(household.card(person.family)), subtitle=_("of one household")),
    ]
    middle = [
        card(
            "recommend-next",
            _("What to offer"),
            Still(drawn.offers(person.offers, person.who)),
            subtitle=_("probability within 30 days, expected value"),
        ),
        behaviour(person),
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
            Still(drawn.timeline(timeline(person.who), person.who["as_of"])),
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
                    dated(who["as_of"], now().date()),
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


def holdings(person: Portrait) -> list[dict[str, Any]]:
    """Rows of what the customer holds, largest balance first."""
    where = {name: person.who[f"{name}_id"] for name in ("customer", "entity", "branch")}
    return records(
        "holding", where, columns=("product_code", "product_group", "balance", "opened_date"), order="-balance"
    )


def behaviour(person: Portrait) -> html.Section:
    """Deposits and use of channels over the months, and every month as a table."""
    tools = [tool_button("table"), tool_button("full")] if len(person.months) > 1 else None
    body: Any = Still(html.Small(_("Nothing on record before this month.")))
    if len(person.months) > 1:
        drawn_ = [
            months.course(person.months, person.marks, every=3),
            html.H3([_("Use of channels"), html.Small(_("sign-ins and payments a month"))]),
            months.use(person.months, every=3),
        ]
        twin = html.Div(months.table(person.months), className="table-wrap")
        body = Still([html.Div(drawn_, className="chart"), html.Div(twin, className="twin")], className="slot")
    subtitle = months.span(person.months) if person.months else ""
    return card("recommend-behaviour", _("Behaviour over time"), body, subtitle=subtitle, tools=tools)


def alike(person: Portrait) -> list[dict[str, Any]]:
    """Others of the asker's part who share group, age, deposits and use, best first."""
    where = {name: person.who[name] for name in ALIKE}
    rows = listing(
        "customer_portrait", where, order="-next_expected", limit=MOST_ALIKE + 1, is_counted=False
    ).frame.to_dict("records")
    return [row for row in rows if row["customer_id"] != person.key][:MOST_ALIKE]


def unmasked(key: str) -> str:
    """Name and phone in full, recorded. Raises Forbidden without the right, or for a foreign customer."""
    portrait_of = portrait(key)
    found = listing("customer", {"customer": portrait_of.key}, limit=1, unmask=True).frame.iloc[0]
    record("personal.unmask", "customer", key, page="recommend")
    return f"{found['name']} · {found['phone']}"
