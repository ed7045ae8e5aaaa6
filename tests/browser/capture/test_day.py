"""The day on the capture page: what is done stays done, sheets, warnings, rounds, votes, positions, photos."""

from __future__ import annotations

import os
import re
import sqlite3

import numpy as np
import pytest
from playwright.sync_api import expect

from data.capture.round_trip import distances, ordered
from tests.browser.capture.phone import STORES, arrived, await_empty, picture, record, saved, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_what_has_arrived_stays_done_when_the_page_is_opened_again(phone, valley):
    page = signed_in(phone())
    door = page.locator(".stop").first.get_attribute("data-home")
    valley.cut()
    record(page)
    page.goto("about:blank")
    valley.mend()
    (worker,) = page.context.service_workers
    assert worker.evaluate("() => capture.sync.run()")["state"] == "done"
    page.context.close()
    valley.cut()
    page = phone()  # without a line: the list here is that from before the visit
    ((_uuid, number, *_),) = arrived(valley)[0]
    expect(page.locator(".lines")).to_contain_text(number)
    expect(page.locator(f".stop[data-home='{door}']")).to_have_count(0)
    page.evaluate("() => { capture.time.offset += 86400000; }")  # the next day nothing of it is left
    assert page.evaluate("() => capture.arrived.today(capture.pack.now().user_id)") == []
    assert "arrived" not in page.evaluate(STORES)["kept"]


