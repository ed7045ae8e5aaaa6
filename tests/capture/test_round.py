"""The round of a day and who is in it: sensible, within its limits, said in reasons."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from data.capture.round_trip import MOST_KM, MOST_STOPS, chosen, distances, length, ordered
from data.capture.suggest import Door, judged

START = (106.98, 27.38)
TODAY = date(2026, 11, 26)
NEAR = st.tuples(st.floats(106.8, 107.1), st.floats(27.2, 27.5))


@given(st.lists(st.tuples(NEAR, st.floats(0, 5)), max_size=25))
def test_a_round_keeps_its_limits_and_repeats_nobody(doors):
    places, scores = [place for place, _score in doors], [score for _place, score in doors]
    tour = chosen(START, places, scores)
    assert len(set(tour)) == len(tour) <= MOST_STOPS and all(scores[row] > 0 for row in tour)
    walked = distances([START, *(places[row] for row in tour)])
    wanted = [place for place, score in doors if score > 0]
    way = 2 * min(distances([START, *wanted])[0, 1:], default=0.0)
    assert length(range(len(tour) + 1), walked) <= max(MOST_KM, way + MOST_KM / 2) + 1e-6


def test_doors_far_from_the_outlet_make_a_round_too():
    far = [(107.37, 27.38), (107.375, 27.384), (107.368, 27.39)]  # 39 km away, a few hundred metres apart
    assert sorted(chosen(START, far, [1.0, 0.5, 0.8])) == [0, 1, 2]


@given(st.lists(NEAR, min_size=2, max_size=9))
def test_no_two_ways_of_an_ordered_round_could_be_swapped(places):
    between = distances([START, *places])
    tour = [0, *ordered(between)]
    assert sorted(tour) == list(range(len(places) + 1))
    best = length(tour, between)
    for i in range(1, len(tour) - 1):
        for j in range(i + 1, len(tour)):
            turned = [*tour[:i], *reversed(tour[i : j + 1]), *tour[j + 1 :]]
            assert best <= length(turned, between) + 1e-6


def test_the_distance_is_that_of_the_earth():
    assert abs(distances([(106.0, 27.0), (106.0, 28.0)])[0, 1] - 111.195) < 0.01


def test_a_late_task_goes_before_what_is_only_long_ago():
    late = judged(Door("H1", TODAY - timedelta(days=20), TODAY - timedelta(days=1)), TODAY)
    old = judged(Door("H2", TODAY - timedelta(days=200)), TODAY)
    assert late.points > old.points > 0 and late.reasons == ["task_late"] and old.reasons == ["long_ago"]


def test_who_was_seen_lately_rests_unless_there_is_a_task():
    lately = TODAY - timedelta(days=5)
    assert judged(Door("H1", lately, worth=900.0), TODAY).points == 0
    assert judged(Door("H1", lately, TODAY + timedelta(days=3), worth=900.0), TODAY).points > 0
    assert judged(Door("H1", TODAY, TODAY), TODAY).points == 0
