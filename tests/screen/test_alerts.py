"""When a delivery is late, and when a unit is behind."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from components import alerts
from components.alerts import days_late
from data.i18n import speaking
from data.query import ask
from data.scope import acting
from tests.screen.walk import asker_of

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


@pytest.mark.parametrize(("whole", "told"), [(0.0004, False), (0.4, True)])
def test_nobody_is_behind_while_next_to_nobody_is_out(app, monkeypatch, whole, told):
    def out(metrics, by=(), **rest):
        answer = ask(metrics, by=by, **rest)
        table = answer.table.with_columns({"out_rate_today": [0.0 if by else whole] * len(answer.frame)}, "Float64")
        return replace(answer, table=table)

    monkeypatch.setattr(alerts, "ask", out)
    monkeypatch.setattr(alerts, "now", lambda: datetime(2026, 11, 26, 14))
    with app.server.test_request_context("/"), speaking("en"), acting(asker_of("executive")):
        assert bool(alerts._behind()) == told
