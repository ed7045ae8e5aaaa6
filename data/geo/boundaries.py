"""Boundaries for maps: the region files of ``settings.region``, simplified once, named by the hash of their content.

Grain: a GeoJSON feature per county, prefecture, province. Nothing is wired to one province: ``region.yaml`` in the
folder names the files and the properties that hold codes (``data/geo/region.py``). Kept properties: ``name``,
``short_name``, ``name_en``, ``label_lon``, ``label_lat``; of a county also ``city_adcode``. Prefecture lines and the
outline are dissolved from the simplified counties, so all lines agree to the last point. Rings run clockwise, the order
d3-geo wants. WGS-84. ``china`` and ``home`` are no GeoJSON but projected paths (``data/geo/drawn.py``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from data.errors import NotFound
from data.geo import drawn, region
from data.settings import settings

TOLERANCE = 0.006  # degrees: half a pixel with the whole province on a desk screen, still true with one county on it
NEIGHBOUR_TOLERANCE = 0.03
MARGIN = 0.9  # of the region's width and height: how far neighbours are drawn around it


@dataclass(frozen=True)
class Boundary:
    """A boundary file ready to serve: JSON bytes and the digest that names this content in its address."""

    name: str
    body: bytes
    digest: str


def boundary(name: str) -> Boundary:
    """The boundary file ``name`` (see ``NAMES``). Raises NotFound when the name or its region file does not exist."""
    if name not in _MAKERS:
        raise NotFound("no boundary %(name)s; there are %(names)s", name=name, names=", ".join(NAMES))
    return _boundary(settings().region, name)


def geo_url(name: str) -> str:
    """Address of a boundary file with its content hash: kept by the browser for a year, never old."""
    return f"/api/v1/geo/{name}?v={boundary(name).digest}"


def geo_urls(*names: str) -> dict[str, str]:
    """``{name: address}`` of those boundary files the region has."""
    urls = {}
    for name in names:
        try:
            urls[name] = geo_url(name)
        except NotFound:
            continue
    return urls


@lru_cache(maxsize=32)
def _boundary(folder: Path, name: str) -> Boundary:
    body = json.dumps(_MAKERS[name](folder), ensure_ascii=False, separators=(",", ":")).encode()
    return Boundary(name, body, hashlib.sha256(body).hexdigest()[:12])


def _clockwise(geometry: BaseGeometry) -> BaseGeometry:
    """Polygons with clockwise outer rings and grid-rounded coordinates; whatever is no area is left out."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and not part.is_empty]
    turned = shapely.orient_polygons(shapely.MultiPolygon(parts), exterior_cw=True)
    return turned.geoms[0] if len(parts) == 1 else turned


def _rounded(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else [_rounded(part) for part in value]


def _feature(code: str, properties: dict[str, Any], geometry: BaseGeometry) -> dict[str, Any]:
    kept = ("name", "short_name", "name_en", "city_adcode", "label_lon", "label_lat", "kind")
    drawn = mapping(geometry)
    return {
        "type": "Feature",
        "id": code,
        "properties": {key: properties[key] for key in kept if key in properties},
        "geometry": {"type": drawn["type"], "coordinates": _rounded(drawn["coordinates"])},
    }


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


@lru_cache(maxsize=4)
def _simple_counties(folder: Path) -> tuple[tuple[dict[str, Any], BaseGeometry], ...]:
    """(feature, simplified geometry) per county; neighbours still share every point of their common line."""
    features = region.features(folder, "counties")
    simple = shapely.coverage_simplify([shape(feature["geometry"]) for feature in features], TOLERANCE)
    return tuple(zip(features, simple, strict=True))


def _counties(folder: Path) -> dict[str, Any]:
    return _collection(
        [_feature(region.code_of(f), f["properties"], _clockwise(g)) for f, g in _simple_counties(folder)]
    )


def _prefecture_names(folder: Path) -> dict[str, dict[str, Any]]:
    """Properties of each prefecture by code; empty when the region has no such file."""
    try:
        return {region.code_of(feature): feature["properties"] for feature in region.features(folder, "prefectures")}
    except NotFound:
        return {}


def _prefectures(folder: Path) -> dict[str, Any]:
    named = _prefecture_names(folder)
    parts: dict[str, list[BaseGeometry]] = {}
    for feature, geometry in _simple_counties(folder):
        parts.setdefault(str(feature["properties"].get("city_adcode")), []).append(geometry)
    return _collection(
        [
            _feature(code, named.get(code, {"name": code}), _clockwise(shapely.coverage_union_all(shapes)))
            for code, shapes in parts.items()
        ]
    )


def _whole(folder: Path) -> BaseGeometry:
    return _clockwise(shapely.coverage_union_all([geometry for _, geometry in _simple_counties(folder)]))


def _outline(folder: Path) -> dict[str, Any]:
    return _collection([_feature("outline", {}, _whole(folder))])


def _neighbours(folder: Path) -> dict[str, Any]:
    """Provinces around the region, cut to a frame about it; ``label_lon/lat`` inside the part that is drawn."""
    whole = _whole(folder)
    west, south, east, north = whole.bounds
    frame = shapely.box(
        west - MARGIN * (east - west),
        south - MARGIN * (north - south),
        east + MARGIN * (east - west),
        north + MARGIN * (north - south),
    )
    near = shapely.box(west - 0.5, south - 0.5, east + 0.5, north + 0.5)
    around = []
    for feature in region.features(folder, "provinces"):
        geometry = shapely.simplify(shape(feature["geometry"]), NEIGHBOUR_TOLERANCE)
        inside = shapely.intersection(shapely.make_valid(geometry), frame)
        if inside.is_empty or shapely.intersection(inside, whole).area > 0.5 * whole.area:
            continue  # elsewhere, or the region's own province, whose simplified line differs from the counties'
        spot = shapely.difference(shapely.intersection(inside, near), shapely.buffer(whole, 0.25))
        properties = dict(feature["properties"])
        if not spot.is_empty:
            label = max(shapely.get_parts(spot), key=lambda part: part.area).representative_point()
            properties |= {"label_lon": round(label.x, 3), "label_lat": round(label.y, 3)}
        around.append(_feature(region.code_of(feature), properties, _clockwise(inside)))
    return _collection(around)


def _provinces(folder: Path) -> dict[str, Any]:
    return _collection(
        [_feature(region.code_of(f), f["properties"], _clockwise(g)) for f, g in drawn.simple_provinces(folder)]
    )


def _boundary_lines(folder: Path) -> dict[str, Any]:
    features = region.features(folder, "boundary_lines")
    return _collection([_feature(f.get("id", ""), f["properties"], shape(f["geometry"])) for f in features])


_MAKERS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "counties": _counties,
    "prefectures": _prefectures,
    "outline": _outline,
    "neighbours": _neighbours,
    "provinces": _provinces,
    "boundary_lines": _boundary_lines,
    "china": drawn.china,
    "home": lambda folder: drawn.home(_simple_counties(folder)),
}
NAMES = tuple(_MAKERS)
