"""A day's track: legs where somebody walked, dashes where nobody knows, kilometres that add up."""

from datetime import datetime, timedelta
from itertools import pairwise

import pandas as pd
import pytest

from components.visit_track import Stop, Track, told_to_map, track_of
from components.visit_track_svg import hours_bar, track_picture
from data.geo.distance import distance_km

START = datetime(2026, 11, 23, 9)
A, B = (107.0, 27.0), (107.1, 27.0)


def visits(*spots) -> pd.DataFrame:
    rows = [
        {
            "visit_id": f"V{n}",
            "started_at": START + timedelta(hours=n),
            "ended_at": START + timedelta(hours=n, minutes=20),
            "place": f"村{n}",
            "lon": spot and spot[0],
            "lat": spot and spot[1],
        }
        for n, spot in enumerate(spots)
    ]
    return pd.DataFrame(rows)


def positions(every_minutes: int) -> pd.DataFrame:
    minutes = range(21, 60, every_minutes)
    return pd.DataFrame([{"at": START + timedelta(minutes=m), "lon": 107 + 0.1 * m / 60, "lat": 27.0} for m in minutes])


def test_without_positions_the_way_is_dashed():
    track = track_of(visits(A, B))
    assert [leg.is_silent for leg in track.legs] == [True]
    assert track.km == pytest.approx(distance_km(A, B))


def test_with_positions_the_way_is_known():
    track = track_of(visits(A, B), positions(3))
    assert not track.has_silence and track.km == pytest.approx(distance_km(A, B), rel=0.01)


def test_a_gap_in_between_is_dashed_alone():
    frame = positions(3)
    track = track_of(visits(A, B), frame[(frame["at"].dt.minute < 27) | (frame["at"].dt.minute > 50)])
    assert [leg.is_silent for leg in track.legs] == [False, True, False]


def test_a_stop_without_position_is_counted_and_not_drawn():
    track = track_of(visits(A, None, B), current="V1")
    assert [stop.number for stop in track.stops] == [1, 2, 3] and track.stops[1].is_current
    assert [stop["number"] for stop in told_to_map(track)["stops"]] == [1, 3]


def test_a_phone_that_lost_its_way_adds_no_kilometres():
    paris = (2.35, 48.86)
    track = track_of(visits(A, paris, B))
    assert track.km == pytest.approx(distance_km(A, B)) and track.astray == 1
    assert [stop["number"] for stop in told_to_map(track)["stops"]] == [1, 3] and len(track.stops) == 3


def test_nothing_known_draws_nothing(province):
    assert track_picture(track_of(visits(None))) is None
    assert track_picture(track_of(visits(A))) is not None


def test_the_bar_widens_for_an_early_visit(province):
    frame = visits(A)
    frame[["started_at", "ended_at"]] -= timedelta(hours=3)
    assert "06:00" in str(hours_bar(track_of(frame)))


def test_a_degree_of_latitude_is_111_km():
    assert distance_km((107, 26), (107, 27)) == pytest.approx(111.2, abs=0.3)


@pytest.mark.parametrize("first", [0, 1, 6, 9])
def test_the_labels_of_hours_leave_room_for_each_other(first):
    start = datetime(2026, 11, 20, first, 48)
    stops = [
        Stop(n, start + timedelta(minutes=20 * n), start + timedelta(minutes=20 * n + 15), "", None) for n in (1, 2)
    ]
    blocks, ticks = hours_bar(Track(tuple(stops))).children
    left = [float(tick.style["left"].rstrip("%")) for tick in ticks.children]
    assert min(b - a for a, b in pairwise(left)) >= 18
    one, other = ({k: float(v.rstrip("%")) for k, v in block.style.items()} for block in blocks.children)
    assert one["left"] + one["width"] < other["left"]
