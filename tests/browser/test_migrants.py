"""Journeys over the migrants page in a real browser: the country, Zhejiang, a city, its workers; a county, where they went."""
# ruff: noqa: F811

from __future__ import annotations

import base64
import io
import re
from itertools import pairwise

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_visits import PATIENT, chromium, home, served, signed_in  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DRAWN = "() => document.querySelectorAll('#migrants-map .pane-main .province').length === 34"
SHADED = "() => document.querySelectorAll('#migrants-map .pane-main [class*=step-]').length > 5"
FITS = """() => { const map = qianhui.migrants.chinaMap('migrants-map');
  return map.svg.getAttribute('viewBox') === `0 0 ${map.element.clientWidth} ${map.element.clientHeight}`; }"""
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


def test_the_export_holds_what_the_table_shows(signed_in, served):
    page = opened(signed_in(), served, words="&place=province:330000")
    card = page.locator("#migrants-cities-card")
    card.locator("[data-tool=table]").click()
    shown = texts(card.locator(".twin tbody tr td:first-child"))
    with page.expect_download(timeout=PATIENT) as download:
        card.locator("[data-tool=excel]").click()
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).worksheets[0]
    column = [row[0].value for row in sheet.iter_rows()]
    filters = next(row[1].value for row in sheet.iter_rows() if row[0].value == "筛选")
    assert column[-len(shown) :] == shown
    assert "浙江" in filters and any(
        re.match(r"\d{4}-\d\d-\d\d", str(row[1].value)) for row in sheet.iter_rows(max_row=6)
    )


MOVES = "rows => rows.map(row => [':is(b, .unmask)', '.move-what'].map(part => row.querySelector(part).textContent))"


def saved(page: Page, button) -> list[list]:
    """The lines of the file a button gives."""
    with page.expect_download(timeout=PATIENT) as download:
        button.click()
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).worksheets[0]
    return [[cell.value for cell in line] for line in sheet.iter_rows()]


@pytest.mark.parametrize(("lang", "theme"), LOOKS)
def test_the_files_of_workers_and_of_the_list_are_the_screen(signed_in, served, lang, theme):
    page = opened(signed_in(), served, words="&place=city:330300", lang=lang, theme=theme)
    card = page.locator("#migrants-workers-card")
    expect(card.locator(".workers tbody tr").first).to_be_visible(timeout=PATIENT)
    shown = [row.locator("td").all_inner_texts()[:5] for row in card.locator(".workers tbody tr").all()]
    lines = saved(page, card.locator("[data-tool=excel]"))
    top = next(n for n, line in enumerate(lines) if n > 3 and line[0] in ("姓名", "Name"))
    total = int(re.findall(r"[\d,]+", card.locator(".pager span").inner_text())[-1].replace(",", ""))
    assert [line[:5] for line in lines[top + 1 :][: len(shown)]] == shown and len(lines) - top - 1 == total
    assert any("温州" in str(line[1]) or "Wenzhou" in str(line[1]) for line in lines[:top])

    page.locator("[data-feed-pause]").click()
    expect(page.locator("#migrants-feed .move").first).to_be_visible(timeout=PATIENT)
    moves = page.locator("#migrants-feed .move").evaluate_all(MOVES)
    lines = saved(page, page.locator("#migrants-feed-card [data-tool=excel]"))
    assert sorted([line[1], line[4]] for line in lines[-len(moves) :]) == sorted(moves)
    assert all("*" in who for who, _what in moves)


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


