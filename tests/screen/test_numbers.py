"""Numbers, dates and changes as people say them, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from components.change import change_of, in_words
from data.i18n import speaking
from data.i18n.numbers import as_number, day_text, human


@pytest.mark.parametrize(
    ("language", "value", "unit", "said"),
    [
        ("zh", 38912, "户", "38,912 户"),
        ("zh", 99_999, "户", "99,999 户"),
        ("zh", 816_000, "户", "81.6 万户"),
        ("zh", 4_863_000, "户", "486.3 万户"),
        ("zh", 320_000_000, "元", "3.2 亿元"),
        ("en", 38912, "households", "38,912 households"),
        ("en", 816_000, "households", "816k households"),
        ("en", 4_863_000, "households", "4.86M households"),
        ("zh", None, "户", "—"),
        ("zh", float("nan"), "户", "—"),
        ("en", -333, "", "−333"),
        ("en", 1, "merchants", "1 merchant"),
        ("en", 1, "counties", "1 county"),
        ("en", 1, "branches", "1 branch"),
        ("en", 2, "merchants", "2 merchants"),
        ("en", 1, "yuan", "1 yuan"),
    ],
)
def test_amounts(language, value, unit, said):
    with speaking(language):
        assert human(value, unit) == said


def test_shares_and_signs():
    with speaking("zh"):
        assert human(0.6464, format="percent") == "64.6%"
        assert human(97.42, "%", "percentage", decimals=2) == "97.42%"
        assert human(486, signed=True) == "+486"
        assert human(0.0001, signed=True) == "0"
    assert as_number("12") == 12 and as_number(float("inf")) is None


def test_days():
    day = date(2026, 11, 23)
    with speaking("zh"):
        assert (day_text(day), day_text(day, year=True)) == ("11-23 周一", "2026-11-23 周一")
    with speaking("en"):
        assert day_text(day) == "Mon 23 Nov"


@pytest.mark.parametrize(
    ("value", "before", "direction", "sign", "tone", "words"),
    [
        (110, 100, "up", 1, "good", "好于上周一"),
        (90, 100, "up", -1, "bad", "差于上周一"),
        (90, 100, "down", -1, "good", "好于上周一"),
        (90, 100, "none", -1, "even", "少于上周一"),
        (100, 100, "up", 0, "even", "于上周一"),
    ],
)
def test_arrow_is_the_number_and_tone_the_judgement(value, before, direction, sign, tone, words):
    with speaking("zh"):
        change = change_of(value, before, direction=direction)
        assert (change.sign, change.tone, in_words(change, "上周一")) == (sign, tone, words)


def test_shares_change_by_points_and_nothing_compares_with_nothing():
    with speaking("zh"):
        assert change_of(0.646, 0.630, format="percent").size == "1.6 个百分点"
        assert change_of(97.42, 97.53, format="percentage", direction="up").size == "0.1 个百分点"
    assert change_of(5, None) is None and change_of(5, 0) is None
    assert change_of(0, 0).sign == 0
