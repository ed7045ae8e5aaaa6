"""What the visits pages ask: each function one question of the page, its answer ready to be drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import pandas as pd

from components.period import Period
from components.photos_shown import shown_to_asker, with_visit
from components.visit_choice import Choice
from components.visit_place import placed
from components.visit_track import Track, track_of
from data.clock import now
from data.errors import Forbidden
from data.listing import listing
from data.photos.verify import signatures_of
from data.query import Comparison, ask, compare, courses, ranking
from data.scope import Node, current_asker
from data.serving import reading
from data.tracks import photos_of_visits, positions_of_day, recent_photos

MOST_HOMES = 5000  # of one outlet
LOOK_BACK = 31  # days in which a day with visits is looked for


def headline(
    names: Sequence[str], where: Mapping[str, Any], as_of: Any
) -> tuple[dict[str, Comparison], dict[str, list[Any]]]:
    """Each figure beside its like, and its course."""
    lines = {name: list(points.values()) for name, points in courses(names, where, as_of=as_of).items()}
    return compare(list(names), where, as_of=as_of), lines


def row_of(frame: pd.DataFrame) -> dict[str, Any]:
    """The only row of a frame as a dictionary; empty when there is none."""
    return frame.iloc[0].to_dict() if len(frame) else {}


def league_metrics(choice: Choice) -> tuple[str, ...]:
    """What the ranking shows: the measure, and of units managers out and on the books."""
    out = [] if choice.level == "staff" else [choice.windowed("managers_out")]
    return tuple(dict.fromkeys([choice.metric, *out, "managers"]))


def league(choice: Choice) -> list[dict[str, Any]]:
    """The ranking's rows: ``rank`` and ``rank_change`` since yesterday, managers out and on the books.

    Of staff those who are managers on that day: one who visited before leaving the post is no row of theirs.
    """
    rows = ranking(league_metrics(choice), choice.level, choice.where, as_of=choice.period.as_of).table.rows()
    return [row for row in rows if choice.level != "staff" or row["managers"]]


def entity_of(branch: str) -> str:
    """The name of the entity an outlet belongs to."""
    with reading() as state:
        return state.names.name("entity", state.names.parents("branch", branch).get("entity"))


def last_day_out(choice: Choice) -> date | None:
    """The newest of the days before the period's last one on which somebody of the unit reached a household."""
    with reading() as state:
        number = state.number
    where = tuple(sorted(choice.where.items()))
    return _last_day_out(number, current_asker().scope, where, day_of(choice.period) - timedelta(days=1))


@lru_cache(maxsize=256)
def _last_day_out(_state: int, _scope: str, where: tuple[tuple[str, Any], ...], until: date) -> date | None:
    days = {"from": (until - timedelta(days=LOOK_BACK)).isoformat(), "to": until.isoformat()}
    frame = ask(["households"], by=["day"], where=dict(where) | {"day": days}).frame
    out = frame.loc[frame["households"] > 0, "day"]
    return None if out.empty else pd.Timestamp(out.max()).date()


def league_sum(choice: Choice) -> dict[str, Any]:
    """Managers out, on the books and their share, of the whole node."""
    names = {"out": choice.windowed("managers_out"), "managers": "managers", "rate": choice.windowed("out_rate")}
    answer = ask(list(names.values()), where=choice.where, as_of=choice.period.as_of)
    return {short: answer.value(name) for short, name in names.items()}


def untouched(choice: Choice) -> Any:
    """Villages nobody has reached this year."""
    return ask(["villages_untouched_ytd"], where=choice.where, as_of=choice.period.as_of).value(
        "villages_untouched_ytd"
    )


def county_shades(choice: Choice) -> pd.DataFrame:
    """A row per county with the metric that shades it: the county's own number, whichever unit one looks from."""
    where = {"prefecture": choice.prefecture, "county": focus(choice)}
    return ask([choice.shade_metric], by=["county"], where=where, as_of=choice.period.as_of).frame


