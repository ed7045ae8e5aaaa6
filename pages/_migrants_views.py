"""The migrants page's answers as components: asked by ``_migrants_questions``, drawn by ``components``."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from dash import html

from components import (
    migrant_bar,
    migrant_feed,
    migrant_figures,
    migrant_months,
    migrant_origin,
    migrant_page,
    migrant_reading,
    migrant_scene,
    migrant_values,
)
from components.export import Question
from components.migrant_bar import Step
from components.migrant_choice import PLACES, Choice
from components.migrant_map import china_map
from components.migrant_months import Months
from components.migrant_plan import plan_link
from components.migrant_scene import Origin
from components.states import empty
from components.tables import twin
from data.clock import now
from data.i18n import _
from data.i18n.numbers import human, month_text
from data.serving import reading
from pages import _migrants_questions as ask_for

PROVINCE, CITY = PLACES["province"], PLACES["city"]
COUNTY = "county"


class Seen:
    """A choice with its month resolved, and what several views need of it."""

    def __init__(self, choice: Choice) -> None:
        ask_for.check_origin(choice)
        self.choice, self.province = choice, ask_for.province_of(choice)

    @cached_property
    def months(self) -> Months:
        """The months up to the newest; a change of measure does not ask for them."""
        return ask_for.months(self.choice)

    @property
    def is_empty(self) -> bool:
        """Nobody was ever registered in this choice."""
        return self.months.frame.empty

    @cached_property
    def as_of(self) -> Any:
        """The end of the month shown; None for the newest, also when the month wished for is not held."""
        first, last = ask_for.held()
        return self.choice.end if self.choice.end and first <= self.choice.end < last else None

    @cached_property
    def executions(self) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """The centres' rows and their sum."""
        return ask_for.executions(self.choice, self.as_of)

    def question(self, metrics: tuple[str, ...], by: str, where: Any, title: str, **more: Any) -> Question:
        """A question of this month, for twin and export."""
        as_of = self.as_of.isoformat() if self.as_of else None
        return Question(metrics=metrics, by=(by,), where=where, as_of=as_of, title=title, **more)

    @property
    def origin(self) -> Origin:
        """Where the flows begin: the county, or the whole region."""
        code, (_home, *middle) = self.choice.origin, ask_for.home_province()
        if not code:
            return self._lone_county or Origin(ask_for.home_name(), *middle)
        level = "prefecture" if code.endswith("00") else "county"
        with reading() as state:
            name = state.names.name(level, code)
        return Origin(name, *(ask_for.region_spot(code) or middle))

    @property
    def _lone_county(self) -> Origin | None:
        """The one county a part of the organisation has its people from."""
        if self.choice.node.level not in {"entity", "branch", "staff"}:
            return None
        frame = ask_for.workers_by(COUNTY, self.choice.home, self.as_of)
        held = frame[frame["migrant_workers"] > 0]
        spot = ask_for.region_spot(str(held[COUNTY].iloc[0])) if len(held) == 1 else None
        return Origin(str(held[f"{COUNTY}_name"].iloc[0]), *spot) if spot else None


def nobody() -> Any:
    """A bank, or a part of it, without workers registered."""
    title = _("No workers registered here")
    text = _("The feeds of workers have not been delivered, or nobody of yours is away. The feeds stand under Data.")
    return html.Div(empty(title, text), className="card page-state")


# -- above and left -------------------------------------------------------------------------------------


def headline(seen: Seen) -> list[Any]:
    """The five figures, and the month in words."""
    missed = [html.P(text, className="missed", role="status") for text in ask_for.missed(seen.choice, seen.months)]
    if seen.is_empty:
        return [*missed, empty(_("Nobody is registered here"), _("Choose another place or origin; Esc goes back."))]
    found, where = ask_for.movements(seen.choice, seen.as_of)
    where = [] if seen.choice.kind == "city" else where
    is_place = bool(seen.choice.place) or seen.choice.node.level == "centre"
    words = migrant_reading.reading(seen.months.first_day, found, where, subject(seen), is_place=is_place)
    return [*missed, migrant_figures.figures(seen.months, ask_for.public_figures(seen.choice)), words]


def subject(seen: Seen) -> str:
    """Of whom the month's reading speaks: 正安县 → 浙江."""
    way = [name for name, _place in path(seen)[1:]]
    home = seen.origin.name if seen.choice.origin else seen.choice.node.name
    return f"{home} → {way[-1]}" if way else home


def values(seen: Seen) -> str:
    """What the measure sends: shades, breaks, words; cities of the province gone down to."""
    choice = seen.choice
    cities = ask_for.city_shades(choice, seen.province, seen.as_of) if seen.province else None
    return migrant_values.values(
        ask_for.shades(choice, seen.as_of), choice.measure, cities=cities, home=ask_for.home_province()[0]
    )


def scene(seen: Seen) -> str:
    """Flows, cities and centres of the choice."""
    choice, province = seen.choice, seen.province
    where = choice.home | ({PROVINCE: province} if province else {})
    by, level = (CITY, "city") if province else (PROVINCE, "province")
    frame = ask_for.workers_by(by, where, seen.as_of)
    is_deep = bool(province) and (choice.drill or choice.kind != "province")
    drawn = None if is_deep else migrant_scene.flows(frame, by, ask_for.spots(level), seen.origin)
    return migrant_scene.scene(
        place=choice.place,
        province=province,
        drill=is_deep,
        said=seen_words(seen),
        flows=drawn,
        dots=migrant_scene.city_dots(ask_for.cities_of(province)) if province else [],
        centres=migrant_scene.centre_marks(seen.executions[0]),
    )


