"""Which files draw the region: ``region.yaml`` in the folder of ``settings.region``, so that code names no province.

Grain: a GeoJSON feature per unit. Whatever property a file keeps its code under, features leave here with the code as
``id`` and ``properties.adcode``, and the prefecture of a county as ``properties.city_adcode``.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.errors import NotFound
from data.yaml_file import read_yaml

PARTS = ("counties", "prefectures", "provinces", "boundary_lines")


def features(folder: Path, part: str) -> list[dict[str, Any]]:
    """Features of ``part`` (one of ``PARTS``). Raises NotFound when the region has no such file."""
    declared = _declared(folder).get(part)
    if declared is None:
        raise NotFound("the region in %(folder)s has no %(part)s", folder=folder.name, part=part)
    path = folder / declared["file"]
    if not path.is_file():
        raise NotFound("region.yaml names %(file)s, which is not in %(folder)s", file=path.name, folder=folder.name)
    found = json.loads(path.read_text("utf-8"))["features"]
    return [_coded(feature, declared) for feature in found]


@lru_cache
def attribution(folder: Path) -> dict[str, str]:
    """What must stand beside the map, ``{zh, en}``; empty when the region declares nothing."""
    return _declared(folder).get("attribution") or {}


@lru_cache
def wall_attribution(folder: Path) -> dict[str, str]:
    """What stands beside the map on a wall, where few words are read: ``{zh, en}``; the long one where a region has no other."""
    return _declared(folder).get("attribution_wall") or attribution(folder)


@lru_cache(maxsize=4)
def home(folder: Path) -> tuple[str, float, float]:
    """Code and label point of the province the region's counties lie in; ("", 0, 0) when the region draws none."""
    own = code_of(features(folder, "counties")[0])[:2]
    try:
        found = next((f for f in features(folder, "provinces") if code_of(f)[:2] == own), None)
    except NotFound:
        found = None
    if found is None:
        return "", 0.0, 0.0
    told = found["properties"]
    return code_of(found), float(told.get("label_lon", 0)), float(told.get("label_lat", 0))


def code_of(feature: dict[str, Any]) -> str:
    """The code of a feature that left this file."""
    return str(feature["properties"].get("adcode") or feature.get("id"))


def _declared(folder: Path) -> dict[str, Any]:
    path = folder / "region.yaml"
    if not path.is_file():
        raise NotFound("no region.yaml in %(folder)s", folder=folder.name)
    return read_yaml(path) or {}


def _coded(feature: dict[str, Any], declared: dict[str, Any]) -> dict[str, Any]:
    """The feature with its codes where everybody looks for them."""
    properties = dict(feature.get("properties") or {})
    for ours, theirs in (("adcode", declared.get("code")), ("city_adcode", declared.get("prefecture"))):
        if theirs:
            properties[ours] = str(properties.get(theirs, ""))
    code = properties.get("adcode") or feature.get("id")
    return feature | {"properties": properties} | ({"id": str(code)} if code else {})