def county_owners() -> dict[str, str]:
    """County → node of the entity with most managers there."""
    frame = ask(["managers"], by=["county", "entity"], order="managers").frame
    return {str(row["county"]): f"entity:{row['entity']}" for row in frame.to_dict("records")}


def focus(choice: Choice) -> list[str]:
    """Counties the chosen households lie in; none for the whole province, which is home."""
    if not choice.where:
        return []
    return ask(["households_total"], by=["county"], where=choice.where).frame["county"].tolist()


def villages(choice: Choice) -> list[dict[str, Any]]:
    """Villages of an outlet or a manager: the middle of the households served, and how many were visited this year."""
    if choice.node.level not in {"branch", "staff"}:
        return []
    homes = listing("household", where=choice.where, limit=MOST_HOMES).frame.dropna(subset=["lon", "lat"])
    middle = homes.groupby("village_code")[["lon", "lat"]].median()
    found = ask(["households_ytd", "households_total"], by=["village"], where=choice.where, as_of=choice.period.as_of)
    told = found.frame.fillna({"households_ytd": 0, "households_total": 0}).join(middle, on="village", how="inner")
    return [
        {"spot": [row["lon"], row["lat"]], "name": row["village_name"]}
        | {"seen": int(row["households_ytd"]), "of": int(row["households_total"])}
        for row in told.to_dict("records")
    ]


def prefecture_name(code: str) -> str:
    """Its name in the reader's language."""
    with reading() as state:
        return state.names.name("prefecture", code)


def out_now(choice: Choice) -> Any:
    """Managers out at this moment."""
    return ask(["managers_out_now"], where=choice.where).value("managers_out_now")


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
    return with_visit(photos_of_visits(visits["visit_no"].dropna().tolist()), visits)


def photo_wall(node: Node, until: date, group: str | None, limit: int) -> pd.DataFrame:
    """The newest photos of a unit, of one customer group or all."""
    found = recent_photos(people_of(node), until, limit=limit if not group else limit * 4)
    return shown_to_asker(found, {"customer_group": group}).head(limit)


def days_of(period: Period) -> tuple[date, date]:
    """The first and the last day of the period."""
    end = day_of(period)
    begin = {"today": end, "day": end, "year": end.replace(month=1, day=1)}.get(period.kind, end.replace(day=1))
    return begin, end


def visits_of_period(choice: Choice, limit: int) -> pd.DataFrame:
    """The newest visits of a past period, of its own days alone."""
    begin, end = days_of(choice.period)
    where = choice.where | {"day": {"from": begin.isoformat(), "to": end.isoformat()}}
    return placed(listing("visit", where=where, as_of=choice.period.as_of, limit=limit).frame)


def last_day_with_visits(staff_id: str, until: date) -> date | None:
    """The last day up to ``until`` on which a person visited; None when there is none."""
    rows = listing("visit", where={"staff": staff_id, "day": {"to": until.isoformat()}}, limit=1).frame
    return None if rows.empty else rows["started_at"].iloc[0].date()


def photos_of_period(choice: Choice, limit: int) -> pd.DataFrame:
    """The newest photos of a day, or of the month or year up to its end."""
    begin, end = days_of(choice.period)
    found = recent_photos(people_of(choice.node), end, since=begin, limit=limit * (12 if choice.prefecture else 1))
    return shown_to_asker(found, choice.where).head(limit)


def people_of(node: Node) -> list[str] | None:
    """The staff of a unit; None for everybody."""
    return None if node.id is None else listing("staff", where=node.where(), limit=10_000).frame["staff_id"].tolist()


def photos_of_number(visit_no: str) -> pd.DataFrame:
    """Photos of the visit a watermark names, if the asker may see that visit, with the ``signature`` of each."""
    found = shown_to_asker(photos_of_visits([visit_no]), {})
    signatures = signatures_of(found["photo_id"].tolist()) if len(found) else {}
    return found.assign(signature=found["photo_id"].map(signatures).fillna(""))
