"""What the visits pages ask: each function one question of the page, its answer ready to be drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from components import visit_compare as compare
from components.period import Period
from components.visit_choice import Choice
from components.visit_place import placed
from components.visit_ranking import ranked
from components.visit_track import Track, track_of
from data.clock import now
from data.errors import Forbidden
from data.listing import listing
from data.query import ask
from data.scope import Node, current_asker
from data.tracks import photos_of_visits, positions_of_day

DAYS_BACK, MONTHS_BACK = 14, 6


def headline(names: Sequence[str], where: Mapping[str, Any], end: Any, as_of: Any) -> tuple[dict, dict, dict, dict]:
    """Values, values before, comparators in words, and courses of ``names``."""
    values = row_of(ask(list(names), where=where, as_of=as_of).frame)
    befores = {name: ask([name], where=where, as_of=then).value(name) for name in names if (then := compare.before(name, end))}
    return values, befores, {name: compare.words(name, end) for name in names}, courses(names, where, end)


def row_of(frame: pd.DataFrame) -> dict[str, Any]:
    """The only row of a frame as a dictionary; empty when there is none."""
    return frame.iloc[0].to_dict() if len(frame) else {}


def courses(names: Sequence[str], where: Mapping[str, Any], end: Any) -> dict[str, list[Any]]:
    """Fourteen days behind a daily figure, month ends behind a running one."""
    day = date(end.year, end.month, end.day)
    ends = compare.month_ends(day, MONTHS_BACK)
    found: dict[str, list[Any]] = {}
    for name in names:
        if name.endswith("_today"):
            span = {"day": {"from": (day - timedelta(days=DAYS_BACK - 1)).isoformat(), "to": day.isoformat()}}
            base = name.removesuffix("_today")
            found[name] = ask([base], by=["day"], where={**where, **span}, order="day").frame[base].tolist()
        else:
            found[name] = [ask([name], where=where, as_of=month_end).value(name) for month_end in ends]
    return found


def league(choice: Choice) -> pd.DataFrame:
    """The ranking's rows with ``rank`` and ``moved`` since the same time yesterday (a month before, for months)."""
    names = list(dict.fromkeys([choice.metric, choice.windowed("managers_out"), "managers"]))
    end = compare.moment_of(choice.period)
    now = ask(names, by=[choice.level], where=choice.node.where(), as_of=choice.period.as_of).frame
    then = ask([choice.metric], by=[choice.level], where=choice.node.where(), as_of=compare.yesterday(end)).frame
    return ranked(now, then, choice.level, choice.metric)


def league_sum(choice: Choice) -> dict[str, Any]:
    """Managers out, on the books and their share, of the whole node."""
    out = choice.windowed("managers_out")
    row = row_of(ask([out, "managers", choice.windowed("out_rate")], where=choice.node.where(), as_of=choice.period.as_of).frame)
    return {"out": row.get(out), "managers": row.get("managers"), "rate": row.get(choice.windowed("out_rate"))}


def units_of(choice: Choice) -> int:
    """How many units the ranking's level has inside the node."""
    return len(ask(["managers"], by=[choice.level], where=choice.node.where(), as_of=choice.period.as_of).frame)


def untouched(choice: Choice) -> Any:
    """Villages nobody has reached this year."""
    return ask(["villages_untouched_ytd"], where=choice.node.where(), as_of=choice.period.as_of).value("villages_untouched_ytd")


def county_shades(choice: Choice) -> pd.DataFrame:
    """A row per county with the metric that shades it."""
    return ask([choice.shade_metric], by=["county"], where=choice.node.where(), as_of=choice.period.as_of).frame


def county_owners() -> dict[str, str]:
    """County → node of the entity that serves most of its households."""
    frame = ask(["households_total"], by=["county", "entity"], order="households_total").frame
    return {str(row["county"]): f"entity:{row['entity']}" for row in frame.to_dict("records")}


def out_now(node: Node) -> Any:
    """Managers out at this moment."""
    return ask(["managers_out_now"], where=node.where()).value("managers_out_now")


def own_units(level: str) -> frozenset[str]:
    """The asker's own unit of a level, kept in view in rankings."""
    asker = current_asker()
    if asker.scope_id is None:
        return frozenset()
    mine = {asker.scope_level: asker.scope_id, **Node(asker.scope_level, asker.scope_id).parents}
    return frozenset({mine[level]} if level in mine else ())


def person(staff_id: str) -> dict[str, Any]:
    """The staff row of one person inside the asker's scope. Raises Forbidden when there is none."""
    Node.parse(f"staff:{staff_id}")
    rows = listing("staff", where={"staff": staff_id}, limit=1).frame
    if rows.empty:
        raise Forbidden("%(node)s is outside your part of the organisation", node=f"staff:{staff_id}")
    return row_of(rows)


def day_of(period: Period) -> date:
    """The last day of the period: a past one, or today."""
    return period.end or now().date()


def visits_of_day(staff_id: str, day: date, *, unmask: bool = False) -> pd.DataFrame:
    """One person's visits of a day, oldest first."""
    where = {"staff": staff_id, "day": day.isoformat()}
    return listing("visit", where=where, order="started_at", limit=100, unmask=unmask).frame


def track(staff_id: str, visits: pd.DataFrame, day: date, current: str | None = None) -> Track:
    """The day's track from visits and positions."""
    return track_of(placed(visits), positions_of_day(staff_id, day), current=current)


def photos_shown(visits: pd.DataFrame) -> pd.DataFrame:
    """Photos of the visits, with place and person of each."""
    found = photos_of_visits(visits["visit_no"].dropna().tolist())
    known = placed(visits)[["visit_no", "place", "staff_name", "entity_name", "customer_group"]].drop_duplicates("visit_no")
    return found.merge(known, on="visit_no", how="left")
