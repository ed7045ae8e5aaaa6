"""The migrants page's answers as components: asked by ``components/migrant_data.py`` and its like, drawn by ``components``."""

from __future__ import annotations

from typing import Any

from dash import html

from components import migrant_data as people
from components import (
    migrant_feed,
    migrant_figures,
    migrant_months,
    migrant_origin,
    migrant_page,
    migrant_reading,
    migrant_scene,
    migrant_values,
)
from components import migrant_places as places
from components import migrant_service as service
from components.migrant_known import missed
from components.migrant_map import china_map
from components.migrant_names import hint
from components.migrant_plan import plan_link
from components.states import empty
from components.still import Still
from components.tables import twin
from data.clock import now
from data.i18n import _
from data.i18n.numbers import human
from pages._migrants_seen import CITY, COUNTY, PROVINCE, Seen
from pages._migrants_way import path


def nobody() -> Any:
    """A bank, or a part of it, without workers registered."""
    title = _("No workers registered here")
    text = _("The feeds of workers have not been delivered, or nobody of yours is away. The feeds stand under Data.")
    return html.Div(empty(title, text), className="card page-state")


# -- above and left -------------------------------------------------------------------------------------


def headline(seen: Seen) -> list[Any]:
    """The five figures, and the month in words."""
    lost = missed(seen.choice, seen.months)
    if seen.is_empty:
        return [*lost, _nobody_here(seen)]
    found, where = people.movements(seen.choice, seen.as_of)
    where = [] if seen.choice.kind == "city" else where
    is_place = bool(seen.choice.place) or seen.choice.node.level == "centre"
    words = migrant_reading.reading(seen.months.first_day, found, where, subject(seen), is_place=is_place)
    return [*lost, Still([migrant_figures.figures(seen.months, people.public_figures(seen.choice)), words])]


def _nobody_here(seen: Seen) -> Any:
    """Who sees a part of the organisation is not told that nobody at all is there."""
    mine, whole = _("Within your part nobody is registered here"), _("Nobody is registered here")
    return empty(mine if seen.choice.is_part else whole, _("Choose another place or origin; Esc goes back."))


def subject(seen: Seen) -> str:
    """Of whom the month's reading speaks: 正安县 → 浙江."""
    way = [name for name, _place in path(seen)[1:]]
    home = seen.origin.name if seen.choice.origin else seen.choice.node.name
    return f"{home} → {way[-1]}" if way else home


def values(seen: Seen) -> str:
    """What the measure sends: shades, breaks, words; cities of the province gone down to."""
    choice = seen.choice
    cities = people.city_shades(choice, seen.province, seen.as_of) if seen.province else None
    return migrant_values.values(
        people.shades(choice, seen.as_of),
        choice.measure,
        cities=cities,
        home=places.home_province()[0],
        month=seen.month,
    )


def scene(seen: Seen, shades: str = "") -> str:
    """Flows, cities and centres of the choice; ``shades``: its ``values``, when they may come later."""
    choice, province = seen.choice, seen.province
    where = choice.home | ({PROVINCE: province} if province else choice.away)
    by, level = (CITY, "city") if province else (PROVINCE, "province")
    frame = people.workers_by(by, where, seen.as_of)
    is_deep = bool(province) and (choice.drill or choice.kind != "province")
    drawn = None if is_deep else migrant_scene.flows(frame, by, places.spots(level), seen.origin)
    return migrant_scene.scene(
        place=choice.place,
        province=province,
        drill=is_deep,
        said=seen_words(seen),
        month=seen.month,
        values=shades,
        flows=drawn,
        dots=migrant_scene.city_dots(places.cities_of(province)) if province else [],
        centres=migrant_scene.centre_marks(seen.executions[0]),
    )


def seen_words(seen: Seen) -> str:
    """Scope, month and day of the data: what a saved picture says below."""
    scope = subject(seen)
    return _("%(scope)s · %(month)s · data as of %(day)s", scope=scope, month=seen.months.text, day=people.held()[1])


def the_map(seen: Seen) -> Any:
    """The map's element with all its data."""
    part = seen.choice.is_part
    return china_map("migrants-map", values=values(seen), scene=scene(seen), above=above(seen), is_part=part)


def above(seen: Seen) -> str:
    """The place one level up; empty for the country."""
    way = path(seen)
    return str(way[-2][1] or "") if len(way) > 1 else ""


