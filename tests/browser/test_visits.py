"""Journeys over the visits pages in a real browser: look, choose, go on, come back; watch a visit arrive."""

from __future__ import annotations

import json
import re
import urllib.request
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.clock import now
from data.listing import listing
from data.scope import Asker, acting
from tests.browser.conftest import PATIENT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
MAP = "() => window.qianhui && qianhui.map && qianhui.map.at('visits-map') && qianhui.map.at('visits-map').projection"
DOT = """(id) => { const m = qianhui.map.at('visits-map'), p = m.points.get(id), b = m.element.getBoundingClientRect();
  const [x, y] = m.screen([p.lon, p.lat]); return [x + b.left, y + b.top]; }"""
EVERYBODY = Asker.of("u1", "Executive", "executive", "province", None)


def post_visit(served: str, home: Path, place: int = 0) -> dict:
    """A visit that ended a minute ago, posted as a phone does. → the staff row."""
    with acting(EVERYBODY):
        who = listing("staff", where={"is_manager": True, "is_active": True}, limit=20).frame.iloc[place].to_dict()
        family = listing("household", where={"branch": who["branch_id"]}, limit=40).frame.iloc[place + 7].to_dict()
    end = now() - timedelta(minutes=1)
    body = {
        "client_uuid": str(uuid.uuid4()),
        "staff_id": who["staff_id"],
        "household_id": family["household_id"],
        "purpose": "deposit_care",
        "result": "deposit_promised",
        "satisfaction": 5,
        "started_at": (end - timedelta(minutes=12)).isoformat(),
        "ended_at": end.isoformat(),
        "position": {"lon": family["lon"], "lat": family["lat"], "crs": "WGS-84", "accuracy_m": 9},
    }
    headers = {
        "Authorization": f"Bearer {(home / 'phones.token').read_text().strip()}",
        "Content-Type": "application/json",
    }
    request = urllib.request.Request(f"{served}/api/v1/visits", json.dumps(body).encode(), headers)
    answer = json.loads(urllib.request.urlopen(request, timeout=30).read())
    assert answer["stored"] == 1, answer
    return who


def test_from_the_map_to_a_manager_and_back_with_the_view_kept(signed_in, served, home):
    who = post_visit(served, home)
    page = signed_in()
    page.goto(f"{served}/visits?lang=zh")
    page.wait_for_function(f"() => ({MAP})() && qianhui.map.at('visits-map').points.has('{who['staff_id']}')")
    page.evaluate(
        f"() => {{ const m = qianhui.map.at('visits-map'), p = m.points.get('{who['staff_id']}');"
        " m.lookAt({z: 9, lon: p.lon, lat: p.lat}); }"
    )
    page.wait_for_url(re.compile(r"z=9"))
    page.mouse.click(*page.evaluate(DOT, who["staff_id"]))
    expect(page.locator(".drawer-name")).to_have_text(who["name"], timeout=PATIENT)
    expect(page.locator("#visits-ranking")).to_be_visible()
    page.wait_for_url(re.compile(f"sel={who['staff_id']}"))
    left = page.evaluate("() => qianhui.map.at('visits-map').view()")
    page.click(".drawer-page")
    expect(page.locator(".manager-head h2")).to_have_text(who["name"], timeout=PATIENT)
    page.click("[data-replay-play]")
    page.go_back()
    expect(page.locator(".drawer-name")).to_have_text(who["name"], timeout=PATIENT)
    page.wait_for_function(MAP)
    back = page.evaluate("() => qianhui.map.at('visits-map').view()")
    assert back["z"] == pytest.approx(left["z"], abs=0.1) and back["lon"] == pytest.approx(left["lon"], abs=0.02)
    page.keyboard.press("Escape")
    expect(page.locator(".drawer-name")).to_have_count(0, timeout=PATIENT)


