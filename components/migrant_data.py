"""What the migrants page asks about people: months, shades, movements, public figures, and the rows of its lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from components import migrant_feed, migrant_place, migrant_reading
from components.migrant_choice import MEASURES, PLACES, Choice
from components.migrant_figures import FIGURES
from components.migrant_months import SERVICES, Months
from components.migrant_places import home_province
from data.i18n import current_language
from data.listing import Listing, listing
from data.query import ask
from data.serving import snapshot
from data.trust import history_start

FEED_ROWS = 40
PEOPLE = "people"  # public figures of anything else stand beside no count of ours
PROVINCE = PLACES["province"]


def held() -> tuple[date, date]:
    """First day of the oldest month shown, and the last day with data."""
    last = snapshot().as_of_date
    first = (last.replace(day=1) - timedelta(days=365)).replace(day=1)
    return max(first, history_start() or first), last


def months(choice: Choice) -> Months:
    """The five figures and the services of thirteen months, of the place and origin chosen."""
    first, last = held()
    span = {"month": {"from": f"{first:%Y-%m}", "to": f"{last:%Y-%m}"}}
    frame = ask([*FIGURES, SERVICES], by="month", where=choice.where | span, order="month").frame
    rows = frame.dropna(subset=[FIGURES[0]])
    return Months.of(rows[rows[FIGURES[0]].gt(0).cummax()].reset_index(drop=True), choice.month)


def public_figures(choice: Choice) -> list[dict[str, Any]]:
    """Published counts of people, newest first: only those that speak of the very people shown."""
    place = public_place(choice, home_province()[0])
    if place is None:
        return []
    rows = listing("public_figure", where={"region": place}, limit=50).frame.to_dict("records")
    zh = current_language() == "zh"
    return [
        row | {"name": row["name"] if zh else row["name_en"], "unit": row["unit"] if zh else row["unit_en"]}
        for row in rows
        if row["unit_en"] == PEOPLE
    ]


def public_place(choice: Choice, home: str) -> str | None:
    """Whose published count may stand beside ours: the county or prefecture of origin, the province of work, or the
    home province when all of it is looked at; None for a part of them."""
    if choice.node.level != "province" or (choice.origin and choice.place):
        return None
    if choice.place:
        return choice.code if choice.kind == "province" else None
    return choice.origin or home


def shades(choice: Choice, as_of: date | None) -> pd.DataFrame:
    """The measure by destination province, with what every tip says. The place chosen does not narrow it."""
    return _by(choice, PROVINCE, choice.home, as_of)


def city_shades(choice: Choice, province: str, as_of: date | None) -> pd.DataFrame:
    """The same by city of a province."""
    return _by(choice, PLACES["city"], choice.home | {PROVINCE: province}, as_of)


def _by(choice: Choice, dimension: str, where: Mapping[str, Any], as_of: date | None) -> pd.DataFrame:
    """All measures at once: a change of measure finds them answered."""
    frame = ask(list(MEASURES), by=dimension, where=where, as_of=as_of).frame
    if choice.measure in MEASURES:
        return frame
    more = ask(choice.measure, by=dimension, where={**where, **choice.look()}, as_of=as_of).frame
    return frame.merge(more[[dimension, choice.measure]], on=dimension, how="left")


def workers_by(dimension: str, where: Mapping[str, Any], as_of: date | None) -> pd.DataFrame:
    """Workers away by one dimension."""
    return ask("migrant_workers", by=dimension, where=where, as_of=as_of, order="-migrant_workers").frame


def workers_away(where: Mapping[str, Any], as_of: date | None) -> Any:
    """How many are away."""
    return ask("migrant_workers", where=where, as_of=as_of).value("migrant_workers")


def city_frame(choice: Choice, province: str, as_of: date | None) -> pd.DataFrame:
    """Cities of a province with workers, reached, coverage, not reached."""
    where = choice.home | {PROVINCE: province}
    frame = ask(
        list(migrant_place.CITY_METRICS), by=PLACES["city"], where=where, as_of=as_of, order="-migrant_workers"
    ).frame
    return frame[frame["migrant_workers"] > 0]


def movements(choice: Choice, as_of: date | None) -> tuple[dict[str, Any], list[tuple[str, Any]]]:
    """The month's movements, and where those who left went."""
    found = ask(list(migrant_reading.METRICS), where=choice.where, as_of=as_of)
    left = ask(
        "migrants_left_mtd", by=choice.below, where=choice.where, as_of=as_of, order="-migrants_left_mtd", limit=5
    )
    names = zip(left.frame[f"{choice.below}_name"], left.frame["migrants_left_mtd"], strict=True)
    return found.frame.iloc[0].to_dict(), [(str(name), count) for name, count in names]


def activity(choice: Choice, as_of: date | None) -> pd.DataFrame:
    """The newest moves, names masked."""
    return listing("worker_activity", where=moved(choice), as_of=as_of, limit=FEED_ROWS).frame


def moved(choice: Choice) -> dict[str, Any]:
    """The filter of the list of who went where."""
    return choice.where | {"activity": list(migrant_feed.MOVES)}


def full_name(choice: Choice, as_of: date | None, name: str, worker: str) -> str | None:
    """The name of one worker of the list ``name`` (worker, worker_activity) as the page shows it; None for somebody else.

    Raises Forbidden without the right ``personal:read``; the caller audits it beside the action.
    """
    where = (moved(choice) if name == "worker_activity" else choice.where) | {"worker": worker}
    frame = listing(name, where=where, as_of=as_of, limit=1, unmask=True).frame
    return str(frame["name"].iloc[0] or "") if worker and len(frame) else None


def workers(choice: Choice, as_of: date | None, offset: int) -> Listing:
    """A page of the workers away, names masked."""
    return listing("worker", where=choice.where, as_of=as_of, limit=migrant_place.PAGE, offset=offset)
