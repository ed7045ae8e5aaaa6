"""Boundaries projected once for SVG: relative paths in whole units, so that a browser only draws.

``china`` has the 34 provinces, the ten-dash line and the frames a map of China is cut to: ``main`` (from Hainan island
to the north), ``coast`` (the south-east, where most service centres are) and ``sea`` (the South China Sea, whole).
``home`` has the counties of the region. Grain: a shape per unit with names, a point for its label, and its box.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from data.geo import region
from data.geo.albers import KM, project

CHINA_TOLERANCE = 0.02
HOME_KM = 0.1
DASHES = "十段线"
FRAMES = {  # west, south, east, north in degrees; main: all land north of its south edge
    "main": (73.0, 18.0, 136.0, 54.0),
    "coast": (108.6, 21.4, 122.9, 32.4),
    "sea": (106.5, 2.6, 124.0, 24.6),
}
Point = tuple[int, int]


def china(folder: Path) -> dict[str, Any]:
    """The provinces with the ten-dash line. Raises NotFound when the region has no such files."""
    features, shapes = zip(*simple_provinces(folder), strict=True)
    lines = [f for f in region.features(folder, "boundary_lines") if f["properties"].get("kind") == DASHES]
    return {
        "km": KM,
        "frames": {name: _frame(name, shapes) for name in FRAMES},
        "shapes": [_shape(f, g, KM) for f, g in zip(features, shapes, strict=True)],
        "lines": [_path([f["geometry"]["coordinates"]], KM, closed=False) for f in lines],
    }


def simple_provinces(folder: Path) -> list[tuple[dict[str, Any], BaseGeometry]]:
    """(feature, simplified geometry) per province; neighbours share every point of their common line."""
    features = region.features(folder, "provinces")
    simple = shapely.coverage_simplify([shape(feature["geometry"]) for feature in features], CHINA_TOLERANCE)
    return list(zip(features, simple, strict=True))


def home(counties: Iterable[tuple[dict[str, Any], BaseGeometry]]) -> dict[str, Any]:
    """The region's counties, given as (feature, simplified geometry)."""
    shapes = [_shape(feature, geometry, HOME_KM) for feature, geometry in counties]
    boxes = [one["box"] for one in shapes]
    west, north = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, south = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return {"km": HOME_KM, "frames": {"main": [west, north, east - west, south - north]}, "shapes": shapes, "lines": []}


def _frame(name: str, shapes: Sequence[BaseGeometry]) -> list[int]:
    """x, y, width, height that hold the frame's degrees; ``main`` is as large as the land in it."""
    west, south, east, north = FRAMES[name]
    if name == "main":
        window = shapely.box(west, south, east, north)
        inside = [shapely.intersection(one, window) for one in shapes]
        spots = [project(*at) for one in inside for at in shapely.get_coordinates(one)]
    else:
        middle = (west + east) / 2
        spots = [project(lon, lat) for lon in (west, middle, east) for lat in (south, north)]
    xs, ys = [x for x, _y in spots], [y for _x, y in spots]
    return [min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)]


def _shape(feature: dict[str, Any], geometry: BaseGeometry, km: float) -> dict[str, Any]:
    rings = [
        ring.coords
        for part in shapely.get_parts(geometry)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]
    told = feature["properties"]
    spots = [project(lon, lat, km) for lon, lat in shapely.get_coordinates(geometry)]
    xs, ys = [x for x, _y in spots], [y for _x, y in spots]
    return {
        "id": region.code_of(feature),
        "zh": told.get("short_name") or told.get("name", ""),
        "en": told.get("name_en", ""),
        "spot": project(float(told["label_lon"]), float(told["label_lat"]), km) if "label_lon" in told else None,
        "box": [min(xs), min(ys), max(xs), max(ys)],
        "d": _path(rings, km),
    }


def _path(rings: Iterable[Iterable[Sequence[float]]], km: float, *, closed: bool = True) -> str:
    """SVG path data of all rings: one absolute point a ring, then steps. A ring too small for a step stays a dot."""
    drawn = partial(_ring, closed=closed)
    return "".join(drawn([project(at[0], at[1], km) for at in ring]) for ring in rings)


def _ring(points: list[Point], *, closed: bool) -> str:
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
    moves = [step for step in steps if step != (0, 0)] or [(1, 0)]
    if closed and len(moves) > 1:
        moves = moves[:-1]  # z draws the last one
    text = " ".join(f"{x} {y}" for x, y in moves).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{text}{'z' if closed else ''}"
