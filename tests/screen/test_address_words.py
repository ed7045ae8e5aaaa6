"""What an address says and a page cannot understand is told: what came, what is allowed, what to do, under which number."""
# ruff: noqa: F811

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from components.address_words import number, one_of
from components.period import Period
from data.clock import now
from data.i18n import speaking
from data.scope import acting
from tests.screen.test_pages import layout  # noqa: F401
from tests.screen.walk import asker_of, texts, walk
from tests.tiers import every

TOMORROW = (now().date() + timedelta(days=1)).isoformat()
NUMBER = re.compile(r"[0-9A-F]{8}$")
CASES = [
    ("overview", {"period": "9999-99-99"}, "2026-10-15"),
    ("overview", {"period": TOMORROW}, "2026-10-15"),
    ("overview", {"lang": "xx"}, "zh"),
    ("visits", {"period": "9999-12"}, "2026-10"),
    ("visits", {"measure": "height"}, "households"),
    ("visits", {"shade": "green"}, "villages"),
    ("visits", {"lat": "north"}, "90"),
    ("visits_photos", {"group": "giants"}, "grower"),
    ("catalog", {"view": "nope"}, "feeds"),
    ("migrants", {"view": "nope"}, "plan"),
    ("migrants", {"period": "soon"}, "today"),
    ("migrants", {"view": "plan", "amount": "abc"}, "100,000,000"),
    ("migrants", {"view": "plan", "amount": "30000", "mode": "days"}, "20,000"),
    ("migrants", {"view": "plan", "mode": "gold"}, "budget"),
    ("migrants", {"view": "plan", "sites": "9"}, "3"),
    ("migrants", {"view": "plan", "centres": "C02,C99"}, "C0"),
    ("migrants", {"view": "plan", "counties": "999999"}, "52"),
]


def notices(page) -> list:
    return [part for part in walk(page) if getattr(part, "className", None) == "missed"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("page", "query", "allowed"), every(8, CASES))
def test_a_word_that_is_not_understood_is_said_with_what_is_allowed_and_a_number(
    layout, page, query, allowed, language
):
    shown = layout(page, "executive", language, **query)
    (line,) = notices(shown)
    word, value = list(query.items())[-1] if "amount" not in query else ("amount", query["amount"])
    said, reference = "".join(texts(line)), texts(line)[-1]
    assert f"{word}={value}" in said and allowed in said and NUMBER.search(reference)
    assert ("改正地址" if language == "zh" else "correct the address") in said


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("overview", {"period": "month"}),
        ("visits", {"period": "2026-10", "measure": "out", "per": "manager", "shade": "visits", "level": "staff"}),
        ("visits", {"z": "12.5", "lon": "106.7", "lat": "26.6"}),
        ("catalog", {"view": "feeds"}),
        ("migrants", {"view": "plan", "amount": "30,000", "mode": "budget", "sites": "2", "centres": "C02"}),
        ("migrants", {"place": "province:330000", "drill": "1", "colour": "of no page"}),
    ],
)
def test_what_is_understood_is_passed_over(layout, page, query):
    assert notices(layout(page, "executive", **query)) == []


def test_a_wrong_word_leaves_the_others_of_the_plan(layout):
    shown = layout("migrants", "executive", view="plan", amount="abc", mode="days", sites="2")
    values = {part.id: part.value for part in walk(shown) if str(getattr(part, "id", "")).startswith("migrants-plan-")
              and hasattr(part, "value")}  # fmt: skip
    assert values["migrants-plan-mode"] == "days" and values["migrants-plan-sites"] == "2"


@pytest.mark.parametrize("query", [{"place": "planet"}, {"origin": "999999"}, {"month": "2030-01"}])
def test_what_is_asked_for_in_vain_has_a_number_too(layout, query):
    (line,) = notices(layout("migrants", "executive", **query))
    assert NUMBER.search(texts(line)[-1])


def test_a_refused_plan_has_a_number(province):
    from components.migrant_plan import answer

    with acting(asker_of("executive")), speaking("en"), capture_logs() as logged:
        shown, _where, _kept = answer({"policy": "none such", "amount": "500"})
    number = NUMBER.search(texts(shown[0])[-1])[0]
    (line,) = [one for one in logged if one["event"] == "plan_refused"]
    assert (line["reference"], line["word_policy"], line["word_amount"]) == (number, "none such", "500")


@pytest.mark.parametrize("text", ["9999-12", "9999-12-31", TOMORROW, "2026-02-30", "20261015", ""])
def test_no_period_lies_in_the_future_or_is_guessed(text):
    assert Period.read(text) is None and Period.parse(text).kind == "today"


def test_words_fit_what_they_say():
    assert one_of("a", "b").fits("a", {}) and not one_of("a").fits("c", {})
    whole = number(1, 3, whole=True)
    assert [whole.fits(text, {}) for text in ("1", "3", "2.5", "4", "x")] == [True, True, False, False, False]
