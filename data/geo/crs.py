"""WGS-84 and GCJ-02: the offset that maps and many phones in China apply, there and back.

Arrays of degrees in, arrays of degrees out. The forward formula is the widely published approximation; the way back
repeats it until the error is below a centimetre. Positions outside China's bounding box are returned as they came.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

AXIS = 6378245.0  # Krasovsky 1940, metres
ECCENTRICITY = 0.00669342162296594323

Degrees = NDArray[np.float64]


def wgs84_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Degrees, Degrees]:
    """GCJ-02 position of a WGS-84 position."""
    x, y = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    east, north = _offset(x, y)
    inside = _in_china(x, y)
    return np.where(inside, x + east, x), np.where(inside, y + north, y)


def gcj02_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Degrees, Degrees]:
    """WGS-84 position of a GCJ-02 position."""
    x, y = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    guess_x, guess_y = x, y
    for _ in range(4):
        east, north = _offset(guess_x, guess_y)
        guess_x, guess_y = x - east, y - north
    inside = _in_china(x, y)
    return np.where(inside, guess_x, x), np.where(inside, guess_y, y)


def _offset(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """How far GCJ-02 lies from WGS-84 at a place, in degrees."""
    x, y = lon - 105.0, lat - 35.0
    shared = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    root = np.sqrt(np.abs(x))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (shared + _waves(y, (20.0, 1.0), (40.0, 3.0)) + _waves(y, (160.0, 12.0), (320.0, 30.0))) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (shared + _waves(x, (20.0, 1.0), (40.0, 3.0)) + _waves(x, (150.0, 12.0), (300.0, 30.0))) * 2.0 / 3.0
    bend = 1 - ECCENTRICITY * np.sin(np.radians(lat)) ** 2
    metres_north = AXIS * (1 - ECCENTRICITY) / (bend * np.sqrt(bend))
    metres_east = AXIS / np.sqrt(bend) * np.cos(np.radians(lat))
    return np.degrees(east / metres_east), np.degrees(north / metres_north)


def _waves(value: Degrees, *waves: tuple[float, float]) -> Degrees:
    return sum((size * np.sin(value / period * np.pi) for size, period in waves), start=np.zeros_like(value))


def _in_china(lon: Degrees, lat: Degrees) -> NDArray[np.bool_]:
    return (lon > 72.004) & (lon < 137.8347) & (lat > 0.8293) & (lat < 55.8271)
