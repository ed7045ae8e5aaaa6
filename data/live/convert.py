"""Visits as phones sent them, in the shape of ``fct_visit``: as the ETL will load them (``core/fct_visit.sql``)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from data.geo.distance import METRES_A_DEGREE
from data.live.delta import Counted
from data.live.history import Group, History, Household

Fact = dict[str, Any]


def facts_of(rows: pa.Table, history: History, photos: Mapping[str, int]) -> list[Fact]:
    """A row of ``fct_visit`` for each visit; ``photos``: visit id → photos that came so far."""
    visits = rows.to_pylist()
    places = history.households([visit["household_id"] for visit in visits])
    return [_fact(visit, place, history, photos) for visit, place in zip(visits, places, strict=True)]


def counted(fact: Fact) -> Counted:
    """The fact as far as counts go."""
    group = Group(fact["prefecture_code"], fact["county_code"], fact["entity_id"], fact["branch_id"], fact["staff_id"])
    return Counted(
        group, fact["visit_date"], fact["household_id"], fact["village_code"], fact["satisfaction"],
        fact["dwell_minutes"], fact["photo_count"],
    )  # fmt: skip


def _fact(visit: Mapping[str, Any], place: Household, history: History, photos: Mapping[str, int]) -> Fact:
    day = visit["started_at"].date()
    branch, entity = history.post(visit["staff_id"], day) or (place.branch, place.entity)
    office = history.office(branch)
    return {
        "visit_id": visit["client_uuid"],
        "visit_no": visit["visit_no"],
        "visit_date": day,
        "started_at": visit["started_at"],
        "ended_at": visit["ended_at"],
        "dwell_minutes": (visit["ended_at"] - visit["started_at"]).total_seconds() / 60.0,
        "staff_id": visit["staff_id"],
        "branch_id": branch,
        "entity_id": entity,
        "household_id": visit["household_id"],
        "customer_id": visit["customer_id"],
        "customer_group": place.customer_group,
        "village_code": place.village,
        "township_code": place.township,
        "county_code": place.county,
        "prefecture_code": place.prefecture,
        "purpose": visit["purpose"],
        "result": visit["result"],
        "satisfaction": visit["satisfaction"],
        "lon": visit["lon"],
        "lat": visit["lat"],
        "accuracy_m": visit["accuracy_m"],
        "distance_m": metres(visit["lon"], visit["lat"], place.lon, place.lat),
        "is_mock": visit["is_mock"],
        "photo_count": photos.get(visit["client_uuid"], 0),
        "note": visit["note"],
        # what is served of no visit, but read to judge it
        "device_time": visit["device_time"],
        "received_at": visit["received_at"],
        "home_lon": place.lon,
        "home_lat": place.lat,
        "office_m": metres(visit["lon"], visit["lat"], *office),
    }


def metres(lon1: float | None, lat1: float | None, lon2: float | None, lat2: float | None) -> float | None:
    """Distance on a local plane, as the ETL's ``@metres``; None when a point is unknown."""
    if lon1 is None or lat1 is None or lon2 is None or lat2 is None:
        return None
    east = (lon1 - lon2) * math.cos(math.radians((lat1 + lat2) / 2))
    return METRES_A_DEGREE * math.hypot(east, lat1 - lat2)
