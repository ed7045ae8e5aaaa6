"""What the map of the migrants page looks like: whole, nothing on a name, every mark named, limits apart."""

from __future__ import annotations

import base64
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENT
from tests.browser.test_migrants import DRAWN, PHONE, opened

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

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
