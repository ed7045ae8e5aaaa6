"""What the migrants page asks: each function one question of the page, its answer ready to be drawn."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import pandas as pd

from components import migrant_centres, migrant_place, migrant_reading, migrant_reasons
from components.migrant_choice import MEASURES, PLACES, Choice
from components.migrant_figures import FIGURES
from components.migrant_gaps import METRICS as GAP_METRICS
from components.migrant_months import SERVICES, Months
from data.errors import BadRequest, Forbidden
from data.geo import region
from data.geo.boundaries import boundary
from data.i18n import _, current_language
from data.i18n.numbers import month_text
from data.listing import Listing, listing
from data.query import ask
from data.serving import reading, snapshot
from data.settings import settings
from data.trust import history_start

MOST_GAPS = 5
FEED_ROWS = 40
MOST_SAID = 6  # names of what may be asked for
PEOPLE = "people"  # public figures of anything else stand beside no count of ours
PROVINCE = PLACES["province"]


def named(row: Mapping[str, Any], short: bool = True) -> str:
    """A row's name in the reader's language."""
    if current_language() == "en":
        return str(row["name_en"] or row["name"])
    return str((row.get("short_name") if short else None) or row["name"])


# -- places -----------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _destinations(_state: int) -> list[dict[str, Any]]:
    return listing("destination", limit=1000).frame.to_dict("records")


def destinations() -> dict[str, dict[str, Any]]:
    """Code → row of every province and city people may work in, of the snapshot shown."""
    with reading() as state:
        return {str(row["code"]): row for row in _destinations(state.number)}


@lru_cache(maxsize=4)
def _centres(_state: int) -> list[dict[str, Any]]:
    return listing("centre", limit=100).frame.to_dict("records")


def centres() -> list[dict[str, Any]]:
    """The service centres and the remote desk, with ``name`` as short as the language has it."""
    with reading() as state:
        return [row | {"name": named(row).removesuffix(" Centre")} for row in _centres(state.number)]


def centre_of(choice: Choice) -> dict[str, Any] | None:
    """The centre chosen."""
    return next((row for row in centres() if str(row["centre_id"]) == choice.code), None)


def province_of(choice: Choice) -> str:
    """The province the place lies in; empty for the country and the remote desk."""
    if choice.kind == "centre":
        centre = centre_of(choice)
        return str((centre or {}).get("province_code") or "")
    return f"{choice.code[:2]}0000" if choice.code else ""


def spots(level: str) -> dict[str, tuple[str, float, float]]:
    """Code → (name, lon, lat) of provinces or cities."""
    return {
        code: (named(row), float(row["lon"]), float(row["lat"]))
        for code, row in destinations().items()
        if row["level"] == level and row["lon"] == row["lon"]
    }


def place_name(code: str) -> str:
    """A province's or city's name."""
    row = destinations().get(code)
    return named(row) if row else code


def cities_of(province: str) -> pd.DataFrame:
    """code, name, lon, lat of a province's cities."""
    rows = [row for row in destinations().values() if str(row["parent_code"]) == province]
    return pd.DataFrame(
        [{"code": row["code"], "name": named(row), "lon": row["lon"], "lat": row["lat"]} for row in rows],
        columns=["code", "name", "lon", "lat"],
    )


def centre_of_city(code: str) -> dict[str, Any] | None:
    """The centre whose workers a city's are."""
    frame = ask("migrant_workers", by="centre", where={PLACES["city"]: code}).frame
    keys = [str(key) for key in frame["centre"]]
    return next((row for row in centres() if str(row["centre_id"]) in keys), None)


def home_province() -> tuple[str, float, float]:
    """Code, longitude and latitude of the province they come from."""
    return region.home(settings().region)


def home_name() -> str:
    """Its name."""
    code = home_province()[0]
    found = next((one for one in json.loads(boundary("china").body)["shapes"] if one["id"] == code), None)
    return place_name(code) if found is None else str(found["zh" if current_language() == "zh" else "en"])


