"""Places of visits in words, in both languages, also where there is no visit."""

from __future__ import annotations

import pandas as pd
import pytest

from components.visit_place import placed
from data.i18n import speaking

NAMES = ["village_name", "township_name", "county_name"]


@pytest.mark.parametrize(("language", "said"), [("zh", "湄潭县永兴镇"), ("en", "永兴镇, 湄潭县")])
def test_a_place_is_said_in_the_reader_s_order(language, said):
    with speaking(language):
        row = placed(pd.DataFrame([["", "永兴镇", "湄潭县"]], columns=NAMES)).iloc[0]
    assert (row["where"], row["place"]) == (said, "永兴镇")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_visits_have_no_places(language):
    with speaking(language):
        assert placed(pd.DataFrame(columns=NAMES, dtype=float)).empty
