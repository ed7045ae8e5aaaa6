"""``POST /api/v1/positions``: like visits, without a door."""

from __future__ import annotations

import pytest

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
