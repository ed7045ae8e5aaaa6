"""Service centres of the migrants page: what is due by now, who is behind, in which words and bars."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from components import migrant_centres, migrant_scene
from data.i18n import speaking
from tests.screen.walk import texts

CENTRES = [
    {"centre_id": "C1", "name": "Kunming", "kind": "centre", "lon": 102.8, "lat": 24.9, "city_code": "530100"},
    {"centre_id": "C2", "name": "Wenzhou", "kind": "centre", "lon": 120.7, "lat": 28.0, "city_code": "330300"},
    {"centre_id": "REMOTE", "name": "Remote desk", "kind": "remote_desk", "lon": None, "lat": None, "city_code": None},
]
EXECUTED = pd.DataFrame(
    {
        "centre": ["C1", "C2", "REMOTE"],
        "policy_target": [100, 100, 50],
        "policy_reached": [80, 40, 49],
        "policy_used": [30, 10, 5],
        "policy_amount": [1e6, 2e5, 1e4],
    }
)
TARGETS = pd.DataFrame(
    {"centre": ["C1", "C1", "C2", "REMOTE"], "policy": ["P1", "P2", "P1", "P1"], "policy_target": [75, 25, 100, 50]}
)
OVER = {"P1": 0.8, "P2": 0.4}


def executed():
    return migrant_centres.executions(EXECUTED, TARGETS, OVER, CENTRES)


def test_the_time_of_one_policy_is_the_same_whoever_asks():
    for held in (TARGETS, TARGETS.head(1), TARGETS.tail(2)):
        assert migrant_centres.schedule(held[held["policy"] == "P1"], OVER) == pytest.approx(0.8)


def test_what_is_due_by_now_is_weighted_by_the_targets():
    rows = {row["centre"]: row for row in executed()}
    assert rows["C1"]["schedule"] == pytest.approx(0.75 * 0.8 + 0.25 * 0.4)
    assert migrant_centres.elapsed(date(2026, 1, 1), date(2026, 12, 31), date(2026, 1, 1)) == pytest.approx(1 / 365)
    assert migrant_centres.elapsed(date(2026, 1, 1), date(2026, 1, 31), date(2027, 1, 1)) == 1


def test_a_centre_well_below_the_time_elapsed_is_behind_and_says_so_in_shape_and_word():
    rows = executed()
    assert [row["centre"] for row in rows] == ["C1", "C2", "REMOTE"]
    assert [row["state"] for row in rows] == ["ok", "behind", "ok"]
    with speaking("en"):
        drawn = texts(migrant_centres.table(rows, rows[0]))
        marks = migrant_scene.centre_marks(rows)
    assert "▼ " in drawn
    assert [mark["state"] for mark in marks] == ["ok", "behind"]
    assert "▼ Behind schedule" in marks[1]["tip"]


def test_a_region_is_answered_for_by_the_centres_that_serve_it():
    frame = pd.DataFrame(
        [("330000", "C1", 60), ("330000", "C2", 36), ("330000", "C3", 4), ("500000", "REMOTE", 9), ("540000", "C1", 0)],
        columns=["destination_province", "centre", "migrant_workers"],
    )
    served = migrant_centres.serving(frame, "destination_province", ["REMOTE"])
    assert served == {"330000": ["C1", "C2"]}


@pytest.mark.parametrize(("rate", "state"), [(0.8, "ok"), (0.799, "near"), (0.7, "near"), (0.69, "behind")])
def test_below_the_time_elapsed_is_never_on_schedule(rate, state):
    assert migrant_centres.state_of(rate, 0.8) == state
    with speaking("en"):
        assert ("behind" in migrant_centres.signed_state(state).lower()) == (state != "ok")


def test_a_table_of_one_centre_has_no_row_of_all():
    rows = executed()
    with speaking("en"):
        assert "All centres" not in texts(migrant_centres.table(rows[:1], rows[0]))
        assert "All centres" in texts(migrant_centres.table(rows, rows[0]))


def test_a_rate_over_the_whole_goes_beyond_the_track():
    row = {"schedule": 0.8}
    whole, over, far = (migrant_centres.bar(row | {"rate": rate}).children for rate in (1.0, 1.05, 2.0))
    assert [len(parts) for parts in (whole, over, far)] == [2, 3, 3]
    assert [parts[1].style["width"] for parts in (over, far)] == ["5.0%", "20.0%"]


@pytest.mark.parametrize(
    ("kept", "said"),
    [(slice(None), "2 centres + remote desk"), (slice(0, 1), "1 centre"), (slice(2, 3), "Remote desk")],
)
def test_the_remote_desk_is_named_apart_from_the_centres(kept, said):
    with speaking("en"):
        assert migrant_centres.counted(executed()[kept]) == said