def map_twin(seen: Seen) -> Any:
    """All measures by province, or by city of the province, as a table."""
    choice = seen.choice
    by = CITY if seen.province else PROVINCE
    where = choice.home | ({PROVINCE: seen.province} if seen.province else {}) | choice.look()
    if choice.look() and not seen.province:  # a policy may also reach people while they are at home
        where[PROVINCE] = list(places.spots("province"))
    names = ("policy_reached", "policy_used", "policy_amount") if choice.look() else migrant_figures.FIGURES
    asked = seen.question(names, by, where, _("Workers outside the province"), order=f"-{names[0]}")
    return Still(twin(asked.ask(), asked))


def map_sub(seen: Seen) -> list[Any]:
    """2026 年 10 月 · darkest = most served."""
    month = html.Span(f"{seen.months.text} · ", className="sub-month")
    return [] if seen.is_empty else [month, _("darkest = most")]


def map_card(seen: Seen) -> Any:
    """The map with its controls."""
    return migrant_page.map_card(
        seen.choice,
        the_map(seen),
        migrant_months.slider(seen.months),
        map_twin(seen),
        service.policies(),
        map_sub(seen),
        plan_link(seen.choice, "migrants-map-plan"),
    )


# -- below ----------------------------------------------------------------------------------------------------


def counties(seen: Seen) -> str:
    """The counties' shades: workers away, at the place chosen where there is one."""
    frame = people.workers_by("county", seen.choice.node.where() | seen.choice.away, seen.as_of)
    return migrant_origin.home_values(frame, seen.choice.origin)


def ways(seen: Seen) -> Any:
    """Bars of where they come from when a place is chosen, else of where they went; the course of months below."""
    by, where = _ways(seen)
    frame = people.workers_by(by, where, seen.as_of)
    kind = "city" if by == CITY else "province"
    bars = migrant_origin.origins(frame) if by == COUNTY else migrant_origin.destinations(frame, by, kind)
    drawn = migrant_origin.with_trend(bars, seen.months.course(migrant_origin.WORKERS), seen.months.span)
    return Still(drawn, className="ways-all")


def _ways(seen: Seen) -> tuple[str, dict[str, Any]]:
    if (seen.choice.place or seen.choice.node.level == "centre") and not seen.choice.origin:
        return COUNTY, seen.choice.where
    where = seen.choice.home | ({PROVINCE: seen.province} if seen.province else {})
    return (CITY if seen.province else PROVINCE), where


def ways_twin(seen: Seen) -> Any:
    """The same as a table."""
    by, where = _ways(seen)
    title = str(origin_title(seen)[0].children) if not seen.is_empty else _("Origin")
    asked = seen.question(("migrant_workers",), by, where, title, order="-migrant_workers")
    return Still(twin(asked.ask(), asked))


def origin_title(seen: Seen) -> list[Any]:
    """Zheng'an: 11,530 away, to … — or Zhejiang: 52,594 away, from …: the heading of the bars."""
    if seen.is_empty:
        return [seen.origin.name]
    by, where = _ways(seen)
    count = human(people.workers_away(where, seen.as_of), compact=False)
    if by == COUNTY:
        name = path(seen)[-1][0] if seen.choice.place else seen.choice.node.name
        return [html.B(_("%(name)s: %(n)s away, from", name=name, n=count))]
    name = f"{seen.origin.name} → {places.place_name(seen.province)}" if seen.province else seen.origin.name
    return [html.B(_("%(name)s: %(n)s away, to", name=name, n=count))]


def origin_card(seen: Seen) -> Any:
    """The small map and its bars."""
    home = migrant_origin.home_map("migrants-home", counties(seen), is_part=seen.choice.is_part)
    return migrant_page.origin_card(origin_title(seen), home, ways(seen), ways_twin(seen))


def feed(seen: Seen) -> str:
    """The rows of the list."""
    return migrant_feed.rows(people.activity(seen.choice, seen.as_of), now().date(), may_unmask=seen.may_unmask)


def feed_rows(seen: Seen) -> str:
    """The same rows, for the export."""
    return seen.rows("worker_activity", _("Who went where"), people.moved(seen.choice), limit=people.FEED_ROWS)


def feed_sub(seen: Seen) -> str:
    """Names are masked here; those with a right to them show them one by one."""
    return _("newest first · %(names)s", names=hint(may_unmask=seen.may_unmask))
