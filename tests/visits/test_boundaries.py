"""Boundaries: what the map draws fits together, names its content, and is refused to strangers."""

import json
from pathlib import Path

import pytest
from shapely.geometry import shape
from shapely.ops import unary_union

from data.errors import NotFound
from data.geo import region
from data.geo.boundaries import boundary, geo_url, geo_urls


def shapes(name: str) -> list:
    return [shape(feature["geometry"]) for feature in json.loads(boundary(name).body)["features"]]


def test_every_county_is_there_with_its_code(province):
    folder = Path(region.__file__).parent
    codes = {feature["id"] for feature in json.loads(boundary("counties").body)["features"]}
    assert codes == {feature["id"] for feature in region.features(folder, "counties")}


def test_prefectures_and_outline_are_made_of_the_same_counties(province):
    whole = unary_union(shapes("counties"))
    for name in ("prefectures", "outline"):
        assert unary_union(shapes(name)).symmetric_difference(whole).area < 1e-3 * whole.area


def test_neighbours_leave_the_region_out(province):
    whole = unary_union(shapes("counties"))
    assert unary_union(shapes("neighbours")).intersection(whole).area < 0.05 * whole.area


def test_outer_rings_run_clockwise(province):
    for name in ("counties", "prefectures", "outline", "neighbours"):
        for one in shapes(name):
            assert not any(part.exterior.is_ccw for part in getattr(one, "geoms", [one])), name


def test_an_unknown_name_is_told_what_there_is(province):
    with pytest.raises(NotFound, match="counties"):
        boundary("streets")
    assert set(geo_urls("counties", "streets")) == {"counties"}


def test_kept_by_content_and_only_for_those_signed_in(app, client_as):
    url = geo_url("counties")
    assert app.server.test_client().get(url).status_code == 401
    client = client_as("executive")
    answer = client.get(url)
    assert "immutable" in answer.headers["Cache-Control"] and "private" in answer.headers["Cache-Control"]
    assert client.get(url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert "no-cache" in client.get("/api/v1/geo/counties?v=old").headers["Cache-Control"]
    assert client.get("/api/v1/geo/streets").status_code == 404
