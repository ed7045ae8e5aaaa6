"""WGS-84 to GCJ-02 and back."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.geo.crs import gcj02_to_wgs84, wgs84_to_gcj02


@given(st.floats(103.5, 109.7), st.floats(24.5, 29.3))
def test_there_and_back_is_the_same_place(lon, lat):
    back = gcj02_to_wgs84(*wgs84_to_gcj02(lon, lat))
    assert abs(back[0] - lon) < 1e-7 and abs(back[1] - lat) < 1e-7


def test_offset_in_guizhou_is_some_hundred_metres():
    lon, lat = np.linspace(104, 109, 50), np.linspace(25, 29, 50)
    x, y = wgs84_to_gcj02(lon, lat)
    metres = np.hypot((x - lon) * 99_000, (y - lat) * 111_200)
    assert metres.min() > 150 and metres.max() < 800


def test_outside_china_nothing_moves():
    assert [float(part) for part in wgs84_to_gcj02(2.35, 48.86)] == [2.35, 48.86]


def test_known_place():
    # Tiananmen: widely published pair of coordinates, good to a few metres
    lon, lat = wgs84_to_gcj02(116.391305, 39.907325)
    assert abs(lon - 116.397548) < 1e-4 and abs(lat - 39.908727) < 1e-4
