"""The right of the migrants page: centres and gaps of the country, cities of a province, a centre's panel, its workers."""

from __future__ import annotations

from typing import Any

from dash import html

from components import migrant_centres, migrant_gaps, migrant_place, migrant_tables
from components import migrant_data as people
from components import migrant_places as places
from components import migrant_service as service
from components.cards import card, tool_button
from components.export import Question
from components.migrant_names import hint
from components.migrant_plan import plan_link, step_address
from components.states import empty
from components.still import Still
from components.tables import twin
from data.i18n import _, p_
from pages._migrants_seen import CITY, PROVINCE, Seen

TARGETS = (*migrant_centres.METRICS, "policy_rate")
TOOLS = ("table", "excel", "full")


def side(seen: Seen) -> list[Any]:
    """The cards for the place: the country's, a province's, or those of one centre."""
    kind = seen.choice.kind
    if kind == "country":
        return [_still(centres_card(seen), gaps_card(seen))]
    if kind == "province":
        return [_still(cities_card(seen), gaps_card(seen))]
    return [_still(centre_card(seen)), workers_card(seen)]


def _still(*cards: Any) -> Still:
    """Cards without callbacks of their own; they stand in the column as if they were its own parts."""
    return Still(list(cards), className="migrants-side-part")


def _framed(id: str, title: str, drawn: Any, beside: Any, *tools: str, lead: Any = None, **more: Any) -> Any:
    """A card of what is drawn, with its table twin ``beside`` it. ``lead`` stands before the tools."""
    body = [html.Div(drawn, className="chart")]
    if beside is not None:
        body.append(html.Div(beside, className="twin"))
    offered = [lead, *(tool_button(tool) for tool in tools)]
    return card(id, title, body, tools=offered, className=f"{id}-card", **more)


def _answered(asked: Question) -> Any:
    """The table twin of a question."""
    return twin(asked.ask(), asked)


def centres_card(seen: Seen) -> Any:
    """Every centre's execution against the time elapsed."""
    rows, total = seen.executions
    title = migrant_centres.counted(rows)
    told = migrant_tables.centre_table(seen.choice, seen.as_of, seen.executions) if rows else None
    return _framed(
        "migrants-centres",
        title,
        migrant_centres.table(rows, total) if rows else _no_targets(),
        twin(told.answer, seen.told("migrant_centres", title), caption=title, columns=told.columns) if told else None,
        *TOOLS,
        subtitle=policy_words(seen),
        metric="policy_rate",
    )


def _no_targets() -> Any:
    return empty(_("Targets are set for entities"), _("An outlet or a person has none of its own."))


def policy_words(seen: Seen) -> str:
    """Which policy the targets are of."""
    return _("%(policy)s · to %(month)s", policy=migrant_tables.policy_name(seen.choice), month=seen.months.short)


def gaps_card(seen: Seen) -> Any:
    """Where to push, widest gap first."""
    choice, title = seen.choice, _("Where to push")
    why = service.reasons(choice, seen.as_of, seen.executions[0])
    kind = "province" if choice.below == PROVINCE else "city"
    told = migrant_tables.gap_table(choice, seen.as_of, why)
    return _framed(
        "migrants-gaps",
        title,
        migrant_gaps.gaps(
            told.answer.frame, choice.below, why, kind, lambda one: step_address(choice, one.product, one.served)
        ),
        twin(told.answer, seen.told("migrant_gaps", title), caption=title, columns=told.columns),
        *TOOLS,
        lead=plan_link(choice),
        subtitle=_("share of workers − of service"),
        metric="migrant_gap",
    )


def cities_card(seen: Seen) -> Any:
    """The cities of the province chosen."""
    frame = people.city_frame(seen.choice, seen.province, seen.as_of)
    sites = {str(row["city_code"]): row["name"] for row in places.centres() if row["city_code"]}
    where = seen.choice.home | {PROVINCE: seen.province}
    return _framed(
        "migrants-cities",
        _("Cities of %(place)s", place=places.place_name(seen.province)),
        migrant_place.cities(frame, sites),
        _answered(seen.question(migrant_place.CITY_METRICS, CITY, where, _("Cities"), order="-migrant_workers")),
        *TOOLS,
        subtitle=_("click to choose, again to go down"),
        metric="migrant_coverage",
    )


def centre_card(seen: Seen) -> Any:
    """The centre of the place: staff, cases, policies."""
    choice, id = seen.choice, "migrants-centre"
    centre = places.centre_of(choice) if choice.kind == "centre" else places.centre_of_city(choice.code)
    if centre is None:
        return _framed(id, _("Service centre"), html.P(_("No centre serves this place."), className="muted"), None)
    key, is_desk = str(centre["centre_id"]), centre["kind"] == migrant_centres.REMOTE
    execution = next((row for row in seen.executions[0] if row["centre"] == key), None)
    asked = _policies_asked(seen, key)
    facts = migrant_place.centre_facts(service.centre_facts(key, seen.as_of), centre, execution)
    return _framed(
        id,
        centre["name"] if is_desk else _("Centre %(name)s", name=centre["name"]),
        [facts, migrant_place.policies(asked.ask().frame) if asked else None],
        _answered(asked) if asked else None,
        *TOOLS[:2],
        subtitle="" if is_desk else _served(key),
    )


def _served(centre: str) -> str:
    """Which cities the centre's figures are of: one of them may be what is looked at."""
    names = [places.place_name(code) for code in places.cities_served(centre)]
    said = p_("list", ", ").join(names)
    return (
        _("serves %(place)s; figures of all of them", place=said)
        if len(names) > 1
        else _("serves %(place)s", place=said)
    )


def _policies_asked(seen: Seen, centre: str) -> Question | None:
    """The question of the centre's policies; None where no targets are set."""
    if service.policy_where(seen.choice) is None:
        return None
    policies = seen.choice.policy or [row["policy_id"] for row in service.policies()]
    where = seen.choice.home | {"centre": centre, "policy": policies}
    return seen.question(TARGETS, "policy", where, _("Policies of the centre"), order="-policy_rate")


def workers_card(seen: Seen) -> Any:
    """The workers at the place, a page of them."""
    title = _("Workers here")
    asked = {"data-question": seen.rows("worker", title)}
    return card(
        "migrants-workers",
        title,
        html.Div(workers(seen, 0), id="migrants-workers", **asked),
        subtitle=hint(may_unmask=seen.may_unmask),
        metric="migrant_workers",
        tools=[tool_button("excel"), tool_button("full")],
        className="migrants-workers-card",
    )


def workers(seen: Seen, offset: int) -> list[Any]:
    """The rows from ``offset`` on, and the ways to the others."""
    found = people.workers(seen.choice, seen.as_of, offset)
    return [
        Still(migrant_place.workers(found.frame, may_unmask=seen.may_unmask), className="table-wrap"),
        migrant_place.pager(offset, len(found.frame), found.total),
    ]
