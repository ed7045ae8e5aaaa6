"""What the performance pages draw, without a province: places, spreads, waterfalls, formulas in words."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.performance_change import lines
from components.performance_choice import Choice, months_before
from components.performance_filters import SIZES, county_kind, sizes
from components.performance_formula import formula
from components.performance_ranking import ranked, rows
from components.performance_spread import Spread
from data.i18n import speaking
from data.performance.library import in_force
from data.scope import Node
from tests.screen.conftest import chosen_settings  # noqa: F401
from tests.screen.walk import texts

MONTH = date(2026, 11, 1)
slow = settings(deadline=None)
points = st.decimals(0, 120, places=2).map(float)


@slow
@given(st.lists(points, min_size=2, max_size=60), st.data())
def test_the_share_below_counts_the_others(values: list[float], data):
    spread = Spread(sorted(values))
    own = data.draw(st.sampled_from(values))
    assert spread.below(own) == sum(value < own for value in values) / (len(values) - 1)
    assert min(values) <= spread.median <= max(values)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("云岩区", "district"),
        ("六枝特区", "district"),
        ("仁怀市", "city"),
        ("湄潭县", "county"),
        ("松桃苗族自治县", "autonomous"),
    ],
)
def test_the_kind_of_a_county_stands_in_its_name(name, kind):
    assert county_kind(name) == kind


@slow
@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=4), st.integers(0, 60), min_size=1, max_size=60))
def test_sizes_rise_with_what_is_counted(counts):
    found = sizes(counts)
    assert found.keys() == counts.keys()
    by_count = sorted(counts, key=lambda key: counts[key])
    assert [SIZES.index(found[key]) for key in by_count] == sorted(SIZES.index(found[key]) for key in by_count)


@slow
@given(points, points, st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.floats(-9, 9), max_size=12))
def test_a_waterfall_goes_from_the_one_to_the_other(before, after, moved):
    found = lines(before, after, moved, "then", "now")
    assert found[0].end == before and found[-1].end == after and len(found) <= 8
    assert sum(line.size for line in found[1:-1]) == pytest.approx(after - before, abs=0.006)


@slow
@given(st.lists(points, min_size=1, max_size=30), st.lists(points, min_size=1, max_size=30))
def test_equals_share_a_place_and_places_gained_are_the_difference(now, before):
    frames = [pd.DataFrame({"branch": [f"B{n:02d}" for n in range(len(v))], "score": v}) for v in (now, before)]
    columns = ranked(*frames, "branch")
    for row in pd.DataFrame(columns).to_dict("records"):
        assert row["rank"] == 1 + sum(value > row["score"] for value in now)
        place = int(row["branch"][1:])
        if place < len(before):
            assert row["moved"] == 1 + sum(value > before[place] for value in before) - row["rank"]
        else:
            assert pd.isna(row["moved"])


def test_bars_stand_on_the_side_of_the_mean():
    frame = pd.DataFrame({"branch": ["A", "B"], "branch_name": ["甲", "乙"], "score": [90.0, 70.0]})
    for group in ("deposit", "loan", "online", "offline"):
        frame[f"score_{group}"] = [10.0, 20.0]
    found = rows(
        ranked(frame, None, "branch"),
        Choice(Node("province"), by="branch"),
        "branch",
        courses={},
        asides={},
        weights={},
    )
    assert [row["cells"][0][1] for row in found] == [1.0, -1.0] and [row["cells"][1][1] for row in found] == [-1.0, 1.0]
    assert json.dumps(found) and found[0]["href"] == "/performance?node=branch:A"


@pytest.mark.parametrize("name", sorted(in_force(MONTH)))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_item_of_every_scheme_has_its_formula(name: str, language: str):
    scheme = in_force(MONTH)[name]
    for item in scheme.items:
        row = {
            "item": item.number, "indicator": item.indicator, "level": scheme.level, "numerator": 12, "denominator": 8, "value": 1.5,
            "target": 2, "completion": 0.75, "adjustment": 0, "of": item.of, "rule": _rule(item), "raw": 3, "floor": 0, "cap": 9,
            "points": 3, "weight": item.weight, "basis": "measured", "position": 2, "peers": 9, "days": 25, "month_days": 25,
            "as_of": MONTH, "total_cap": None,
        }  # fmt: skip
        with speaking(language):
            said = " ".join(texts(formula(row, scheme)))
        assert ("3.00" in said) != (row["rule"] == "veto") and ("得分" in said or "Points" in said)


def _rule(item) -> str:
    from data.performance.rules import NAMES

    return NAMES[type(item.rule)]


def test_months_before_crosses_the_year():
    assert months_before(date(2026, 2, 1), 3) == date(2025, 11, 1) and months_before(MONTH, 0) == MONTH
