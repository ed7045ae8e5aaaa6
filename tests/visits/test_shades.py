"""Shades: classes rise with the value, breaks are round, units without a value stay unshaded."""

import json

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from components.visit_shade import class_breaks, class_of, shading

NUMBERS = st.lists(st.floats(0, 1e6, allow_nan=False), min_size=1, max_size=120)


@given(NUMBERS)
def test_a_larger_value_is_never_paler(values):
    breaks = class_breaks(values)
    classes = [class_of(value, breaks) for value in sorted(values)]
    assert classes == sorted(classes) and min(classes) >= 0 and max(classes) <= 6


@given(NUMBERS)
def test_breaks_are_few_rising_and_divide_something(values):
    breaks = class_breaks(values)
    assert len(breaks) <= 6 and breaks == sorted(set(breaks))
    assert all(min(values) < one <= max(values) for one in breaks)


def test_seven_classes_hold_about_as_many_each():
    values = list(np.random.default_rng(1).gamma(2, 800, 700))
    counts = pd.Series([class_of(value, class_breaks(values)) for value in values]).value_counts()
    assert len(counts) == 7 and counts.min() > 50


def test_told_with_words_unit_and_owner(province):
    frame = pd.DataFrame({"county": ["520302", "520303"], "reach_rate_ytd": [0.25, 0.55]})
    told = json.loads(shading(frame, "reach_rate_ytd", owners={"520302": "entity:A", "520399": "entity:B"}))
    assert told["values"]["520302"]["u"] == "entity:A" and "25" in told["values"]["520302"]["t"]
    assert told["values"]["520399"]["c"] is None
    assert told["values"]["520302"]["c"] < told["values"]["520303"]["c"]
    assert told["breaks"][-1].endswith("%")