# What lies on a text of the map: another text, and on a province's name a flow, a centre or a city as well.
COVERED = """() => {
  const all = (what) => [...document.querySelectorAll(what)].filter((one) => one.getClientRects().length);
  const parts = all('#migrants-map .marks text, #migrants-map .china-note span, #migrants-map .china-legend > *');
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3;
  const texts = parts.map((one) => [one, one.getBoundingClientRect()]);
  const pairs = texts.flatMap(([one, box], at) => texts.slice(at + 1).filter(([, other]) => meet(box, other))
    .map(([other]) => `${one.textContent} / ${other.textContent}`));
  const { left, top } = document.querySelector('#migrants-map svg.china').getBoundingClientRect();
  const flows = all('#migrants-map path.flow').flatMap((flow) => Array.from({ length: 60 }, (_one, step) => {
    const point = flow.getPointAtLength(flow.getTotalLength() * step / 60);
    return { left: point.x + left, right: point.x + left, top: point.y + top, bottom: point.y + top };
  }));
  const marks = flows.concat(all('#migrants-map :is(.city, .centre-dot)').map((one) => one.getBoundingClientRect()));
  const on = (a, b) => a.left < b.right && b.left < a.right && a.top + 3 < b.bottom && b.top < a.bottom - 3;
  return pairs.concat(all('#migrants-map .names text').filter((name) => marks.some((mark) => on(name.getBoundingClientRect(), mark)))
    .map((name) => name.textContent));
}"""


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ({"width": 1440, "height": 900}, ""),
        ({"width": 1440, "height": 900}, "&place=province:330000"),
        ({"width": 1920, "height": 1080}, ""),
        (PHONE["viewport"], ""),
        (PHONE["viewport"], "&place=province:330000"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_lies_on_a_name_of_the_map(signed_in, served, lang, size, words):
    page = opened(signed_in(viewport=size), served, words=words, lang=lang)
    expect(page.locator("#migrants-map .flow-value").first).to_be_visible()
    page.evaluate("() => document.fonts.ready")
    assert page.evaluate(COVERED) == []
    assert ("people" if lang == "en" else "人") in page.locator("#migrants-map .china-sign.flow").inner_text()


# Cities with workers whose dot has no number beside it.
NUMBERLESS = """() => {
  const map = qianhui.migrants.chinaMap('migrants-map');
  const shown = map.scene.dots.filter((dot) => map.holds('main', dot.at, 4) && (map.values.dots[dot.id] || {}).value);
  const named = [...document.querySelectorAll('.city-name')].map((one) => one.textContent);
  return shown.map((dot) => dot.name).filter((name) => !named.includes(name));
}"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_city_of_a_province_has_its_number_beside_it(signed_in, served, lang):
    page = opened(signed_in(viewport={"width": 1440, "height": 900}), served, "&place=province:330000&drill=1", lang)
    expect(page.locator("#migrants-map .city-name").first).to_be_visible(timeout=PATIENT)
    page.wait_for_function(f"() => ({NUMBERLESS})().length === 0", timeout=PATIENT)


# What of an inset has no name or is cut by its edge.
UNNAMED = """(map) => {
  const boxes = (what) => [...document.querySelectorAll(`${map} ${what}`)].map((one) => one.getBoundingClientRect());
  const [edge] = boxes('.pane-coast .pane-edge');
  const inside = (box) => box.left >= edge.left && box.right <= edge.right && box.top >= edge.top && box.bottom <= edge.bottom;
  const [marks, names] = [boxes('.centres-coast .centre-dot'), boxes('.centres-coast .centre-name')];
  return [marks.length - names.length, marks.concat(names).filter((box) => !inside(box)).length];
}"""


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, PHONE["viewport"]])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_centre_of_the_coast_is_named(signed_in, served, lang, size):
    page = opened(signed_in(viewport=size), served, lang=lang)
    expect(page.locator("#migrants-map .centres-coast .centre")).to_have_count(12)
    assert page.evaluate(UNNAMED, "#migrants-map") == [0, 0]


@pytest.mark.parametrize("measure", ["migrant_deposit_balance", "migrant_loan_balance", "migrants_reached"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_limits_of_the_legend_stand_apart(signed_in, served, lang, measure):
    page = opened(signed_in(), served, words=f"&measure={measure}", lang=lang)
    ticks = page.locator("#migrants-map .china-ticks i")
    expect(ticks.nth(1)).to_be_visible()
    boxes = ticks.evaluate_all("all => all.map(one => one.getBoundingClientRect()).map(box => [box.left, box.right])")
    assert all(left[1] < right[0] for left, right in pairwise(boxes))


def test_where_nobody_is_registered_is_hatched_and_one_shade_says_its_number(signed_in, served):
    page = signed_in("centre")
    page.goto(f"{served}/migrants?lang=zh")
    page.wait_for_function(DRAWN, timeout=PATIENT)
    expect(page.locator("#migrants-map .china-ticks .whole")).to_contain_text("人")
    box = page.locator("#migrants-map .pane-main [data-code='650000']").bounding_box()
    source = "data:image/png;base64," + base64.b64encode(page.screenshot()).decode()
    middle = {"x": round(box["x"] + box["width"] * 0.6), "y": round(box["y"] + box["height"] * 0.7)}
    assert page.evaluate(INK, [source, middle | {"width": 24, "height": 16}]) > 40


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
