"""``POST /api/v1/positions``: like visits, without a door."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data.clock import now
from tests.ingest.conftest import position


def test_positions_are_stored_once(phones):
    sent = {"positions": [position(), position(speed_mps=1.5, is_mock=True)]}
    answers = [phones("positions", sent).json for _ in range(2)]
    assert [(answer["stored"], answer["duplicates"]) for answer in answers] == [(2, 0), (0, 2)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lon", 181),
        ("lon", "107"),
        ("crs", None),
        ("at", "yesterday"),
        ("speed_mps", -1),
        ("staff_id", "S9"),
        ("is_mock", 1),
    ],
)
def test_a_wrong_position_is_refused(phones, field, value):
    (result,) = phones("positions", position(**{field: value})).json["results"]
    assert result["status"] == "refused"
    assert result["errors"][0]["field"] == field


def test_a_person_s_positions_are_kept_in_working_hours_alone(phones):
    night = {"at": f"{now().date() - timedelta(days=1)}T03:00:00+08:00"}
    (refused,) = phones("positions", position(**night), "mary").json["results"]
    assert refused["status"] == "refused" and refused["errors"][0]["field"] == "at"
    assert phones("positions", position(**night)).json["stored"] == 1  # a gateway keeps its own rule