def test_a_broken_picture_another_page_and_a_door_seen_today_are_answered_at_once(phone, valley):
    page = signed_in(phone())
    door = page.locator(".stop").first.get_attribute("data-home")
    record(page, save=False)
    half = picture(1)[:2000]
    page.set_input_files("input.camera", {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": half})
    expect(page.locator("#toast")).to_contain_text("Take the photo again")
    expect(page.locator(".shot")).to_have_count(0)
    saved(page)
    valley.cut()
    page.context.set_offline(True)
    page.locator(".tab[href='/me']").click()
    expect(page.locator("#toast")).to_contain_text("needs signal")
    page.evaluate("(door) => void capture.app.begin(capture.pack.home(door))", door)
    expect(page.locator(".sheet")).to_contain_text("Visited today already")
    page.locator(".sheet").get_by_role("button", name="Record another").click()
    expect(page.locator(".part-purpose")).to_be_visible()


def test_the_days_list_comes_anew_after_a_sync(phone, valley):
    page = signed_in(phone())
    before = page.evaluate("() => capture.pack.now().now")
    record(page)
    await_empty(page)
    page.wait_for_function("(before) => capture.pack.now().now > before", arg=before)


def test_the_way_back_closes_the_sheet_alone(phone):
    page = signed_in(phone())
    record(page, save=False)
    page.click(".vote-link")
    expect(page.locator(".link")).to_have_text(re.compile("/v/[A-Z]{10}$"))
    page.go_back()
    expect(page.locator(".sheet")).to_have_count(0)
    expect(page.locator(".part-result [aria-checked=true]")).to_have_count(1)
    page.click(".vote-link")
    page.locator(".sheet").get_by_role("button", name="Close").click()
    expect(page.locator(".sheet")).to_have_count(0)
    page.go_back()
    expect(page.locator(".home .now")).to_be_visible()


def test_two_visits_at_one_time_are_told_of_and_kept(phone, valley):
    page = signed_in(phone())
    valley.cut()
    record(page)
    record(page, save=False)
    page.click(".save")
    expect(page.locator(".lasted .chip").first).to_contain_text("as recorded")
    page.click(".lasted [data-minutes='15']")
    expect(page.locator(".sheet h2")).to_have_text("Two visits at the same time?")
    page.click(".save-both")
    expect(page.locator(".banner")).to_contain_text("2 waiting")
    page.click(".banner")
    expect(page.locator(".send")).to_be_disabled()


def test_all_that_is_missing_is_named(phone):
    page = signed_in(phone())
    page.locator(".stop .go").first.click()
    page.locator(".part-products .chip").nth(2).click()
    order = page.locator(".part-products .chip").all_text_contents()[:-1]
    page.click(".chip.more")
    assert page.locator(".part-products .chip").all_text_contents()[: len(order)] == order
    page.evaluate("() => capture.draft.set({ purpose: null })")
    page.click(".save")
    expect(page.locator("#toast")).to_contain_text("Purpose of the visit, Result")


def test_far_from_home_no_round_is_called_the_best(phone):
    page = signed_in(phone())
    page.context.set_geolocation({"longitude": 121.47, "latitude": 31.23, "accuracy": 10})
    page.get_by_role("button", name="Set out").click()
    expect(page.locator(".far-away")).to_contain_text("far from your area")
    expect(page.locator(".home")).not_to_contain_text("best in this order")


def test_a_wrong_code_is_told_within_the_page(phone):
    page = phone("/v/AAAAAAAAAA")
    page.wait_for_selector(".vote-trouble")
    assert page.evaluate("() => document.querySelector('.vote-trouble').scrollWidth") <= 390
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390


def test_a_new_device_stands_in_the_list_at_once(phone, valley):
    page = signed_in(phone())
    page.goto(f"{valley.base}/me?view=devices")
    page.fill("#me-device-name", "my Huawei")
    page.click("[data-device-make]")
    expect(page.locator("#me-devices-list")).to_contain_text("my Huawei")
    assert page.title().startswith("My devices")


def test_the_phone_orders_a_round_as_the_server_does(phone):
    page = signed_in(phone())
    places = np.random.default_rng(5).uniform((106.9, 27.3), (107.1, 27.5), (9, 2)).round(5).tolist()
    told = page.evaluate(
        "([start, ...stops]) => capture.round(start, stops.map((at) => ({ at }))).stops.map((stop) => stop.at)", places
    )
    assert told == [places[row] for row in ordered(distances(places))]


def test_a_code_goes_with_the_visit_and_meets_its_vote(phone, valley):
    page = signed_in(phone())
    record(page, save=False)
    page.click(".vote-link")
    code = page.locator(".code-words").text_content().replace(" ", "")
    expect(page.locator(".qr")).to_have_attribute("aria-label", f"{valley.base}/v/{code}")
    page.keyboard.press("Escape")
    saved(page)
    await_empty(page)
    with sqlite3.connect(valley.home / "ops.sqlite") as db:
        assert db.execute(
            "select visits.client_uuid from visits join vote_code on visit_uuid = client_uuid where code = ?", [code]
        ).fetchone()


# a code is asked for at the moment when fresh ones are put beside those on the phone
MEANWHILE = """async () => {
  const { seal } = capture.box;
  let meanwhile = null;
  capture.box.seal = async (value) => {
    if (Array.isArray(value) && typeof value[0] === "string" && !meanwhile) {
      meanwhile = capture.pack.code();
      await new Promise((pass) => setTimeout(pass, 1000));
    }
    return seal(value);
  };
  await capture.pack.renew(0);
  const shown = [await meanwhile];
  for (let more = 0; more < 5; more += 1) shown.push(await capture.pack.code());
  return shown;
}"""


def test_a_code_shown_while_fresh_ones_come_is_shown_once(phone):
    shown = signed_in(phone()).evaluate(MEANWHILE)
    assert all(shown) and len(set(shown)) == 6


def test_track_points_come_only_while_the_round_is_on(phone, valley):
    page = signed_in(phone())
    page.wait_for_timeout(1500)
    assert page.evaluate(STORES)["points"] == []
    page.get_by_role("button", name="Set out").click()
    expect(page.locator(".top .sign")).to_be_visible()
    page.wait_for_function("() => capture.place.last()")
    page.locator(".top").get_by_role("button", name="Stop locating").click()  # one tap ends it
    expect(page.locator(".sign")).to_have_count(0)
    page.evaluate("() => capture.sync.run()")
    with sqlite3.connect(valley.home / "ops.sqlite") as db:
        assert db.execute("select count(*) from positions where app like 'qianhui-capture/%'").fetchone() == (1,)


def test_without_the_notice_or_the_hours_no_position_is_asked_for(phone):
    page = signed_in(phone(), lang="zh")
    page.evaluate("() => { capture.pack.now().notice.accepted_at = null; capture.app.go('home'); }")
    page.click(".decline")
    page.locator(".stop .go").first.click()
    expect(page.locator(".where-words")).to_contain_text("未同意告知")
    assert page.evaluate("() => capture.place.isOn()") is False
    page.evaluate(
        "() => { capture.pack.now().notice.accepted_at = '2026-11-26'; capture.pack.now().hours.days = {}; capture.app.go('form'); }"
    )
    expect(page.locator(".where-words")).to_contain_text("工作时间外不取位置")
    assert page.evaluate("() => capture.place.isOn()") is False


def test_an_older_picture_is_no_photo_of_this_visit(phone, tmp_path):
    page = signed_in(phone())
    record(page, save=False)
    old = tmp_path / "old.jpg"
    old.write_bytes(picture(13))
    os.utime(old, (1_700_000_000, 1_700_000_000))
    page.set_input_files("input.camera", old)
    expect(page.locator("#toast")).to_contain_text("older picture")
    expect(page.locator(".shot")).to_have_count(0)
