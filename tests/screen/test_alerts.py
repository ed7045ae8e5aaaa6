"""When a delivery is late."""

from datetime import date, datetime

import pytest

from components.alerts import days_late

ENDS = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (datetime(2026, 11, 25, 0, 5), 0),
        (datetime(2026, 11, 26, 0, 5), 0),  # the night's delivery is not due before work begins
        (datetime(2026, 11, 26, 9, 0), 1),
        (datetime(2026, 11, 27, 0, 5), 1),
        (datetime(2026, 11, 27, 10, 0), 2),
    ],
)
def test_a_delivery_is_late_only_after_the_next_working_morning(moment, late):
    assert days_late(moment, ENDS) == late
