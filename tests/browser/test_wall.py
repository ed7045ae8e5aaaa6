"""The player in a real browser: scenes take turns whole, a broken one gives way, old data say since when, a fresh player takes over."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.conftest import PATIENT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WALL = {"viewport": {"width": 1920, "height": 1080}}
SHOWN = "() => window.wall.stage && window.wall.stage.shown() && window.wall.stage.shown().slot.item.scene"
TURN = """() => ({
  planned: window.wall.program.at(window.wall.clock.now()).item.scene, shown: window.wall.stage.shown().slot.item.scene,
  title: document.querySelector(".is-shown .wall-title").textContent, left: document.querySelector(".wall-ring text").textContent,
})"""
ITEMS = [{"scene": "headline", "dwell_s": 3}, {"scene": "visits", "dwell_s": 3}]


@pytest.fixture
def playlist(signed_in, served) -> str:
    """A playlist of two scenes, three seconds each."""
    admin = signed_in("admin")
    token = next(one["value"] for one in admin.context.cookies() if one["name"] == "_csrf_token")
    made = admin.request.post(
        f"{served}/api/v1/wall/playlists",
        data={"name": f"Short {token[:6]}", "document": {"items": ITEMS, "alerts": False}},
        headers={"X-CSRFToken": token, "Origin": served},
    )
    assert made.ok, made.text()
    return made.json()["playlist_id"]


def player(page: Page) -> Frame:
    """The frame that shows."""
    page.wait_for_selector("iframe.is-shown", timeout=PATIENT)
    frame = page.frames[-1]
    frame.wait_for_function(SHOWN, timeout=PATIENT)
    return frame


def test_scenes_take_turns_and_each_is_whole(signed_in, served, playlist):
    page = signed_in("executive", **WALL)
    page.goto(f"{served}/wall?playlist={playlist}&lang=en")
    frame = player(page)
    for scene, text in (("visits", "Households visited today"), ("headline", "What changed")):
        frame.wait_for_function(f"() => ({SHOWN})() === '{scene}'", timeout=PATIENT)
        expect(frame.locator(f".wall-scene.is-shown .wall-{scene}")).to_be_visible(timeout=PATIENT)
        expect(frame.locator("body")).to_contain_text(text, timeout=PATIENT)
    expect(frame.locator(".wall-clock")).to_have_text(re.compile(r"\d\d:\d\d"))
    expect(frame.locator(".wall-scene.is-shown")).to_have_count(1, timeout=PATIENT)
    assert frame.locator(".wall-scene").count() <= 2  # the one shown and the one made ready


def test_a_visit_told_twice_stands_once(signed_in, served, playlist):
    """Answers of the live stream overlap, so that nothing is missed between two web processes."""
    visit = {"visit_id": "told-again", "at": "2026-06-17T10:00:00", "seat": "Here", "staff_name": "Somebody"}

    def answer(route):
        told = route.fetch()
        route.fulfill(response=told, json=told.json() | {"visits": [visit]})

    page = signed_in("executive", **WALL)
    page.route("**/api/v1/live*", answer)
    page.goto(f"{served}/wall?scene=visits&node=province&dwell=600&lang=en")
    frame = player(page)
    frame.wait_for_timeout(9500)  # two steps of the report
    expect(frame.locator(".wall-report li", has_text="Somebody")).to_have_count(1)


def test_a_broken_scene_gives_way_and_is_told(signed_in, served, playlist):
    page = signed_in("executive", **WALL)
    page.route("**/api/v1/wall/scene/visits*", lambda route: route.fulfill(status=200, body='{"title": 1}'))
    page.goto(f"{served}/wall?playlist={playlist}&lang=en")
    frame = player(page)
    frame.wait_for_timeout(7000)  # a whole round
    assert frame.evaluate(SHOWN) == "headline"
    expect(frame.locator(".wall-headline")).to_be_visible()


def test_a_scene_never_loaded_gives_its_turn_while_the_line_is_cut(signed_in, served, playlist):
    page = signed_in("executive", **WALL)
    page.route("**/api/v1/wall/scene/visits*", lambda route: route.abort())  # it never came
    page.goto(f"{served}/wall?playlist={playlist}&lang=en")
    frame = player(page)
    page.context.set_offline(True)
    frame.wait_for_function("() => window.wall.isDown()", timeout=PATIENT)
    seen = []
    for _n in range(14):  # two rounds
        frame.wait_for_timeout(500)
        seen.append(frame.evaluate(TURN))
    assert {one["planned"] for one in seen} == {one["shown"] for one in seen} == {"headline"}
    assert {one["title"] for one in seen} == {"What changed"} and all(0 < int(one["left"]) <= 3 for one in seen)


def test_old_data_say_since_when_and_recover_untouched(signed_in, served):
    page = signed_in("executive", **WALL)
    page.goto(f"{served}/wall?scene=visits&lang=zh")
    frame = player(page)
    expect(frame.locator(".wall-badge")).to_be_hidden()
    page.context.set_offline(True)
    frame.evaluate("() => { window.wall.stage.shown().told.promise_s = 4; }")
    expect(frame.locator(".wall-badge")).to_be_visible(timeout=PATIENT)
    expect(frame.locator(".wall-badge")).to_contain_text("数据停在")
    expect(frame.locator(".wall-badge")).to_contain_text("网络中断", timeout=PATIENT)
    expect(frame.locator(".wall-scene.is-stale .wall-change").first).to_be_hidden()
    page.context.set_offline(False)
    expect(frame.locator(".wall-badge")).to_be_hidden(timeout=PATIENT)


def test_the_engineers_keys(signed_in, served, playlist):
    page = signed_in("executive", **WALL)
    page.goto(f"{served}/wall?playlist={playlist}&lang=en")
    frame = player(page)
    page.keyboard.press("Space")
    frame.wait_for_function("() => window.wall.program.isHeld()", timeout=PATIENT)
    held = frame.evaluate(SHOWN)
    frame.wait_for_timeout(4500)  # longer than its dwell
    assert frame.evaluate(SHOWN) == held
    page.keyboard.press("ArrowRight")
    frame.wait_for_function(f"() => ({SHOWN})() !== '{held}'", timeout=PATIENT)


def test_a_fresh_player_takes_over_unseen(signed_in, served, playlist):
    page = signed_in("executive", **WALL)
    page.goto(f"{served}/wall?playlist={playlist}")
    before = player(page)
    before.evaluate("() => window.parent.postMessage({ wall: 'fresh' }, location.origin)")
    page.wait_for_function("() => document.querySelectorAll('iframe').length === 2", timeout=PATIENT)
    page.wait_for_function("() => document.querySelectorAll('iframe').length === 1", timeout=PATIENT)
    assert before.is_detached()
    assert player(page).evaluate(SHOWN)


def test_a_person_signed_out_sees_nothing_more(signed_in, served):
    page = signed_in("executive", **WALL)
    page.goto(f"{served}/wall?scene=headline&lang=en")
    frame = player(page)
    page.context.clear_cookies()
    frame.evaluate("() => window.wall.stage.refresh()")
    expect(frame.locator("body.is-dark")).to_contain_text("signed out", timeout=PATIENT)
    expect(frame.locator(".wall-scene")).to_have_count(0)