def test_a_posted_visit_arrives_by_itself(signed_in, served, home):
    page = signed_in()
    page.goto(f"{served}/visits?lang=zh")
    page.wait_for_function(MAP)
    figure = page.locator('[data-figure="visits_per_manager_mtd"], [data-figure="households_today"]').first
    value = figure.locator('[data-part="value"]')
    expect(value).to_be_visible(timeout=PATIENT)
    page.wait_for_selector('[data-live-list="visits"] .report')
    before = value.inner_text()
    view = page.evaluate("() => qianhui.map.at('visits-map').view()")
    who = post_visit(served, home, place=3)
    expect(value).not_to_have_text(before, timeout=PATIENT)
    expect(page.locator('[data-live-list="visits"] .report').first).to_contain_text(who["name"], timeout=PATIENT)
    assert page.evaluate("() => qianhui.map.at('visits-map').view()") == view


def test_a_manager_s_page_takes_a_visit_in_by_itself(signed_in, served, home):
    with acting(EVERYBODY):
        who = listing("staff", where={"is_manager": True, "is_active": True}, limit=20).frame.iloc[5]
    page = signed_in()
    page.goto(f"{served}/visits/manager/{who['staff_id']}?lang=zh")
    page.wait_for_selector("#manager-figures[data-heard]", timeout=PATIENT)
    of_how_many = page.locator("#manager-visits-page")
    expect(of_how_many).to_contain_text("共", timeout=PATIENT)
    expect(page.locator("#manager-day-slot .skeleton")).to_have_count(0, timeout=PATIENT)
    stops, total = page.locator("#manager-day-slot .hours-block").count(), of_how_many.inner_text()
    post_visit(served, home, place=5)
    expect(page.locator("#manager-day-slot .hours-block")).to_have_count(stops + 1, timeout=PATIENT)
    expect(of_how_many).not_to_have_text(total, timeout=PATIENT)


def test_english_at_night_has_no_chinese_of_ours(signed_in, served):
    page = signed_in()
    page.goto(f"{served}/visits?lang=en&theme=night")
    page.wait_for_function(MAP)
    page.wait_for_selector(".ranking tbody tr")
    texts = page.locator(
        ".ranking-head, .card-title, .out-now, .visits-switch, .ranking thead, .figures"
    ).all_inner_texts()
    assert not re.search(r"[\u4e00-\u9fff]", " ".join(texts)), texts
    ground = page.evaluate("() => getComputedStyle(document.querySelector('#visits-map')).backgroundColor")
    assert max(map(int, re.findall(r"\d+", ground)[:3])) < 64


def test_a_found_outlet_shows_its_own_name_in_full(signed_in, served, home):
    page = signed_in()
    page.goto(f"{served}/visits?lang=en")
    page.fill("#shell-search-field", "Branch")
    page.wait_for_selector("#shell-search-results a .what")
    names = page.locator("#shell-search-results a .what")
    assert len(set(names.all_inner_texts())) == names.count() > 1
    assert names.evaluate_all("(all) => all.every((one) => one.scrollWidth <= one.clientWidth)")


