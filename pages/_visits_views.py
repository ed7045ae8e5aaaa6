"""The visits page's answers as components: asked by ``_visits_questions``, drawn by ``components``."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pandas as pd
from dash import no_update

from components import visit_drawer, visit_feed, visit_page
from components.export import RANKING, Question
from components.states import state_of
from components.visit_choice import Choice, Chosen
from components.visit_controls import radio_options
from components.visit_figures import HEADLINES, OF_A_MANAGER, figures
from components.visit_place import placed
from components.visit_ranking import foot_line, nothing_yet, ranking
from components.visit_shade import shading
from data import votes
from data.audit import record
from data.clock import now
from data.errors import BadRequest, Forbidden
from data.i18n import _
from data.integrity import cases
from data.scope import current_asker
from pages import _visits_questions as ask_for

NOTHING = no_update
SHOWN_VISITS, SHOWN_PHOTOS = 50, 24


def headline(choice: Choice) -> Any:
    """The five figures of the chosen unit."""
    names = OF_A_MANAGER if choice.node.level == "staff" else HEADLINES
    return figures("visits", *ask_for.headline(names, choice.where, choice.period.as_of), choice.period.end)


def shade(choice: Choice) -> str:
    """JSON of the county shades."""
    return shading(
        ask_for.county_shades(choice),
        choice.shade_metric,
        owners=ask_for.county_owners(),
        live=choice.period.is_live,
        note=_("Rings: villages served, filled by the share of households visited this year")
        if choice.node.level in {"branch", "staff"}
        else "",
    )


def the_map(choice: Choice, query: dict[str, str]) -> Any:
    """The map, opened where the address says, else on the unit's own counties."""
    return visit_page.visit_map(
        choice, shade(choice), visit_page.view_of(query), ask_for.focus(choice), ask_for.villages(choice)
    )


def ranking_card(choice: Choice) -> Any:
    """The ranking with its controls and its export."""
    return visit_page.ranking_card(choice, *ranking_rows(choice), ranking_question(choice))


def ranking_question(choice: Choice) -> str:
    """What the ranking's export asks again, as JSON."""
    question = Question(
        metrics=ask_for.league_metrics(choice),
        by=(choice.level,),
        where=choice.where,
        shape=RANKING,
        as_of=choice.period.as_of.isoformat() if choice.period.as_of else None,
        title=_("Ranking"),
    )
    return json.dumps(question.as_json(), ensure_ascii=False)


def ranking_rows(choice: Choice) -> tuple[str, Any]:
    """The rows of the chosen level and measure, and the line below: how many units, and managers out of all."""
    rows, total = ask_for.league(choice), ask_for.league_sum(choice)
    is_idle = nothing_yet(rows, choice.metric)
    told = ranking(
        rows,
        choice.level,
        choice.metric,
        out=choice.windowed("managers_out"),
        own=ask_for.own_units(choice.level),
        within=choice.node.name,
        entity_of=ask_for.entity_of,
        is_past=not choice.period.is_live,
        last_day=ask_for.last_day_out(choice) if is_idle else None,
    )
    return told, foot_line(choice.level, len(rows), total["out"], total["managers"], total["rate"])


def out_now(choice: Choice) -> Any:
    """How many are out now (or were, in a past period), and the switch of shades."""
    return visit_page.out_now_card(choice, out_now_text(choice), ask_for.untouched(choice))


def out_now_text(choice: Choice) -> list[Any]:
    """How many are out, and where."""
    count = ask_for.out_now(choice) if choice.period.is_live else ask_for.league_sum(choice)["out"]
    return visit_page.out_now_text(
        choice, count, ask_for.prefecture_name(choice.prefecture) if choice.prefecture else ""
    )


def measures(choice: Choice, held: dict[str, Any]) -> tuple[Any, ...]:
    """Measures and pers of the level, and those chosen where the controls hold others: not each level has each."""
    chosen = [
        NOTHING if held.get(word) == value else value
        for word, value in (("measure", choice.measure), ("per", choice.per))
    ]
    return radio_options(visit_page.measure_options(choice)), chosen[0], visit_page.per_options(choice), chosen[1]