def seen_words(seen: Seen) -> str:
    """Scope, month and day of the data: what a saved picture says below."""
    scope = subject(seen)
    return _("%(scope)s · %(month)s · data as of %(day)s", scope=scope, month=seen.months.text, day=ask_for.held()[1])


def the_map(seen: Seen) -> Any:
    """The map's element with all its data."""
    return china_map("migrants-map", values=values(seen), scene=scene(seen), above=above(seen))


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
        where[PROVINCE] = list(ask_for.spots("province"))
    names = ("policy_reached", "policy_used", "policy_amount") if choice.look() else migrant_figures.FIGURES
    asked = seen.question(names, by, where, _("Workers outside the province"), order=f"-{names[0]}")
    return twin(asked.ask(), asked)


def map_sub(seen: Seen) -> str:
    """2026 年 10 月 · darkest = most served."""
    return "" if seen.is_empty else _("%(month)s · darkest = most", month=seen.months.text)


def map_card(seen: Seen) -> Any:
    """The map with its controls."""
    return migrant_page.map_card(
        seen.choice,
        the_map(seen),
        migrant_months.slider(seen.months),
        map_twin(seen),
        ask_for.policies(),
        map_sub(seen),
        plan_link(seen.choice, "migrants-map-plan"),
    )


# -- the top bar -------------------------------------------------------------------------------------------


def path(seen: Seen) -> list[tuple[str, str | None]]:
    """(name, place) from the country down to the place."""
    choice, found = seen.choice, [(_("Whole country"), None)]
    places = ask_for.destinations()
    if seen.province:
        found.append((ask_for.place_name(seen.province), f"province:{seen.province}"))
    if choice.kind == "city":
        found.append((ask_for.place_name(choice.code), choice.place))
    if choice.kind == "centre":
        centre = ask_for.centre_of(choice)
        city = str((centre or {}).get("city_code") or "")
        if city in places:
            found.append((ask_for.place_name(city), f"city:{city}"))
        found.append(((centre or {}).get("name") or choice.code, choice.place))
    return found


def bar(seen: Seen) -> str:
    """Steps and months of the top bar."""
    way = path(seen)
    provinces = [(f"province:{code}", name) for code, (name, *_at) in ask_for.spots("province").items()]
    cities = [(f"city:{row['code']}", row["name"]) for row in ask_for.cities_of(seen.province).to_dict("records")]
    menus = [[], provinces, cities, []]
    steps = [Step(name, place or "", menus[level]) for level, (name, place) in enumerate(way)]
    below = {1: lambda: provinces, 2: lambda: cities, 3: lambda: centres_below(seen)}.get(len(way), list)()
    months = [(month, month_text(day)) for month, day in _months(seen.months)][::-1]
    return migrant_bar.told(steps, below, months, seen.months.chosen)


def centres_below(seen: Seen) -> list[tuple[str, str]]:
    """The centre a city belongs to."""
    if seen.choice.kind != "city":
        return []
    centre = ask_for.centre_of_city(seen.choice.code)
    return [(f"centre:{centre['centre_id']}", centre["name"])] if centre else []


def _months(months: Months) -> list[tuple[str, Any]]:
    return [(month, date.fromisoformat(f"{month}-01")) for month in months.frame["month"]]


# -- below ----------------------------------------------------------------------------------------------------


def counties(seen: Seen) -> str:
    """The counties' shades: workers away, at the place chosen where there is one."""
    frame = ask_for.workers_by("county", seen.choice.node.where() | seen.choice.away, seen.as_of)
    return migrant_origin.home_values(frame, seen.choice.origin)


def ways(seen: Seen) -> Any:
    """Bars of where they come from when a place is chosen, else of where they went; the course of months below."""
    by, where = _ways(seen)
    frame = ask_for.workers_by(by, where, seen.as_of)
    kind = "city" if by == CITY else "province"
    bars = migrant_origin.origins(frame) if by == COUNTY else migrant_origin.destinations(frame, by, kind)
    return migrant_origin.with_trend(bars, seen.months.course(migrant_origin.WORKERS), seen.months.span)


def _ways(seen: Seen) -> tuple[str, dict[str, Any]]:
    if seen.choice.place and not seen.choice.origin:
        return COUNTY, seen.choice.where
    where = seen.choice.home | ({PROVINCE: seen.province} if seen.province else {})
    return (CITY if seen.province else PROVINCE), where


def ways_twin(seen: Seen) -> Any:
    """The same as a table."""
    by, where = _ways(seen)
    title = str(origin_title(seen)[0].children) if not seen.is_empty else _("Origin")
    asked = seen.question(("migrant_workers",), by, where, title, order="-migrant_workers")
    return twin(asked.ask(), asked)


def origin_title(seen: Seen) -> list[Any]:
    """Zheng'an: 11,530 away, gone to … — or Zhejiang: 52,594 away, from …: the heading of the bars."""
    if seen.is_empty:
        return [seen.origin.name]
    by, where = _ways(seen)
    count = human(ask_for.workers_away(where, seen.as_of), compact=False)
    if by == COUNTY:
        return [html.B(_("%(name)s: %(n)s away, from", name=path(seen)[-1][0], n=count))]
    name = f"{seen.origin.name} → {ask_for.place_name(seen.province)}" if seen.province else seen.origin.name
    return [html.B(_("%(name)s: %(n)s away, gone to", name=name, n=count))]


def origin_card(seen: Seen) -> Any:
    """The small map and its bars."""
    home = migrant_origin.home_map("migrants-home", counties(seen))
    return migrant_page.origin_card(origin_title(seen), home, ways(seen), ways_twin(seen))


def feed(seen: Seen) -> str:
    """The rows of the list."""
    return migrant_feed.rows(ask_for.activity(seen.choice, seen.as_of), now().date())


def feed_sub() -> str:
    """Names are masked here, whoever looks."""
    return _("newest first · names masked")
