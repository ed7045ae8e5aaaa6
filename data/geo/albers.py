"""The conic projection Chinese maps use: Albers equal area, parallels 25° and 47°, middle meridian 105°. A sphere.

``project`` gives whole units (``KM`` kilometres each) with y downwards, as SVG wants them; 105° E 36° N is (0, 0).
"""

from __future__ import annotations

from math import cos, radians, sin, sqrt

FIRST, SECOND, MERIDIAN, MIDDLE = radians(25), radians(47), 105.0, radians(36)
EARTH_KM, KM = 6371.0, 0.5

_CONE = (sin(FIRST) + sin(SECOND)) / 2
_CONSTANT = cos(FIRST) ** 2 + 2 * _CONE * sin(FIRST)
_TOP = sqrt(_CONSTANT - 2 * _CONE * sin(MIDDLE)) / _CONE


def project(lon: float, lat: float, km: float = KM) -> tuple[int, int]:
    """WGS-84 degrees → (x, y) in units of ``km`` kilometres, rounded."""
    radius = sqrt(max(_CONSTANT - 2 * _CONE * sin(radians(lat)), 0.0)) / _CONE
    angle = _CONE * radians(lon - MERIDIAN)
    scale = EARTH_KM / km
    return round(radius * sin(angle) * scale), round((radius * cos(angle) - _TOP) * scale)
