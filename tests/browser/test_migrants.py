"""Journeys over the migrants page in a real browser: the country, Zhejiang, a city, its workers; a county, where they went."""
# ruff: noqa: F811

from __future__ import annotations

import base64
import io
import re

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_visits import PATIENT, chromium, home, served, signed_in  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DRAWN = "() => document.querySelectorAll('#migrants-map .pane-main .province').length === 34"
SHADED = "() => document.querySelectorAll('#migrants-map .pane-main [class*=step-]').length > 5"
PHONE = {"viewport": {"width": 390, "height": 844}}
LOOKS = [("zh", "office"), ("en", "night")]
# Dark or coloured pixels in a box of the page, counted on the picture the browser takes.
INK = """async ([source, box]) => {
  const image = new Image(); image.src = source; await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height); const pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const [r, g, b] = pen.getImageData(box.x + 3, box.y + box.height / 2, 1, 1).data;
  const { data } = pen.getImageData(box.x, box.y, box.width, box.height);
  let ink = 0;
  for (let i = 0; i < data.length; i += 4)
    if (Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) > 40) ink++;
  return ink;
}"""


def opened(page: Page, served: str, words: str = "", lang: str = "zh", theme: str = "office") -> Page:
    """The page with its map drawn and shaded."""
    page.goto(f"{served}/migrants?lang={lang}&theme={theme}{words}")
    page.wait_for_function(DRAWN, timeout=PATIENT)
    page.wait_for_function(SHADED, timeout=PATIENT)
    return page


def figure(page: Page, name: str) -> str:
    return page.locator(f"#migrants-figure-{name} [data-part=value]").inner_text()


@pytest.mark.parametrize(("lang", "theme"), LOOKS)
def test_from_the_country_to_the_workers_of_a_city_and_back(signed_in, served, lang, theme):
    page = opened(signed_in(), served, lang=lang, theme=theme)
    whole = figure(page, "migrant_workers")
    zhejiang = page.locator("#migrants-map .pane-main [data-code='330000']")
    zhejiang.click()
    expect(page.locator("#migrants-cities-card")).to_be_visible(timeout=PATIENT)
    assert "place=province:330000" in page.url and figure(page, "migrant_workers") != whole
    zhejiang.click()
    page.wait_for_function("() => document.querySelectorAll('#migrants-map .city').length > 5", timeout=PATIENT)
    assert "drill=1" in page.url
    page.locator("#migrants-cities-card [data-choose^='city:']").first.click()
    expect(page.locator("#migrants-workers-card .workers")).to_be_visible(timeout=PATIENT)
    names = page.locator("#migrants-workers-card tbody tr td:first-child").all_inner_texts()
    assert names and all("*" in name for name in names)
    page.go_back()
    expect(page.locator("#migrants-cities-card")).to_be_visible(timeout=PATIENT)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#migrants-centres-card")).to_be_visible(timeout=PATIENT)
    expect(page.locator("#migrants-figure-migrant_workers [data-part=value]")).to_have_text(whole, timeout=PATIENT)


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


def test_the_export_holds_what_the_table_shows(signed_in, served):
    page = opened(signed_in(), served, words="&place=province:330000")
    card = page.locator("#migrants-cities-card")
    card.locator("[data-tool=table]").click()
    shown = card.locator(".twin tbody tr td:first-child").all_inner_texts()
    with page.expect_download(timeout=PATIENT) as download:
        card.locator("[data-tool=excel]").click()
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).worksheets[0]
    column = [row[0].value for row in sheet.iter_rows()]
    filters = next(row[1].value for row in sheet.iter_rows() if row[0].value == "筛选")
    assert shown and column[-len(shown) :] == shown
    assert "浙江" in filters and any(
        re.match(r"\d{4}-\d\d-\d\d", str(row[1].value)) for row in sheet.iter_rows(max_row=6)
    )


@pytest.mark.parametrize("theme", ["office", "night"])
def test_the_map_is_whole(signed_in, served, theme):
    page = opened(signed_in(viewport={"width": 1920, "height": 1080}), served, theme=theme)
    assert page.locator("#migrants-map .pane-sea .ten-dash").count() == 10
    frame = page.locator("#migrants-map .pane-sea .pane-edge").bounding_box()
    for one in page.locator("#migrants-map .pane-sea .ten-dash").all():
        box = one.bounding_box()
        assert frame["x"] <= box["x"] and box["x"] + box["width"] <= frame["x"] + frame["width"]
        assert frame["y"] <= box["y"] and box["y"] + box["height"] <= frame["y"] + frame["height"]

    source = "data:image/png;base64," + base64.b64encode(page.screenshot()).decode()
    south = {
        "x": frame["x"],
        "y": frame["y"] + frame["height"] * 0.35,
        "width": frame["width"],
        "height": frame["height"] * 0.5,
    }
    coast = page.locator("#migrants-map .pane-coast .pane-edge").bounding_box()
    assert page.evaluate(INK, [source, {k: round(v) for k, v in south.items()}]) > 120  # islands and dashes
    assert page.evaluate(INK, [source, {k: round(v) for k, v in coast.items()}]) > 5000


def test_the_months_play_and_keep_the_choice(signed_in, served):
    page = opened(signed_in(), served, words="&place=province:330000")
    bars = page.locator(".months-bars")
    bars.press("ArrowLeft")
    page.wait_for_function("() => /month=\\d{4}-\\d\\d/.test(location.search)")
    assert "place=province:330000" in page.url
    page.locator("[data-months-play]").click()
    page.wait_for_function("() => !location.search.includes('month=')", timeout=PATIENT)
    expect(page.locator(".month.chosen")).to_have_count(1)


def test_a_phone_shows_one_part_at_a_time(signed_in, served):
    page = opened(signed_in(**PHONE), served)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    page.locator("[data-migrants-tab=origin]").click()
    expect(page.locator("#migrants-origin-card")).to_be_visible()
    expect(page.locator("#migrants-map-card")).to_be_hidden()
    page.locator("[data-migrants-tab=side]").click()
    expect(page.locator("#migrants-centres-card, #migrants-gaps-card").first).to_be_visible()
