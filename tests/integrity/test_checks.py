"""Each check finds what it is for, leaves honest visits alone, and blames nobody for a missing signal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data.integrity import GRADES, read_findings
from data.integrity.judge import FLAGGED, PLAUSIBLE, UNVERIFIABLE, VERIFIED
from tests.integrity.made import MORNING, checks, judged, visit


def test_an_honest_round_is_verified_with_nothing_to_say():
    found = judged(*(visit(place) for place in range(4)))
    assert set(found.grade) == {VERIFIED} and set(found.score) == {100} and not len(found.told)


@pytest.mark.parametrize(
    ("metres", "accuracy", "grade"),
    [(180, 15, VERIFIED), (300, 60, VERIFIED), (300, 15, PLAUSIBLE), (5_000, 15, FLAGGED), (900, 800, UNVERIFIABLE)],
)
def test_distance_is_graded_by_how_exact_the_position_is(metres, accuracy, grade):
    assert judged(visit(off=metres, accuracy_m=float(accuracy))).grade[0] == grade


@pytest.mark.parametrize(
    "changed", [{"lon": None, "lat": None, "distance_m": None}, {"distance_m": None, "home_lon": None}]
)
def test_what_cannot_be_verified_takes_nothing_off(changed):
    found = judged(visit(**changed))
    assert GRADES[found.grade[0]] == "unverifiable" and found.score[0] == 100


def test_a_made_up_position_is_for_review():
    found = judged(visit(is_mock=True))
    assert found.grade[0] == FLAGGED and checks(found) == {"mock"}


def test_a_visit_recorded_at_the_outlet_is_for_review_though_the_address_is_near():
    found = judged(visit(off=500, office_m=20.0))
    assert found.grade[0] == FLAGGED and checks(found) == {"distance", "office"}


def test_only_the_visit_far_off_answers_for_an_impossible_way():
    far = visit(1, off=40_000)
    found = judged(visit(0), far | {"started_at": MORNING + timedelta(minutes=35)}, visit(2))
    assert [int(grade) for grade in found.grade] == [VERIFIED, FLAGGED, VERIFIED]
    assert checks(found, 1) == {"distance", "teleport"}
    assert next(one for one in read_findings(found.findings[1]) if one.check == "teleport").other == "S1-0"


def test_both_ends_answer_when_both_seem_to_be_at_the_address():
    jump = visit(20) | {"started_at": MORNING + timedelta(minutes=31), "ended_at": MORNING + timedelta(minutes=50)}
    found = judged(visit(0), jump)
    assert checks(found, 0) == {"teleport"} and found.grade[0] == found.grade[1] == FLAGGED


@pytest.mark.parametrize(
    ("minutes", "grade"), [(0, VERIFIED), (-8, VERIFIED), (9, VERIFIED), (-45, FLAGGED), (120, FLAGGED)]
)
def test_a_clock_some_minutes_off_is_nothing_and_hours_are(minutes, grade):
    ended = visit()["ended_at"]
    assert judged(visit(device_time=ended + timedelta(minutes=minutes))).grade[0] == grade


def test_a_clock_ahead_of_the_server_is_seen_though_it_agrees_with_the_visit():
    found = judged(visit(received_at=visit()["ended_at"] - timedelta(hours=1)))
    assert checks(found) == {"clock_drift"}


@pytest.mark.parametrize(
    ("seconds", "result", "grade"),
    [
        (30, "follow_up", FLAGGED),
        (100, "follow_up", PLAUSIBLE),
        (30, "not_home", VERIFIED),
        (10, "not_home", PLAUSIBLE),
    ],
)
def test_a_talk_takes_time_and_an_empty_house_a_moment(seconds, result, grade):
    short = visit(result=result, ended_at=MORNING + timedelta(seconds=seconds), device_time=None)
    assert judged(short).grade[0] == grade


def test_many_visits_in_few_minutes_are_for_review_and_two_neighbours_are_not():
    def crowd(count):
        begins = [MORNING + timedelta(seconds=170 * n) for n in range(count)]
        rows = [visit(0, off=30 + n) for n in range(count)]
        return judged(*(
            row | {"visit_id": str(n), "started_at": at, "ended_at": at + timedelta(seconds=160), "device_time": None}
            for n, (row, at) in enumerate(zip(rows, begins, strict=True))
        ))  # fmt: skip

    assert set(crowd(3).grade) == {FLAGGED} and checks(crowd(3)) == {"dense"}
    assert set(crowd(2).grade) == {PLAUSIBLE} and checks(crowd(2)) == {"pair"}


def test_the_same_deviation_as_a_colleague_s_twice_a_day_is_a_pattern():
    twice = [visit(place, staff=staff, off=20 + 7 * place) for staff in ("S1", "S2") for place in (0, 1)]
    other = [visit(place, staff="S3", off=21 + 9 * place) for place in (0, 1)]
    found = judged(*twice, *other)
    assert [checks(found, row) for row in range(4)] == [{"shared_pattern"}] * 4
    assert not checks(found, 4) and not checks(found, 5)
    assert not checks(judged(twice[0], twice[2])), "once may be chance"


def test_a_verdict_does_not_depend_on_the_order_of_visits():
    round_ = [visit(0), visit(1, off=40_000), visit(2, is_mock=True), visit(3, staff="S2", off=900)]
    forward, back = judged(*round_), judged(*round_[::-1])
    assert list(forward.grade) == list(back.grade[::-1]) and list(forward.score) == list(back.score[::-1])
