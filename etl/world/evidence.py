"""What the phone records beside the talk: position, accuracy, coordinate system, clock."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from data.geo.crs import wgs84_to_gcj02
from etl.world.dice import dice
from etl.world.province import Province
from etl.world.rounds import Stops

METRES = 1 / 111_200  # a metre in degrees of latitude


@dataclass
class Evidence:
    """One row per stop. WGS-84 until ``declare``; ``no_fix``: signal missing; ``drift``: clock error in seconds."""

    lon: np.ndarray
    lat: np.ndarray
    accuracy: np.ndarray
    no_fix: np.ndarray
    is_mock: np.ndarray
    drift: np.ndarray

    def only(self, rows: np.ndarray) -> Evidence:
        """The rows of a mask, or in the order of an index."""
        return Evidence(*(getattr(self, item.name)[rows] for item in fields(self)))

    def declare(self, is_gcj02: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Longitude and latitude as each phone reports them."""
        shifted_lon, shifted_lat = wgs84_to_gcj02(self.lon[is_gcj02], self.lat[is_gcj02])
        lon, lat = self.lon.copy(), self.lat.copy()
        lon[is_gcj02], lat[is_gcj02] = shifted_lon, shifted_lat
        return lon, lat


def honest(rng: np.random.Generator, province: Province, stops: Stops, deaf: np.ndarray) -> Evidence:
    """Near the household, as exact as the phone thinks. ``deaf``: the chance of no position fix per village."""
    count = len(stops.seat)
    homes = province.households
    accuracy = np.clip(rng.lognormal(2.5, 0.62, count), 3, 240)
    error = rng.normal(0, 0.75, (2, count)) * (accuracy + 6) * METRES
    lon, lat = homes.lon[stops.household], homes.lat[stops.household]
    clock = np.where(rng.random(count) < 0.03, rng.normal(0, 45, count), rng.normal(0, 4, count))
    return Evidence(
        lon=lon + error[0] / np.cos(np.radians(lat)),
        lat=lat + error[1],
        accuracy=np.round(accuracy, 1),
        no_fix=rng.random(count) < deaf[homes.village[stops.household]],
        is_mock=np.zeros(count, bool),
        drift=clock.astype(np.int64),
    )


MET_OUTSIDE, COARSE, WRONG_CLOCKS = 0.015, 0.01, 0.012  # parts of visits, of positions, of phones


def luckless(rng: np.random.Generator, stops: Stops, evidence: Evidence, clocks: np.ndarray) -> None:
    """What happens to honest people, in place: customers met in the field or at the market, positions taken from a mast far
    away, phones whose clock is some minutes off, always by the same (``clocks``: seconds by seat)."""
    lot = rng.random(len(stops.seat), np.float32)
    outside, coarse = np.flatnonzero(lot < MET_OUTSIDE), np.flatnonzero(lot > 1 - COARSE)
    evidence.accuracy[coarse] = np.round(rng.uniform(300, 1_800, len(coarse)), 1)
    blur = 0.7 * evidence.accuracy[coarse] * rng.random(len(coarse))
    for rows, metres in ((outside, rng.lognormal(6.1, 0.5, len(outside))), (coarse, blur)):
        bearing = rng.uniform(0, 2 * np.pi, len(rows))
        evidence.lon[rows] += np.cos(bearing) * metres * METRES / np.cos(np.radians(evidence.lat[rows]))
        evidence.lat[rows] += np.sin(bearing) * metres * METRES
    evidence.drift += clocks[stops.seat]


def wrong_clocks(province: Province) -> np.ndarray:
    """By how many seconds the phone of each seat is off: mostly by none."""
    rng, seats = dice(province.seed, "clocks"), province.managers
    minutes = rng.choice([-1, 1], seats) * rng.uniform(2, 9, seats)
    return np.where(rng.random(seats) < WRONG_CLOCKS, 60 * minutes, 0).astype(np.int64)


def no_signal(province: Province) -> np.ndarray:
    """The chance of no position fix in each village: valleys often have no signal."""
    rng = dice(province.seed, "signal")
    return np.where(province.villages.is_urban, 0.01, rng.beta(0.8, 9.0, len(province.villages.code)))
