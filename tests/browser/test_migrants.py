"""Journeys over the migrants page in a real browser: the country, Zhejiang, a city, its workers; a county, where they went."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PATIENT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DRAWN = "() => document.querySelectorAll('#migrants-map .pane-main .province').length === 34"
SHADED = "() => document.querySelectorAll('#migrants-map .pane-main [class*=step-]').length > 5"
FITS = """() => { const map = qianhui.migrants.chinaMap('migrants-map');
  return map.svg.getAttribute('viewBox') === `0 0 ${map.element.clientWidth} ${map.element.clientHeight}`; }"""
PHONE = {"viewport": {"width": 390, "height": 844}}
LOOKS = [("zh", "office"), ("en", "night")]


def opened(page: Page, served: str, words: str = "", lang: str = "zh", theme: str = "office") -> Page:
    """The page with its map drawn and shaded."""
    page.goto(f"{served}/migrants?lang={lang}&theme={theme}{words}")
    page.wait_for_function(DRAWN, timeout=PATIENT)
    page.wait_for_function(SHADED, timeout=PATIENT)
    return page


def figure(page: Page, name: str) -> Locator:
    return page.locator(f"#migrants-figure-{name} [data-part=value]")


def texts(parts: Locator) -> list[str]:
    """What parts say, once the first of them is there."""
    expect(parts.first).to_be_visible(timeout=PATIENT)
    return parts.all_inner_texts()


@pytest.mark.parametrize(("lang", "theme"), LOOKS)
def test_from_the_country_to_the_workers_of_a_city_and_back(signed_in, served, lang, theme):
    page = opened(signed_in(), served, lang=lang, theme=theme)
    whole = figure(page, "migrant_workers").inner_text()
    zhejiang = page.locator("#migrants-map .pane-main [data-code='330000']")
    zhejiang.click()
    expect(page.locator("#migrants-cities-card")).to_be_visible(timeout=PATIENT)
    page.wait_for_url(re.compile("place=province:330000"))
    page.wait_for_function(FITS, timeout=PATIENT)
    expect(figure(page, "migrant_workers")).not_to_have_text(whole, timeout=PATIENT)
    zhejiang.click()
    page.wait_for_function("() => document.querySelectorAll('#migrants-map .city').length > 5", timeout=PATIENT)
    page.wait_for_url(re.compile("drill=1"))
    page.locator("#migrants-cities-card [data-choose^='city:']").first.click()
    names = texts(page.locator("#migrants-workers-card tbody tr td:first-child"))
    assert all("*" in name for name in names)
    page.go_back()
    expect(page.locator("#migrants-cities-card")).to_be_visible(timeout=PATIENT)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#migrants-centres-card")).to_be_visible(timeout=PATIENT)
    expect(figure(page, "migrant_workers")).to_have_text(whole, timeout=PATIENT)


def test_a_county_shows_where_its_people_went_and_a_copied_link_shows_it_again(signed_in, served):
    page = opened(signed_in(), served)
    county = page.locator("#migrants-home .county[role=button]").first
    code = county.get_attribute("data-county")
    county.press("Enter")
    page.wait_for_function(f"() => location.search.includes('origin={code}')")
    page.wait_for_function("() => document.querySelectorAll('#migrants-map .flow').length > 0", timeout=PATIENT)
    expect(page.locator("#migrants-ways .way").first).to_be_visible()
    title = page.locator("#migrants-origin-title")
    name = county.get_attribute("aria-label").split()[0]
    expect(title).to_contain_text(name, timeout=PATIENT)
    again = opened(signed_in(), served, words=f"&origin={code}")
    expect(again.locator("#migrants-origin-title")).to_contain_text(name)


def test_a_measure_sends_no_geometry_and_colours_the_map_anew(signed_in, served):
    page = opened(signed_in(), served)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    title = page.locator(".china-legend-title")
    before = title.inner_text()
    with page.expect_response(lambda r: "_dash-update-component" in r.url) as answer:
        page.locator("[data-measure=migrant_coverage]").click()
    assert len(answer.value.body()) < 30_000
    expect(title).not_to_have_text(before, timeout=PATIENT)
    assert not [url for url in sent if "/geo/" in url]


def test_a_policy_chosen_colours_the_map_by_whom_it_reached(signed_in, served):
    page = opened(signed_in(), served)
    title = page.locator(".china-legend-title")
    before = title.inner_text()
    page.locator(".policy-menu summary").click()
    page.locator(".policy-menu [data-policy]").first.click()
    expect(title).not_to_have_text(before, timeout=PATIENT)
    expect(title).to_contain_text("政策触达")
    page.locator("[data-measure='']").click()
    expect(title).to_have_text(before, timeout=PATIENT)


@pytest.mark.parametrize(("lang", "words"), [("zh", "没有务工地"), ("en", "is not held")])
def test_a_place_there_is_none_of_is_said_and_leaves_the_address(signed_in, served, lang, words):
    page = opened(signed_in(), served, words="&place=province:999999&county=520000", lang=lang)
    notices = page.locator("#migrants-headline .missed")
    expect(notices).to_have_count(2)
    expect(notices.first).to_contain_text(words)
    page.wait_for_url(lambda url: "999999" not in url and "county" not in url and "lang=" in url)
    page.locator("#migrants-map .pane-main [data-code='330000']").click()
    expect(page.locator("#migrants-cities-card")).to_be_visible(timeout=PATIENT)
    expect(notices).to_have_count(0)


def test_a_centre_sees_its_place_and_its_overview_fills_the_page(signed_in, served):
    page = signed_in("centre")
    page.goto(f"{served}/?lang=zh")
    row = page.locator("#page-overview .scenario")
    expect(row).to_have_count(1, timeout=PATIENT)
    assert row.bounding_box()["width"] > 1200
    page.goto(f"{served}/migrants?lang=zh")
    page.wait_for_function(DRAWN, timeout=PATIENT)
    expect(page.locator("#migrants-centres-card .centres tbody tr")).to_have_count(1, timeout=PATIENT)
    mine = figure(page, "migrant_workers").inner_text()
    whole = opened(signed_in(), served)
    assert len(texts(whole.locator("#migrants-centres-card .centres tbody tr"))) > 2
    expect(figure(whole, "migrant_workers")).not_to_have_text(mine)


def test_the_pages_styles_touch_no_other_page(signed_in, served):
    page = signed_in()
    page.goto(f"{served}/catalog?lang=zh")
    expect(page.locator(".lineage .node.feed").first).to_be_visible(timeout=PATIENT)
    heights = page.evaluate("() => [...document.querySelectorAll('.lineage .node')].map((one) => one.offsetHeight)")
    assert heights and max(heights) < 40


# Where a finger is expected: everything that reacts, each with the row it stands in where the row reacts too.
TOO_SMALL = """() => {
  const rows = '[data-choose], [data-migrants-set], [data-policy]';
  const seen = (one) => one.offsetParent && getComputedStyle(one).visibility !== 'hidden' && one.offsetWidth;
  const all = [...document.querySelectorAll('#page-migrants :is(button, a[href], summary)')].filter(seen);
  const target = (one) => (one.parentElement.closest(rows) || one).getBoundingClientRect();
  return all.filter((one) => !one.matches('.info, .month') && target(one).height < 44)
    .map((one) => `${one.className} ${one.textContent.trim()} ${target(one).height}`);
}"""


@pytest.mark.parametrize(("lang", "theme"), LOOKS)
def test_on_a_phone_from_the_country_to_the_workers_one_part_at_a_time(signed_in, served, lang, theme):
    page = opened(signed_in(**PHONE), served, lang=lang, theme=theme)
    assert not page.evaluate(TOO_SMALL)
    page.locator("[data-migrants-tab=origin]").click()
    expect(page.locator("#migrants-ways .way").last).to_be_visible()
    expect(page.locator("#migrants-map-card")).to_be_hidden()
    card, last = (page.locator(one).last.bounding_box() for one in ("#migrants-origin-card", "#migrants-ways .way"))
    assert last["y"] + last["height"] <= card["y"] + card["height"]  # nothing is cut off
    assert not page.evaluate(TOO_SMALL)
    page.locator("[data-migrants-tab=feed]").click()
    expect(page.locator("#migrants-feed .move").nth(19)).to_be_visible(timeout=PATIENT)
    assert page.locator("#migrants-feed-card").bounding_box()["height"] > 20 * 46
    page.locator("[data-migrants-tab=map]").click()
    page.locator("#migrants-map .pane-main [data-code='330000']").click()
    page.locator("[data-migrants-tab=side]").click()
    expect(page.locator("#migrants-cities-card")).to_be_visible(timeout=PATIENT)
    assert not page.evaluate(TOO_SMALL)
    page.locator("#migrants-cities-card [data-choose^='city:']").first.click()
    expect(page.locator("#migrants-workers-card .pager")).to_be_visible(timeout=PATIENT)
    assert not page.evaluate(TOO_SMALL)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
