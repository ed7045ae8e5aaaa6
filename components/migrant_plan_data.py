"""What the planner asks of the data, and the plans made of it: kept by snapshot, asker and question."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd

from components.migrant_places import named
from components.migrant_plan_asked import Asked
from data.errors import NotFound
from data.geo import region
from data.geo.boundaries import boundary
from data.geo.distance import kilometres
from data.listing import listing
from data.query import ask
from data.scope import Node, current_asker
from data.serving import reading, snapshot
from data.settings import settings
from models import migrant_plan
from models.location import Sites, sites
from models.migrant_plan import Plan, plan
from models.migrant_plan_response import REMOTE, cells
from models.migrant_plan_settings import assumptions

PAIR = ["county", "centre"]
OFFERED = 0.25  # of all that can be spent: enough for some of the places, not for all of them


def policies() -> list[dict[str, Any]]:
    """Policies in force, with ``label`` in the reader's language."""
    rows = listing("policy", limit=200).frame.to_dict("records")
    day = str(snapshot().as_of_date)
    inside = [row for row in rows if not _text(row["end_date"]) or _text(row["end_date"])[:10] >= day]
    return [row | {"label": named(row, short=False)} for row in inside]


def offered(node: Node) -> dict[str, list[str]]:
    """Counties and centres that have workers away: only they can be asked for."""
    frame = ask("migrant_workers", by=PAIR, where=node.where()).frame
    held = frame[frame["migrant_workers"] > 0]
    return {name: sorted(held[name].astype(str).unique()) for name in PAIR}


def planned(asked: Asked) -> Plan:
    """The plan, under the asker's own scope. Raises BadRequest in words when the limits cannot be kept."""
    with reading() as state:
        return _planned(state.number, *_who(), asked)


def ample(policy: str, node: Node) -> tuple[float, int]:
    """Yuan and service days beyond which nothing is worth planning for a policy: it follows who is not reached yet."""
    with reading() as state:
        return _ample(state.number, *_who(), policy, node)


def usual(policy: str, node: Node) -> dict[str, int]:
    """The amounts offered first, by what is given: a part of the ample ones, to two digits."""
    cost, days = ample(policy, node)
    return {"budget": _rounded(cost * OFFERED), "days": _rounded(days * OFFERED)}


def _rounded(number: float) -> int:
    """To two digits, at least 1."""
    digits = max(math.floor(math.log10(max(number, 1))) - 1, 0)
    return max(round(number / 10**digits) * 10**digits, 1)


def sited(asked: Asked) -> tuple[Sites, pd.DataFrame] | None:
    """Where further centres add most, and the existing ones; None for a centre, which plans its own place alone."""
    if "centre" in (asked.node.level, current_asker().scope_level):
        return None
    with reading() as state:
        return _sited(state.number, *_who(), replace(asked, mode="", amount=0, counties=(), centres=()))


def shades(asked: Asked) -> tuple[pd.DataFrame, str]:
    """Those the policy fits and has not reached by province of work, and the province they come from."""
    frame = ask(["policy_uncovered", "policy_eligible"], by="destination_province", where=asked.where).frame
    return frame, region.home(settings().region)[0]


def _who() -> tuple[str, str | None]:
    asker = current_asker()
    return asker.scope_level, asker.scope_id


@lru_cache(maxsize=64)
def _planned(_state: int, _level: str, _unit: str | None, asked: Asked) -> Plan:
    amount = {"budget": asked.amount} if asked.mode == "budget" else {"days": int(asked.amount)}
    ready = cells(_cells(asked), assumptions())
    return plan(ready, assumptions(), must_counties=asked.counties, must_centres=asked.centres, **amount)


@lru_cache(maxsize=256)
def _ample(_state: int, _level: str, _unit: str | None, policy: str, node: Node) -> tuple[float, int]:
    return migrant_plan.ample(cells(_cells(Asked(policy, 0, node=node)), assumptions()), assumptions())


@lru_cache(maxsize=64)
def _sited(_state: int, _level: str, _unit: str | None, asked: Asked) -> tuple[Sites, pd.DataFrame]:
    found = ask(["policy_eligible", "policy_uncovered"], by="destination_city", where=asked.where).frame
    places = listing("destination", limit=1000).frame[["code", "lon", "lat"]]
    cities = found.merge(places, left_on="destination_city", right_on="code").dropna(subset=["lon", "lat"])
    cities = cities.rename(
        columns={"destination_city": "city", "policy_eligible": "eligible", "policy_uncovered": "uncovered"}
    )
    centres = _centres()
    centres = centres[(centres["kind"] != REMOTE) & centres["lon"].notna()].reset_index(drop=True)
    return sites(cities.fillna({"eligible": 0, "uncovered": 0}), centres, asked.sites, assumptions()), centres


def _cells(asked: Asked) -> pd.DataFrame:
    """A row per county and centre: uncovered now; reached and services under the policy since it began; staff, kilometres."""
    now = ask("policy_uncovered", by=PAIR, where=asked.where).frame[[*PAIR, "policy_uncovered"]]
    past = ask(["policy_reached", "migrant_services"], by=PAIR, where=asked.where).frame
    both = now.merge(past[[*PAIR, "policy_reached", "migrant_services"]], on=PAIR, how="outer")
    made = both.merge(_centres(), on="centre").rename(
        columns={"policy_uncovered": "uncovered", "policy_reached": "reached", "migrant_services": "services"}
    )
    made = made.fillna({"uncovered": 0, "reached": 0, "services": 0, "staff": 0})
    known, nowhere = _county_spots(), (float("nan"), float("nan"))
    spots = [known.get(str(county), nowhere) for county in made["county"]]
    lon, lat = [spot[0] for spot in spots], [spot[1] for spot in spots]
    return made.assign(km=kilometres(lon, lat, made["lon"], made["lat"]))


def _centres() -> pd.DataFrame:
    """centre, kind, lon, lat, staff of those not closed."""
    frame = listing("centre", limit=200).frame
    day = str(snapshot().as_of_date)
    is_open = [not _text(closed) or _text(closed)[:10] > day for closed in frame["closed_date"]]
    shown = frame[is_open].rename(columns={"centre_id": "centre", "staff_count": "staff"})
    return shown[["centre", "kind", "lon", "lat", "staff"]].astype({"lon": float, "lat": float})


@lru_cache(maxsize=1)
def _county_spots() -> dict[str, tuple[float, float]]:
    """County → where its name stands on the map; NaN where the region's file does not say."""
    try:
        features = json.loads(boundary("counties").body)["features"]
    except NotFound:
        return {}
    nowhere = float("nan")
    return {
        str(one["id"]): (
            float(one["properties"].get("label_lon", nowhere)),
            float(one["properties"].get("label_lat", nowhere)),
        )
        for one in features
    }


def _text(value: Any) -> str:
    """A date of a listing as text; empty when there is none."""
    return "" if value is None or value != value else str(value)