def levels(choice: Choice) -> tuple[Any, ...]:
    """The ranking's levels as the address has them, and what is usual."""
    return radio_options(visit_page.level_options(choice)), choice.level, visit_page.usual(choice)


def around(choice: Choice, words: dict[str, Any]) -> tuple[Any, ...]:
    """What stands around the numbers of a unit: words of the shades, who is out, where the map goes, a past period's lists."""
    options = radio_options(visit_page.shade_options(ask_for.untouched(choice)))
    focus = {"of": words, "counties": ask_for.focus(choice), "places": ask_for.villages(choice)}
    lists = [NOTHING, NOTHING] if choice.period.is_live else [part.children for part in feeds(choice)]
    return options, out_now_text(choice), focus, *lists


def feeds(choice: Choice) -> list[Any]:
    """Battle report and photo strip: live lists, or the rows of a past period."""
    if choice.period.is_live:
        words = _("today, as it comes")
        return [visit_feed.report_card(None, words), visit_feed.photo_card(None, _("with watermark"))]
    rows, photos = ask_for.visits_of_period(choice, SHOWN_VISITS), ask_for.photos_of_period(choice, SHOWN_PHOTOS)
    dated = choice.period.kind != "day"
    return [visit_feed.report_card(rows, "", dated=dated), visit_feed.photo_card(photos, "", dated=dated)]


def drawer(selected: str, choice: Choice, page: str = "visits") -> list[Any]:
    """The drawer of one person, on the visit chosen or the newest; recorded, or refused in words without the right.

    ``page``: where it stands."""
    asker = current_asker()
    if not asker.may("track:read"):
        return visit_drawer.denied_drawer()
    chosen = Chosen.parse(selected)
    try:
        who = ask_for.person(chosen.staff_id)
    except (Forbidden, BadRequest) as error:
        return visit_drawer.state_drawer(state_of(error))
    day = chosen.day or ask_for.day_of(choice.period)
    record("track.view", "staff", chosen.staff_id, day=day.isoformat())
    visits = placed(ask_for.visits_of_day(chosen.staff_id, day))
    visit = told_of(shown_visit(visits, chosen))
    track = ask_for.track(chosen.staff_id, visits, day, visit["visit_id"] if visit else None)
    photos = ask_for.photos_shown(visits[visits["visit_id"] == visit["visit_id"]] if visit else visits)
    return visit_drawer.drawer(
        who,
        visit,
        track,
        photos,
        may_unmask=asker.may("personal:read"),
        day=choice.period.end or past(day),
        stays=bool(chosen.visit_id),
        page=page,
    )


def shown_visit(visits: pd.DataFrame, chosen: Chosen) -> dict[str, Any] | None:
    """The visit chosen, else the day's newest; None when there was none."""
    rows = visits.to_dict("records")
    return next((row for row in rows if row["visit_id"] == chosen.visit_id), rows[-1] if rows else None)


def told_of(visit: dict[str, Any] | None) -> dict[str, Any] | None:
    """The visit with its review, and with the customer's own ``vote`` for who may read it."""
    if visit is None:
        return None
    told = visit | {"review": cases.of_visit(visit)}
    return told | {"vote": votes.of_visit(str(visit["visit_id"]))} if votes.may_read(visit["staff_id"]) else told


def past(day: date) -> date | None:
    """A day that is over; None for today."""
    return None if day == now().date() else day


def unmasked(selected: str, choice: Choice, page: str = "visits") -> Any:
    """The visit shown with the customer's name in full; recorded."""
    chosen = Chosen.parse(selected)
    day = chosen.day or ask_for.day_of(choice.period)
    visit = shown_visit(placed(ask_for.visits_of_day(chosen.staff_id, day, unmask=True)), chosen)
    if visit is None:
        return NOTHING
    record("personal.unmask", "customer", visit["customer_id"] or visit["household_id"], visit=visit["visit_id"])
    told, on = told_of(visit) or visit, choice.period.end or past(day)
    return visit_drawer.visit_content(told, may_unmask=False, day=on, page=page)
