"""Where townships and villages lie: points inside their county, spread as settlements are.

The lists have names but no positions, so positions are made up once, the same for every seed: streets round the county
seat, townships spread over the rest (a few rounds of Lloyd), villages round their township. Distances in kilometres.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.spatial import cKDTree

from etl.world.dice import dice
from etl.world.geography import County, Townships, Villages

KM_PER_DEGREE = 111.2
SURVEY = 2020  # the "seed" of the map: geography does not change with the province's seed


@dataclass(frozen=True)
class Settlements:
    """Positions in degrees (WGS-84). ``radius_km``: within it around a village everything lies inside the county."""

    township_lon: np.ndarray
    township_lat: np.ndarray
    village_lon: np.ndarray
    village_lat: np.ndarray
    radius_km: np.ndarray


def settle(counties: list[County], townships: Townships, villages: Villages) -> Settlements:
    """Place every township and village of the counties."""
    town = np.zeros((len(townships.code), 2))
    village = np.zeros((len(villages.code), 2))
    radius = np.zeros(len(villages.code))
    county_of = townships.county[villages.township]
    for index, county in enumerate(counties):
        rng = dice(SURVEY, county.code)
        towns, homes = np.flatnonzero(townships.county == index), np.flatnonzero(county_of == index)
        shapely.prepare(county.shape)
        town[towns] = _centres(rng, county, townships.is_street[towns])
        village[homes] = _homes(rng, county, town[towns], villages.township[homes] - towns[0])
        radius[homes] = _room(county, village[homes], villages.is_urban[homes])
    return Settlements(town[:, 0], town[:, 1], village[:, 0], village[:, 1], radius)


def _centres(rng: np.random.Generator, county: County, is_street: np.ndarray) -> np.ndarray:
    streets, rural = int(is_street.sum()), int((~is_street).sum())
    land = _inside(rng, county, 60 * len(is_street) + 400)
    seat = land[np.argmin(_distance(land, np.array([[county.lon, county.lat]])))]
    order = np.argsort(_distance(land, seat[None]))
    town_km = 1.6 * np.sqrt(streets) + 1.0
    core = land[order[: max(int((_distance(land, seat[None]) < town_km).sum()), 12 * streets, 1)]]
    out = land[order[len(core) :]] if rural and streets else land
    points = np.zeros((len(is_street), 2))
    if streets:
        points[is_street] = _spread(rng, core if rural else land, streets)
    if rural:
        points[~is_street] = _spread(rng, out, rural)
    return points


def _spread(rng: np.random.Generator, land: np.ndarray, count: int) -> np.ndarray:
    """``count`` of the points in ``land``, evenly spread but not as on a grid."""
    centres = land[rng.choice(len(land), count, replace=len(land) < count)]
    for _ in range(5):
        nearest = cKDTree(centres * _stretch(land)).query(land * _stretch(land))[1]
        size = np.bincount(nearest, minlength=count)
        mean = np.stack([np.bincount(nearest, land[:, axis], count) for axis in (0, 1)], axis=1)
        centres = np.where(size[:, None] > 0, mean / np.maximum(size, 1)[:, None], centres)
    tree = cKDTree(land * _stretch(land))
    return land[tree.query((centres + rng.normal(0, 0.006, centres.shape)) * _stretch(land))[1]]


def _homes(rng: np.random.Generator, county: County, towns: np.ndarray, township: np.ndarray) -> np.ndarray:
    """A point for every village: near its township (index into ``towns``) and nearest to no other."""
    flat = towns * _stretch(towns)
    tree = cKDTree(flat)
    gap = tree.query(flat, k=2)[0][:, 1] if len(towns) > 1 else np.array([0.05])
    found = np.full((len(township), 2), np.nan)
    reach = np.maximum(gap, 0.004) * 0.42
    inland = county.shape.buffer(-0.003)
    shapely.prepare(inland)
    for attempt in range(24):
        missing = np.flatnonzero(np.isnan(found[:, 0]))
        if not len(missing):
            break
        home = township[missing]
        spread = reach[home, None] * (0.92**attempt)
        trial = towns[home] + rng.normal(0, 1, (len(missing), 2)) * spread / _stretch(towns)
        good = shapely.contains_xy(inland, trial[:, 0], trial[:, 1])
        good &= (tree.query(trial * _stretch(towns))[1] == home) | (attempt > 11)
        found[missing[good]] = trial[good]
    missing = np.isnan(found[:, 0])
    found[missing] = towns[township[missing]]
    return found


def _room(county: County, points: np.ndarray, is_urban: np.ndarray) -> np.ndarray:
    """How far, in kilometres, households may lie from the village's point: never over the county's boundary."""
    to_edge = shapely.distance(county.shape.boundary, shapely.points(points)) * KM_PER_DEGREE * 0.86
    flat = points * _stretch(points)
    to_next = cKDTree(flat).query(flat, k=2)[0][:, 1] * KM_PER_DEGREE if len(points) > 1 else np.full(1, 1.0)
    wish = np.clip(to_next * 0.6, 0.25, np.where(is_urban, 0.7, 1.5))
    return np.minimum(wish, to_edge * 0.95)


def _inside(rng: np.random.Generator, county: County, count: int) -> np.ndarray:
    west, south, east, north = county.shape.bounds
    kept: list[np.ndarray] = []
    while sum(map(len, kept)) < count:
        trial = rng.uniform((west, south), (east, north), (count * 2, 2))
        kept.append(trial[shapely.contains_xy(county.shape, trial[:, 0], trial[:, 1])])
    return np.concatenate(kept)[:count]


def _distance(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Kilometres between points of the same or broadcast shape."""
    return np.hypot(*((left - right) * _stretch(left)).T) * KM_PER_DEGREE


def _stretch(points: np.ndarray) -> np.ndarray:
    """Makes a degree of longitude as long as one of latitude."""
    return np.array([np.cos(np.radians(points[:, 1].mean())), 1.0])