def region_spot(code: str) -> tuple[float, float] | None:
    """Where a county or prefecture of the region lies."""
    level = "prefectures" if code.endswith("00") else "counties"
    for feature in json.loads(boundary(level).body)["features"]:
        if feature["id"] == code and "label_lon" in feature["properties"]:
            return float(feature["properties"]["label_lon"]), float(feature["properties"]["label_lat"])
    return None


# -- the months -----------------------------------------------------------------------------------------


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


def missed(choice: Choice, held: Months) -> list[str]:
    """What the address asks for and is not there: what came, and what there is."""
    found = []
    names = [month_text(date.fromisoformat(f"{month}-01")) for month in held.frame["month"]]
    if choice.month and names and choice.month != held.chosen:
        asked = month_text(date.fromisoformat(f"{choice.month}-01"))
        found.append(
            _("%(month)s is not held: %(shown)s is shown. There are %(first)s to %(last)s.",
              month=asked, shown=held.text, first=names[0], last=names[-1])
        )  # fmt: skip
    return found


def check_origin(choice: Choice) -> None:
    """Raises BadRequest, with names of those there are, for a county or prefecture that is none."""
    level = "prefecture" if (choice.origin or "").endswith("00") else "county"
    with reading() as state:
        if not choice.origin or not list(state.names.unknown(level, [choice.origin])):
            return
    some = _(", ").join(map(str, workers_by("county", choice.node.where(), None)["county_name"].head(MOST_SAID)))
    raise BadRequest(
        "There is no county %(origin)s here. There are %(some)s and others.", origin=choice.origin, some=some
    )


def public_place(choice: Choice, home: str) -> str | None:
    """Whose published count may stand beside ours: the county or prefecture of origin, the province of work, or the
    home province when all of it is looked at; None for a part of them."""
    if choice.node.level != "province" or (choice.origin and choice.place):
        return None
    if choice.place:
        return choice.code if choice.kind == "province" else None
    return choice.origin or home


# -- the map -----------------------------------------------------------------------------------------------


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


# -- centres and policies -------------------------------------------------------------------------------------


def policies() -> list[dict[str, Any]]:
    """Every policy, ``name`` in the reader's language."""
    return [row | {"name": named(row)} for row in listing("policy", limit=200).frame.to_dict("records")]


def executions(choice: Choice, as_of: date | None) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The centres' rows and their sum, for the policy chosen or all of them, of the origin chosen."""
    where, names = policy_where(choice), list(migrant_centres.METRICS)
    if where is None:
        return [], {}
    frame = ask(names, by="centre", where=where, as_of=as_of).frame
    targets = ask("policy_target", by=["centre", "policy"], where=where).frame
    day = as_of or snapshot().as_of_date
    over = {
        str(row["policy_id"]): migrant_centres.elapsed(_day(row["start_date"]), _day(row["end_date"]), day)
        for row in policies()
    }
    rows = migrant_centres.executions(frame, targets, over, centres())
    whole = frame[names].sum()
    rate = whole["policy_reached"] / whole["policy_target"] if whole["policy_target"] else None
    mark = migrant_centres.schedule(targets, over)
    state = migrant_centres.state_of(rate, mark)
    return rows, {**whole.to_dict(), "rate": rate, "schedule": mark, "state": state}


def policy_where(choice: Choice) -> dict[str, Any] | None:
    """The filter of targets: what was served at a place of work, not at home. None where no targets are set: below an
    entity."""
    if choice.node.level in {"branch", "staff"}:
        return None
    everywhere = {} if "centre" in choice.home else {"centre": [str(row["centre_id"]) for row in centres()]}
    return choice.home | everywhere | ({"policy": choice.policy} if choice.policy else {})


def _day(value: Any) -> date:
    return value.date() if hasattr(value, "date") else value


def centre_facts(centre_id: str, as_of: date | None) -> dict[str, Any]:
    """Staff, cases and days of a centre; what the asker may not see stays empty."""
    found: dict[str, Any] = {}
    for name in migrant_place.CENTRE_METRICS:
        try:
            found[name] = ask(name, where={"centre": centre_id}, as_of=as_of).value(name)
        except Forbidden:
            found[name] = None
    return found


