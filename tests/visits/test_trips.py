"""Stops and ways of a day out of positions, whatever the noise; and which visits fit them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.trips import Fix, Seen, metres, round_of

EIGHT = datetime(2026, 11, 25, 8)
HOME, VILLAGE = (106.9, 27.7), (106.94, 27.72)  # some 4.5 km apart
DEGREE_M = 111_195.0


def there(spot, first: int, last: int, *, every: int = 1, accuracy: float | None = 10, dice=None) -> list[Fix]:
    """A fix every few minutes at a spot, from minute to minute after eight."""
    made = []
    for minute in range(first, last + 1, every):
        east, north = (dice.uniform(-15, 15), dice.uniform(-15, 15)) if dice else (0, 0)
        at = (spot[0] + east / DEGREE_M, spot[1] + north / DEGREE_M)
        made.append(Fix(EIGHT + timedelta(minutes=minute), at, accuracy))
    return made


def between(a, b, first: int, last: int) -> list[Fix]:
    """On the way from one to the other."""
    share = [(minute - first) / (last - first) for minute in range(first, last + 1)]
    spots = [(a[0] + (b[0] - a[0]) * s, a[1] + (b[1] - a[1]) * s) for s in share]
    return [Fix(EIGHT + timedelta(minutes=first + n), spot, 10) for n, spot in enumerate(spots)]


DAY = there(HOME, 0, 20) + between(HOME, VILLAGE, 21, 39) + there(VILLAGE, 40, 75)


def test_two_stops_and_the_way_between():
    found = round_of(DAY)
    assert [(stay.started_at.hour * 60 + stay.started_at.minute, round(stay.minutes, -1)) for stay in found.stays] == [
        (480, 20),
        (519, 40),
    ]
    assert len(found.ways) == 1 and found.ways[0].metres == pytest.approx(metres(HOME, VILLAGE), rel=0.06)


def test_less_than_five_minutes_is_no_stop():
    assert round_of(there(HOME, 0, 4)).stays == () and len(round_of(there(HOME, 0, 5)).stays) == 1


def test_a_coarse_or_impossible_position_is_left_out():
    coarse, stray = (
        Fix(EIGHT + timedelta(minutes=10), (107.5, 27.7), 900),
        Fix(EIGHT + timedelta(minutes=11), (120.0, 30.0), 10),
    )
    found, plain = round_of([*DAY, coarse, stray]), round_of(DAY)
    assert found.left_out == 2 and (found.stays, found.ways) == (plain.stays, plain.ways)


def test_silence_at_one_place_is_a_stop():
    assert [round(stay.minutes) for stay in round_of(there(HOME, 0, 60, every=60)).stays] == [60]


def test_visits_are_matched_by_time_and_place():
    def seen(key: str, first: int, last: int, spot) -> Seen:
        return Seen(key, EIGHT + timedelta(minutes=first), EIGHT + timedelta(minutes=last), spot)

    visits = [
        seen("there", 45, 60, VILLAGE),
        seen("blind", 50, 70, None),
        seen("else", 45, 60, HOME),
        seen("late", 300, 310, VILLAGE),
    ]
    found = round_of(DAY, visits)
    assert [stay.visits for stay in found.stays] == [(), ("there", "blind")] and found.unmatched == ("else", "late")


@given(st.randoms(use_true_random=False), st.integers(5, 90), st.sampled_from([None, 5, 30, 80]))
def test_whoever_stays_has_one_stop_however_the_positions_tremble(dice, minutes, accuracy):
    found = round_of(there(HOME, 0, minutes, accuracy=accuracy, dice=dice))
    assert len(found.stays) == 1 and found.stays[0].minutes == minutes and metres(found.stays[0].spot, HOME) < 25
    assert found.ways == () and found.left_out == 0


@given(st.permutations(DAY))
def test_the_order_in_which_positions_come_does_not_matter(fixes):
    assert round_of(fixes) == round_of(DAY)


def test_a_way_nobody_can_have_gone_is_told_from_the_others():
    jump = there((108.5, 27.7), 80, 110)  # 150 km further, five minutes later
    found = round_of(DAY + jump)
    gone, usual = found.possible(110), round_of(DAY).possible(110)
    (fast,) = gone.too_fast
    assert gone.metres_too_fast == fast.metres > 150_000 and fast.kmh > 110 and len(found.ways) == 2
    assert usual.too_fast == () and gone.km == usual.km > 0 and gone.minutes == usual.minutes > 0


def test_a_way_just_as_fast_as_allowed_is_possible():
    found = round_of(DAY)
    (way,) = found.ways
    assert found.possible(way.kmh).ways == found.ways and found.possible(way.kmh - 1).ways == ()


def test_a_way_too_fast_is_not_counted_and_says_so(province):
    import pandas as pd

    from components.visit_trips import trips
    from data.i18n import speaking
    from tests.screen.walk import texts

    rows = [
        {"at": fix.at, "lon": fix.spot[0], "lat": fix.spot[1], "accuracy_m": 10}
        for fix in DAY + there((108.5, 27.7), 80, 110)
    ]
    visits = pd.DataFrame(
        [{"visit_id": "V1", "started_at": EIGHT, "ended_at": EIGHT, "place": "", "lon": None, "lat": None}]
    )
    with speaking("en"):
        said = texts(trips(visits, pd.DataFrame(rows), None))
    sums = said[said.index("On the way") + 1]
    assert float(sums.split()[0]) < 10 and any("not possible" in one for one in said)
    assert any("faster than 110 km/h and is not counted" in one for one in said)
