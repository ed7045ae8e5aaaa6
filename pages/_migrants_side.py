"""The right of the migrants page: centres and gaps of the country, cities of a province, a centre's panel, its workers."""

from __future__ import annotations

from functools import partial
from typing import Any

from dash import html

from components import migrant_centres, migrant_gaps, migrant_place
from components.cards import card, tool_button
from components.migrant_plan import plan_address, plan_link
from components.states import empty
from components.tables import twin
from data.i18n import _, n_
from data.i18n.numbers import human
from pages import _migrants_questions as ask_for
from pages._migrants_views import CITY, PROVINCE, Seen

TARGETS = (*migrant_centres.METRICS, "policy_rate")


def side(seen: Seen) -> list[Any]:
    """The cards for the place: the country's, a province's, or those of one centre."""
    kind = seen.choice.kind
    if kind == "country":
        return [centres_card(seen), gaps_card(seen)]
    if kind == "province":
        return [cities_card(seen), gaps_card(seen)]
    return [centre_card(seen), workers_card(seen)]


def centres_card(seen: Seen) -> Any:
    """Every centre's execution against the time elapsed."""
    rows, total = seen.executions
    where = ask_for.policy_where(seen.choice)
    asked = seen.question(TARGETS, "centre", where, _("Service centres"), order="-policy_rate")
    count = sum(1 for row in migrant_centres.with_target(rows) if row["kind"] != migrant_centres.REMOTE)
    body = [html.Div(migrant_centres.table(rows, total) if rows else _no_targets(), className="chart")]
    if where is not None:
        body.append(html.Div(twin(asked.ask(), asked), className="twin"))
    return card(
        "migrants-centres",
        n_("%(n)s service centre", "%(n)s service centres", count, n=human(count)) if count else _("Service centres"),
        body,
        subtitle=policy_words(seen),
        metric="policy_rate",
        tools=[tool_button("table"), tool_button("excel"), tool_button("full")],
        className="migrants-centres-card",
    )


def _no_targets() -> Any:
    return empty(_("Targets are set for entities"), _("An outlet or a person has none of its own."))


def policy_words(seen: Seen) -> str:
    """Which policy the targets are of."""
    chosen = next((row["name"] for row in ask_for.policies() if row["policy_id"] == seen.choice.policy), None)
    day = seen.months.text
    return _("%(policy)s · to %(month)s", policy=chosen or _("all policies"), month=day)


def gaps_card(seen: Seen) -> Any:
    """Where to push, widest gap first."""
    choice = seen.choice
    frame = ask_for.gap_frame(choice, seen.as_of)
    why = ask_for.reasons(choice, seen.as_of, seen.executions[0])
    kind = "province" if choice.below == PROVINCE else "city"
    asked = seen.question(
        migrant_gaps.METRICS,
        choice.below,
        ask_for.gap_where(choice),
        _("Where to push"),
        order="-migrant_gap",
        limit=ask_for.MOST_GAPS,
    )
    body = [
        html.Div(migrant_gaps.gaps(frame, choice.below, why, kind, partial(plan_address, choice)), className="chart"),
        html.Div(twin(asked.ask(), asked), className="twin"),
    ]
    return card(
        "migrants-gaps",
        _("Where to push"),
        body,
        subtitle=_("share of workers − share of service, widest first"),
        metric="migrant_gap",
        tools=[plan_link(choice), tool_button("table"), tool_button("excel"), tool_button("full")],
        className="migrants-gaps-card",
    )


def cities_card(seen: Seen) -> Any:
    """The cities of the province chosen."""
    frame = ask_for.city_frame(seen.choice, seen.province, seen.as_of)
    sites = {str(row["city_code"]): row["name"] for row in ask_for.centres() if row["city_code"]}
    where = seen.choice.home | {PROVINCE: seen.province}
    asked = seen.question(migrant_place.CITY_METRICS, CITY, where, _("Cities"), order="-migrant_workers")
    shown = [
        html.Div(migrant_place.cities(frame, sites), className="chart"),
        html.Div(twin(asked.ask(), asked), className="twin"),
    ]
    return card(
        "migrants-cities",
        _("Cities of %(place)s", place=ask_for.place_name(seen.province)),
        shown,
        subtitle=_("click to choose, again to go down"),
        metric="migrant_coverage",
        tools=[tool_button("table"), tool_button("excel"), tool_button("full")],
        className="migrants-cities-card",
    )


def centre_card(seen: Seen) -> Any:
    """The centre of the place: staff, cases, policies."""
    choice = seen.choice
    centre = ask_for.centre_of(choice) if choice.kind == "centre" else ask_for.centre_of_city(choice.code)
    if centre is None:
        return card(
            "migrants-centre", _("Service centre"), html.P(_("No centre serves this place."), className="muted")
        )
    key = str(centre["centre_id"])
    execution = next((row for row in seen.executions[0] if row["centre"] == key), None)
    policies = [row["policy_id"] for row in ask_for.policies()]
    where = choice.home | {"centre": key, "policy": choice.policy or policies}
    asked = seen.question(TARGETS, "policy", where, _("Policies of the centre"), order="-policy_rate")
    answer = asked.ask() if ask_for.policy_where(choice) is not None else None
    facts = migrant_place.centre_facts(ask_for.centre_facts(key, seen.as_of), centre, execution)
    body = [html.Div([facts, migrant_place.policies(answer.frame) if answer else None], className="chart")]
    if answer:
        body.append(html.Div(twin(answer, asked), className="twin"))
    return card(
        "migrants-centre",
        _("Centre %(name)s", name=centre["name"]) if centre["kind"] != migrant_centres.REMOTE else centre["name"],
        body,
        subtitle=_("serves %(place)s", place=ask_for.place_name(choice.code)) if choice.kind == "city" else "",
        tools=[tool_button("table"), tool_button("excel")],
        className="migrants-centre-card",
    )


def workers_card(seen: Seen) -> Any:
    """The workers at the place, a page of them."""
    return card(
        "migrants-workers",
        _("Workers here"),
        html.Div(workers(seen, 0), id="migrants-workers"),
        subtitle=_("names masked"),
        metric="migrant_workers",
        className="migrants-workers-card",
    )


def workers(seen: Seen, offset: int) -> list[Any]:
    """The rows from ``offset`` on, and the ways to the others."""
    found = ask_for.workers(seen.choice, seen.as_of, offset)
    return [
        html.Div(migrant_place.workers(found.frame), className="table-wrap"),
        migrant_place.pager(offset, len(found.frame), found.total),
    ]