# -- where to push ----------------------------------------------------------------------------------------------


def gap_frame(choice: Choice, as_of: date | None) -> pd.DataFrame:
    """Regions by gap, the widest first."""
    where = gap_where(choice)
    return ask(
        list(GAP_METRICS), by=choice.below, where=where, as_of=as_of, order="-migrant_gap", limit=MOST_GAPS
    ).frame


def gap_where(choice: Choice) -> dict[str, Any]:
    """Whose shares are compared: all destinations, or the cities of the province chosen."""
    return choice.home | ({PROVINCE: choice.code} if choice.kind == "province" else {})


def reasons(choice: Choice, as_of: date | None, rows: Sequence[Mapping[str, Any]]) -> dict[str, migrant_reasons.Reason]:
    """Region → why it lags. ``rows``: the centres' executions, whose lag is a fact of the places they serve."""
    key = choice.below
    frame = ask(list(migrant_reasons.NEEDED), by=key, where=gap_where(choice), as_of=as_of).frame
    frame = frame[frame["migrant_workers"] > 0].copy()
    frame["arrived"] = frame["migrants_left_mtd"].fillna(0) + frame["migrants_moved_in_mtd"].fillna(0)
    seats = ask("migrant_workers", by=[key, "centre"], where=gap_where(choice), as_of=as_of).frame
    desks = [str(row["centre_id"]) for row in centres() if row["kind"] == migrant_centres.REMOTE]
    served = migrant_centres.serving(seats, key, desks)
    for name, pick in _CENTRE_FACTS.items():
        frame[name] = [pick([row for row in rows if row["centre"] in served.get(str(code), ())]) for code in frame[key]]
    return migrant_reasons.reasons(frame, key)


_CENTRE_FACTS = {
    "centres": len,
    "served": lambda rows: ",".join(row["centre"] for row in rows if row["kind"] != migrant_centres.REMOTE),
    "policy_target": lambda rows: sum(row["policy_target"] or 0 for row in rows) or None,
    "policy_reached": lambda rows: sum(row["policy_reached"] or 0 for row in rows) if rows else None,
    "lagging": lambda rows: ("、" if current_language() == "zh" else ", ").join(
        row["name"] for row in rows if row["state"] in migrant_centres.BELOW
    ),
}


def city_frame(choice: Choice, province: str, as_of: date | None) -> pd.DataFrame:
    """Cities of a province with workers, reached, coverage, not reached."""
    where = choice.home | {PROVINCE: province}
    frame = ask(
        list(migrant_place.CITY_METRICS), by=PLACES["city"], where=where, as_of=as_of, order="-migrant_workers"
    ).frame
    return frame[frame["migrant_workers"] > 0]


# -- words and rows -----------------------------------------------------------------------------------------------


def movements(choice: Choice, as_of: date | None) -> tuple[dict[str, Any], list[tuple[str, Any]]]:
    """The month's movements, and where those who left went."""
    found = ask(list(migrant_reading.METRICS), where=choice.where, as_of=as_of)
    left = ask(
        "migrants_left_mtd", by=choice.below, where=choice.where, as_of=as_of, order="-migrants_left_mtd", limit=5
    )
    names = zip(left.frame[f"{choice.below}_name"], left.frame["migrants_left_mtd"], strict=True)
    return found.frame.iloc[0].to_dict(), [(str(name), count) for name, count in names]


def activity(choice: Choice, as_of: date | None) -> pd.DataFrame:
    """The newest things that happened, names masked."""
    return listing("worker_activity", where=choice.where, as_of=as_of, limit=FEED_ROWS).frame


def workers(choice: Choice, as_of: date | None, offset: int) -> Listing:
    """A page of the workers away, names masked."""
    return listing("worker", where=choice.where, as_of=as_of, limit=migrant_place.PAGE, offset=offset)


def workers_away(where: Mapping[str, Any], as_of: date | None) -> Any:
    """How many are away."""
    return ask("migrant_workers", where=where, as_of=as_of).value("migrant_workers")
