"""The map of China is whole and drawn as Chinese maps are: 34 provinces, the ten-dash line, every island, one projection."""

from __future__ import annotations

import json
import re
from math import cos, radians

import pytest
import shapely
from shapely.geometry import shape

from data.geo import region
from data.geo.albers import project
from data.geo.boundaries import boundary
from data.settings import settings

HAINAN, TAIWAN = "460000", "710000"
KM_A_DEGREE = 111.1949


@pytest.fixture(scope="module")
def china(province) -> dict:
    return json.loads(boundary("china").body)


def shape_of(china: dict, code: str) -> dict:
    return next(one for one in china["shapes"] if one["id"] == code)


def points(d: str) -> list[list[tuple[int, int]]]:
    """The rings of path data in absolute points."""
    rings = []
    for ring in re.findall(r"M(-?\d+ -?\d+)l([^Mz]*)", d):
        x, y = map(int, ring[0].split())
        steps = list(map(int, re.findall(r"-?\d+", ring[1])))
        found = [(x, y)]
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            found.append((x, y))
        rings.append(found)
    return rings


def test_all_provinces_and_all_dashes_are_there(china):
    assert len({one["id"] for one in china["shapes"]}) == 34
    assert len(china["lines"]) == 10
    assert shape_of(china, TAIWAN)["zh"] == "台湾"


@pytest.mark.parametrize("code", [HAINAN, TAIWAN, "440000", "330000"])
def test_no_island_is_lost(china, code):
    source = next(f for f in region.features(settings().region, "provinces") if f["id"] == code)
    parts = shapely.get_parts(shape(source["geometry"]))
    assert len(points(shape_of(china, code)["d"])) == sum(1 + len(part.interiors) for part in parts)


def test_paths_end_where_the_source_has_its_points(china):
    source = next(f for f in region.features(settings().region, "provinces") if f["id"] == HAINAN)
    ours = {at for ring in points(shape_of(china, HAINAN)["d"]) for at in ring}
    theirs = {project(*at) for at in shapely.get_coordinates(shape(source["geometry"]))}
    assert len(ours & theirs) > 1000
    assert all((x - 1, y) in theirs for x, y in ours - theirs)  # an island smaller than a unit is a dot of one


@pytest.mark.parametrize(("lon", "lat"), [(75, 39), (105, 20), (131, 47), (120, 30)])
def test_the_projection_keeps_areas(lon, lat):
    corners = [project(lon + dx, lat + dy, 0.001) for dx, dy in ((0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1))]
    drawn = shapely.Polygon(corners).area / 1e6
    on_the_globe = (0.1 * KM_A_DEGREE) ** 2 * cos(radians(lat + 0.05))
    assert drawn == pytest.approx(on_the_globe, rel=2e-3)


def test_the_sea_inset_holds_every_dash_and_the_southernmost_island(china):
    x, y, width, height = china["frames"]["sea"]
    inside = [points(line)[0] for line in china["lines"]]
    inside.append([max((at for ring in points(shape_of(china, HAINAN)["d"]) for at in ring), key=lambda at: at[1])])
    assert all(x <= px <= x + width and y <= py <= y + height for ring in inside for px, py in ring)


def test_counties_come_projected_too(province):
    home = json.loads(boundary("home").body)
    assert len(home["shapes"]) == 88
    x, y, width, height = home["frames"]["main"]
    assert all(x <= one["spot"][0] <= x + width and y <= one["spot"][1] <= y + height for one in home["shapes"])


def test_geometry_is_guarded_kept_and_packed(app, client_as):
    assert app.server.test_client().get("/api/v1/geo/china").status_code == 401
    client = client_as("analyst")
    first = client.get("/api/v1/geo/china", headers={"Accept-Encoding": "gzip"})
    assert first.status_code == 200 and first.headers["Content-Encoding"] == "gzip"
    assert len(first.data) < 50_000
    again = client.get("/api/v1/geo/china", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data
