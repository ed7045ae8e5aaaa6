"""Figures are pure: a frame in, marks with labels, tooltips in words and leads out; the frame is not changed."""

from __future__ import annotations

import pandas as pd
import pytest

from components.charts import bars, ranking, signed_bars, staggered, trend
from components.overview_frames import ends, most_moved, moved, shares
from components.sparkline import sparkline
from data.i18n import speaking

FRAME = pd.DataFrame({"name": ["毕节", "遵义", "贵阳"], "difference": [486, -78, 0], "href": ["/a", "/b", "/c"]})


@pytest.mark.parametrize("draw", [signed_bars, bars, ranking])
def test_labels_tooltips_and_leads(draw):
    before = FRAME.copy()
    with speaking("zh"):
        figure = draw(FRAME, label="name", value="difference", unit="户")
    trace = figure.data[0]
    assert "486" in trace.text[0] and trace.hovertext[0].startswith("毕节") and trace.hovertext[0].endswith("户")
    assert list(trace.customdata) == ["/a", "/b", "/c"]
    pd.testing.assert_frame_equal(FRAME, before)


def test_gain_and_loss_differ_in_sign_and_colour():
    figure = signed_bars(FRAME, label="name", value="difference")
    assert figure.data[0].text[0].startswith("+") and figure.data[0].text[1].startswith("−")
    assert figure.data[0].marker.color[0] != figure.data[0].marker.color[1]


def test_trend_says_its_last_value():
    frame = pd.DataFrame({"day": pd.date_range("2026-11-01", periods=3), "visits": [3, 5, 8]})
    figure = trend(frame, x="day", values={"visits": "走访"}, unit="次")
    assert "走访 8" in figure.layout.annotations[0].text


def test_long_labels_stand_on_two_lines():
    assert staggered(["贵阳", "遵义"]) == ["贵阳", "遵义"]
    assert staggered(["Qiandongnan"] * 9)[1] == "<br>Qiandongnan"


def test_sparkline_needs_a_course():
    assert sparkline([1, 2]) is None
    assert sparkline([1, None, 2, 3]).src.startswith("data:image/svg+xml,")


def test_units_missing_on_one_side_count_as_none():
    now = pd.DataFrame({"entity": ["a", "b"], "visits": [5, 2]})
    before = pd.DataFrame({"entity": ["b", "c"], "visits": [3, 4]})
    found = moved(now, before, "entity", "visits").set_index("entity")["difference"]
    assert found.to_dict() == {"a": 5, "b": -1, "c": -4}


def test_ends_keep_best_and_worst():
    frame = pd.DataFrame({"x": range(30)})
    assert ends(frame, "x", 9)["x"].tolist() == [29, 28, 27, 26, 25, 3, 2, 1, 0]


def test_shares_sum_to_one_and_the_largest_move_is_found():
    now = shares(pd.DataFrame({"result": ["a", "b"], "n": [30, 70]}), "n")
    before = shares(pd.DataFrame({"result": ["a", "b"], "n": [50, 50]}), "n")
    assert now["share"].sum() == pytest.approx(1)
    assert abs(most_moved(now, before, "result")["points"]) == pytest.approx(20)
