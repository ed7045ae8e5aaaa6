"""Months that play on the migrants page, the list that goes by: map, words and top bar are of one moment."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENT
from tests.browser.test_migrants import opened

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_the_months_play_and_keep_the_choice(signed_in, served):
    page = opened(signed_in(), served, words="&place=province:330000")
    bars = page.locator(".months-bars")
    bars.press("ArrowLeft")
    page.wait_for_function("() => /month=\\d{4}-\\d\\d/.test(location.search)")
    assert "place=province:330000" in page.url
    page.locator("[data-months-play]").click()
    page.wait_for_function("() => !location.search.includes('month=')", timeout=PATIENT)
    expect(page.locator(".month.chosen")).to_have_count(1)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_top_bar_says_to_which_day_a_past_month_counts(signed_in, served, lang):
    page = opened(signed_in(), served, lang=lang)
    page.locator(".months-bars").press("ArrowLeft")
    page.wait_for_url(re.compile(r"month=\d{4}-\d\d"))
    month = re.search(r"month=(\d{4}-\d\d)", page.url)[1]
    expect(page.locator("#shell-fresh")).to_contain_text(re.compile(rf"{month}-(28|29|30|31)"), timeout=PATIENT)
    page.locator(".months-bars").press("ArrowRight")
    expect(page.locator("#shell-fresh")).not_to_contain_text(month, timeout=PATIENT)


def test_the_list_says_where_it_begins_again(signed_in, served):
    page = opened(signed_in(), served)
    again = page.locator("#migrants-feed .again")
    expect(again).to_have_text("从最新重新开始", timeout=PATIENT)
    expect(again.locator("xpath=following-sibling::li")).not_to_have_count(0, timeout=PATIENT)


# From now on: every frame in which the map's shades, its marks and the words below it are not of one month.
APART = """() => {
  window.apart = []; window.seen = new Set();
  const look = () => {
    const map = qianhui.migrants.chinaMap('migrants-map');
    const box = document.getElementById('migrants-months');
    const { newest } = JSON.parse(box.dataset.months);
    const months = [map.values.month, map.scene.month].map((one) => one || newest);
    const said = box.querySelector('.month.chosen').dataset.month;
    seen.add(said);
    if (months.some((one) => one !== said)) apart.push([...months, said].join(' '));
    requestAnimationFrame(look);
  };
  look();
}"""


# From now on: the answers to one kind of question come last.
LATE = """(output) => {
  const real = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await real(...asked);
    if (String(asked[1] && asked[1].body).includes(`"output":"${output}`)) await new Promise((go) => setTimeout(go, 500));
    return answer;
  };
}"""


@pytest.mark.parametrize("late", ["migrants-map.data-values", "..migrants-headline.children"])
def test_shades_and_words_change_month_together(signed_in, served, late):
    page = opened(signed_in(), served)
    page.evaluate(LATE, late)
    page.evaluate(APART)
    page.locator("[data-months-play]").click()
    page.wait_for_function("() => seen.size > 3", timeout=PATIENT)
    page.locator("[data-months-play]").click()
    assert page.evaluate("() => apart") == []