def test_on_a_phone_one_list_at_a_time(signed_in, served):
    page = signed_in(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page.goto(f"{served}/visits?lang=zh")
    page.wait_for_function(MAP)
    expect(page.locator("#visits-ranking")).to_be_visible(timeout=PATIENT)
    page.tap("[data-visits-tab=report]")
    expect(page.locator("#visits-report-card")).to_be_visible()
    expect(page.locator("#visits-ranking")).to_be_hidden()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth + 1")


# A manager in each prefecture: names drawn, those that lie on a bubble, those nearer to the bubble of another.
LAID = """() => {
  const [map, pen] = [qianhui.map.at('visits-map'), qianhui.mapPen];
  const [halo, said] = [pen.halo, []];
  pen.halo = (ctx, m, text, x, y) => {
    const half = ctx.measureText(text).width / 2;
    said.push({ text, x, y: y - 5, left: x - half, right: x + half, top: y - 9, bottom: y });
    halo(ctx, m, text, x, y);
  };
  map.setPoints({ reset: true, moved: map.shapes.prefectures.parts.map((part, n) => [n, ...map.projection.invert(part.label), 1, 'out']) });
  qianhui.mapDrawMarks(map);
  pen.halo = halo;
  const far = (name) => (one) => (one.x - name.x) ** 2 + (one.y - name.y) ** 2;
  const on = (name) => ({ x, y, r }) => name.left < x + r && x - r < name.right && name.top < y + r && y - r < name.bottom;
  const { bubbles } = map.drawn;
  const own = (name) => map.word([...bubbles].sort((a, b) => far(name)(a) - far(name)(b))[0].shape.properties) === name.text;
  const texts = (some) => some.map((name) => name.text);
  return [said.length > bubbles.length / 2, texts(said.filter((name) => bubbles.some(on(name)))), texts(said.filter((name) => !own(name)))];
}"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_of_bubbles_stand_at_their_own_and_on_none(signed_in, served, lang):
    page = signed_in(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page.goto(f"{served}/visits?lang={lang}")
    page.wait_for_function(MAP)
    page.wait_for_function("() => qianhui.map.at('visits-map').shapes.prefectures")
    page.evaluate("() => document.fonts.ready")
    assert page.evaluate(LAID) == [True, [], []]


def test_the_keyboard_moves_the_map(signed_in, served):
    page = signed_in()
    page.goto(f"{served}/visits")
    page.wait_for_function(MAP)
    page.locator("#visits-map").focus()
    page.keyboard.press("+")
    page.wait_for_function("() => qianhui.map.at('visits-map').transform.k > 1.3")
    page.keyboard.press("0")
    page.wait_for_function("() => qianhui.map.at('visits-map').transform.k === 1")


def test_a_step_down_asks_for_numbers_only_and_history_and_link_hold_it(signed_in, served):
    page = signed_in()
    page.goto(f"{served}/visits?lang=zh")
    page.wait_for_function(MAP)
    sent: list[str] = []
    page.on("request", lambda r: "_dash-update-component" in r.url and sent.append(r.post_data or ""))
    top = figures_of(page)
    row = page.locator(".ranking-entity tbody tr").first
    name = row.locator(".ranking-name").inner_text()
    row.click()
    page.locator(".ranking-entity tbody tr.chosen").click()
    expect(page.locator(".ranking-branch tbody tr").first).to_be_visible(timeout=PATIENT)
    expect(page.locator("#shell-scope .crumb.here")).to_contain_text(name[:2], timeout=PATIENT)
    page.wait_for_function(
        "() => JSON.parse(document.getElementById('visits-live').dataset.live).node.startsWith('entity:')"
    )
    page.wait_for_function("(top) => document.getElementById('visits-figures').innerText !== top", arg=top)
    assert not [body for body in sent if "_pages_content" in body]
    page.wait_for_url(re.compile("z="))  # the map went along
    expect(page.locator("#visits-level label")).to_have_count(2)
    below, link = figures_of(page), page.url
    page.go_back()
    expect(page.locator(".ranking-entity tbody tr").first).to_be_visible(timeout=PATIENT)
    page.wait_for_function("(top) => document.getElementById('visits-figures').innerText === top", arg=top)
    page.go_forward()
    expect(page.locator(".ranking-branch tbody tr").first).to_be_visible(timeout=PATIENT)
    assert not [body for body in sent if "_pages_content" in body]
    other = signed_in()
    other.goto(link)
    expect(other.locator(".ranking-branch tbody tr").first).to_be_visible(timeout=PATIENT)
    assert figures_of(other) == below
    page.locator("#shell-scope .crumb.above").first.click()
    page.locator("#shell-scope .menu.above .menu-panel a").first.click()
    expect(page.locator(".ranking-entity tbody tr").first).to_be_visible(timeout=PATIENT)


def figures_of(page: Page) -> str:
    """What the headline figures say."""
    return page.locator("#visits-figures").inner_text()


def test_a_picture_is_saved_while_its_table_is_shown(signed_in, served):
    page = signed_in()
    page.goto(f"{served}/?lang=en")
    card = page.locator(".card:has(.js-plotly-plot .main-svg)").last
    card.locator("[data-tool=table]").click()
    expect(card).to_have_class(re.compile("is-table"))
    with page.expect_download() as saved:
        card.locator("[data-tool=png]").click()
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")
