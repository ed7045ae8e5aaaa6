"""Photos: the same picture again, a colleague's picture, one taken elsewhere; two of one visit may be alike."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest

from data.integrity import judge, limits, read_findings
from data.integrity.pictures import COLUMNS, of_photos
from tests.integrity.made import MORNING, facts, visit

PRINT, NEAR, FAR = "ffee00112233aa55", "ffee00112233aa56", "00ee0f11d2339a55"  # two bits apart, and many


def photo(of: dict, phash: str | None, *, days: int = 0, **changed) -> dict:
    return {
        "photo_uuid": f"P-{of['visit_id']}-{days}", "visit_id": of["visit_id"], "visit_no": f"N-{of['visit_id']}",
        "staff_id": of["staff_id"], "taken_at": of["started_at"] + timedelta(days=days, minutes=5), "lon": of["lon"],
        "lat": of["lat"], "sha256": None, "phash": phash,
    } | changed  # fmt: skip


def found(visits: list[dict], photos: list[dict]) -> list[list[tuple[str, str | None]]]:
    """(check, other) of each visit."""
    frame = pd.DataFrame(photos, columns=list(COLUMNS))
    verdicts = judge(facts(*visits), limits(), of_photos(frame, facts(*visits), limits()))
    return [[(one.check, one.other) for one in read_findings(kept)] for kept in verdicts.findings]


@pytest.mark.parametrize(("again", "expected"), [(PRINT, True), (NEAR, True), (FAR, False)])
def test_the_same_picture_at_a_later_visit_is_found_there(again, expected):
    one, two = visit(0), visit(1)
    assert found([one, two], [photo(one, PRINT), photo(two, again)]) == [
        [],
        [("photo_copy", "N-S1-0")] if expected else [],
    ]


def test_a_colleague_s_picture_is_told_apart_and_the_same_file_needs_no_print():
    one, two = visit(0), visit(1, staff="S2")
    both = [photo(one, None, sha256="f" * 64), photo(two, None, sha256="f" * 64)]
    assert found([one, two], both) == [[], [("photo_shared", "N-S1-0")]]


def test_a_colleague_s_photo_that_looks_the_same_is_a_weaker_sign():
    one, two, three = visit(0), visit(1, staff="S2"), visit(2, staff="S3")
    assert found([one, two, three], [photo(one, PRINT), photo(two, PRINT), photo(three, NEAR)]) == [
        [], [("photo_alike", "N-S1-0")], [],
    ]  # fmt: skip
    verdicts = judge(
        facts(two), limits(), of_photos(pd.DataFrame([photo(one, PRINT), photo(two, PRINT)]), facts(two), limits())
    )
    assert verdicts.score[0] == 70


def test_two_photos_of_one_visit_may_look_alike():
    one = visit(0)
    assert found([one], [photo(one, PRINT), photo(one, PRINT, photo_uuid="P2")]) == [[]]


def test_a_picture_of_a_visit_long_ago_is_no_copy():
    one, old = visit(0), visit(1)
    assert found([one], [photo(old, PRINT, days=-200), photo(one, PRINT)]) == [[]]


def test_a_photo_taken_far_off_or_long_before_is_said():
    one, two = visit(0), visit(1)
    far = photo(one, None, lat=one["lat"] + 0.05)
    late = photo(two, None, taken_at=MORNING - timedelta(days=2))
    assert found([one, two], [far, late]) == [[("photo_elsewhere", None)], [("photo_time", None)]]


def test_a_thousand_equal_pictures_are_compared_in_no_time():
    visits = [visit(place) | {"started_at": MORNING + timedelta(minutes=place)} for place in range(1_000)]
    assert sum(bool(one) for one in found(visits, [photo(one, PRINT) for one in visits])) >= 999
