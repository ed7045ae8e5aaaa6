"""Places of the migrants page: where people may work, the centres, the region they come from; names in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from components.migrant_choice import PLACES, Choice
from data.geo import region
from data.geo.boundaries import boundary
from data.i18n import current_language
from data.listing import listing
from data.query import ask
from data.scope import current_asker
from data.serving import reading
from data.settings import settings


def named(row: Mapping[str, Any], *, short: bool = True) -> str:
    """A row's name in the reader's language."""
    if current_language() == "en":
        return str(row["name_en"] or row["name"])
    return str((row.get("short_name") if short else None) or row["name"])


@lru_cache(maxsize=4)
def _destinations(_state: int) -> list[dict[str, Any]]:
    return listing("destination", limit=1000).frame.to_dict("records")


def destinations() -> dict[str, dict[str, Any]]:
    """Code → row of every province and city people may work in, of the snapshot shown."""
    with reading() as state:
        return {str(row["code"]): row for row in _destinations(state.number)}


@lru_cache(maxsize=32)
def _centres(_state: int, _scope: str) -> list[dict[str, Any]]:
    return listing("centre", limit=100).frame.to_dict("records")


def centres() -> list[dict[str, Any]]:
    """The service centres and the remote desk, with ``name`` as short as the language has it."""
    with reading() as state:
        return [
            row | {"name": named(row).removesuffix(" Centre"), "address": _address(row)}
            for row in _centres(state.number, current_asker().scope)
        ]


def _address(row: Mapping[str, Any]) -> str:
    """Where a centre is: the address as delivered, which is Chinese; its city and province in English."""
    if current_language() == "zh" or not row["city_code"]:
        return str(row["address"] or "")
    return ", ".join(dict.fromkeys(place_name(str(row[level])) for level in ("city_code", "province_code")))


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


def cities_served(centre: str) -> list[str]:
    """The cities whose workers are the centre's, most workers first."""
    frame = ask("migrant_workers", by=PLACES["city"], where={"centre": centre}, order="-migrant_workers").frame
    return [str(code) for code in frame.loc[frame["migrant_workers"] > 0, PLACES["city"]]]


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
