"""How far places are apart: along the earth, or on a local plane as the ETL's ``@metres`` measures."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

EARTH_KM = 6371.0088
METRES_A_DEGREE = 111_195.0  # of latitude

Spot = tuple[float, float]  # lon, lat


def kilometres(lon: Any, lat: Any, other_lon: Any, other_lat: Any) -> np.ndarray:
    """Great-circle distance (haversine); the arguments broadcast. NaN where a position is unknown."""
    lon, lat, other_lon, other_lat = (np.radians(np.asarray(v, dtype=float)) for v in (lon, lat, other_lon, other_lat))
    half = np.sin((other_lat - lat) / 2) ** 2 + np.cos(lat) * np.cos(other_lat) * np.sin((other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def distance_km(a: Spot, b: Spot) -> float:
    """The same between two spots: without arrays, for tracks of thousands."""
    (lon1, lat1), (lon2, lat2) = ([math.radians(x) for x in spot] for spot in (a, b))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def plane_metres(lon1: np.ndarray, lat1: np.ndarray, lon2: np.ndarray, lat2: np.ndarray) -> np.ndarray:
    """Distances on a local plane: right to a metre over the tens of kilometres a visit can be off."""
    east = (lon1 - lon2) * np.cos(np.radians((lat1 + lat2) / 2))
    return METRES_A_DEGREE * np.hypot(east, lat1 - lat2)
