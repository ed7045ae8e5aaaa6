"""The capture page in a real browser: a day without signal, a server killed in the middle, refusals explained and corrected."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import sqlite3

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from data.capture.round_trip import distances, ordered
from tests.browser.conftest import FLAGS, PATIENT
from tests.browser.line import Line, Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "timezone_id": "Asia/Shanghai",
    "has_touch": True,
    "permissions": ["geolocation"],
}
AT = {"longitude": 106.9722, "latitude": 27.3609, "accuracy": 8}
STORES = """async () => { const db = await new Promise((pass) => { const asked = indexedDB.open("qianhui-capture"); asked.onsuccess = () => pass(asked.result); });
  const count = (name) => new Promise((pass) => { const asked = db.transaction(name).objectStore(name).getAllKeys(); asked.onsuccess = () => pass(asked.result); });
  const found = {}; for (const name of ["records", "photos", "points", "kept"]) found[name] = await count(name); db.close(); return found; }"""


@pytest.fixture(scope="module")
def bank(province, tmp_path_factory):
    """A server of its own on a copy of the province, behind a line; positions may be taken at any time of any day."""
    home = tmp_path_factory.mktemp("capture") / "home"
    shutil.copytree(province, home)
    server = Server(home, QIANHUI_WORK_DAYS="all", QIANHUI_WORK_HOURS="00:00-23:59")
    server.start()
    line = Line(server.port)
    line.home, line.server = home, server
    yield line
    line.close()
    server.kill()


@pytest.fixture
def valley(bank):
    """The bank with a good line; ``since``: visits up to there belong to other tests."""
    bank.mend()
    bank.slow = 0
    with sqlite3.connect(bank.home / "ops.sqlite") as db:
        (bank.since,) = db.execute("select coalesce(max(id), 0) from visits").fetchone()
    return bank


@pytest.fixture
def phone(chromium, valley, tmp_path):
    """``phone()`` → the phone's browser opened on the capture page, with what it kept before; closed by ``page.context.close()``."""
    wrong: list[str] = []
    opened: list[BrowserContext] = []

    def open_phone(path: str = "/capture") -> Page:
        options = PHONE | {"geolocation": AT, "executable_path": "/usr/bin/chromium", "args": FLAGS}
        context = chromium.browser_type.launch_persistent_context(tmp_path / "phone", **options)
        opened.append(context)
        page = context.pages[0]
        page.set_default_timeout(PATIENT)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request", lambda r: r.url.startswith("http") and not r.url.startswith(valley.base) and wrong.append(r.url)
        )
        page.goto(f"{valley.base}{path}", wait_until="commit")
        return page

    yield open_phone
    for context in opened:
        context.close()
    assert not wrong, wrong


def signed_in(page: Page, *, lang: str = "en") -> Page:
    """Signed in as the manager, notice accepted, shell and pack on the phone."""
    page.fill("input[name=username]", "manager")
    page.fill("input[name=password]", "demo")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(re.compile(r"/capture$"))
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")  # the shell lies on the phone
    page.evaluate(f"() => localStorage.setItem('capture-lang', '{lang}')")
    page.reload()
    page.click(".accept, .home .top-who")  # read once by a person, on whatever phone
    page.wait_for_selector(".home .stop")
    assert page.evaluate("() => Boolean(navigator.serviceWorker.controller)")
    return page


def picture(seed: int, side: int = 640) -> bytes:
    """A photo as a camera writes it, some hundred kB; another one for each seed."""
    noise = np.random.default_rng(seed).integers(0, 255, (side, side, 3), dtype=np.uint8)
    held = io.BytesIO()
    Image.fromarray(noise).save(held, "JPEG", quality=92)
    return held.getvalue()


def record(page: Page, photo: bytes | None = None, *, save: bool = True) -> None:
    """The next visit of the round, as a thumb does it."""
    page.locator(".stop .go").first.click()
    page.locator(".part-purpose .chip").nth(1).click()
    page.locator(".part-result .chip").nth(0).click()
    page.locator(".face-button").nth(3).click()
    if photo:
        page.set_input_files("input.camera", {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo})
        expect(page.locator(".shot img")).to_have_count(1)
    if save:
        saved(page)


def saved(page: Page) -> None:
    """The button, a quarter of an hour when it asks how long it was, and yes when another visit lies over it."""
    page.click(".save")
    page.click(".lasted [data-minutes='15'], .save-both, .home .top-who")
    page.click(".save-both, .home .top-who")
    page.wait_for_selector(".home")


def arrived(valley: Line) -> tuple[list[tuple], set[str]]:
    """The test's visits at the bank, and the hashes of their photos (of the originals in the store)."""
    with sqlite3.connect(valley.home / "ops.sqlite") as db:
        columns = "client_uuid, visit_no, lon, accuracy_m, monotonic_ms, position_source"
        own = "from visits where id > ? and app like 'qianhui-capture/%'"
        visits = db.execute(f"select {columns} {own}", [valley.since]).fetchall()
        photos = db.execute(
            f"select sha256 from photos where visit_uuid in (select client_uuid {own})", [valley.since]
        ).fetchall()
    return visits, {sha for (sha,) in photos}


def await_empty(page: Page) -> None:
    """Everything was sent: neither records nor photos lie on the phone any more."""
    for _try in range(600):
        found = page.evaluate(STORES)
        if not found["records"] and not found["photos"]:
            return
        page.wait_for_timeout(200)
    raise AssertionError(found)


def hashes(photos: list[bytes]) -> set[str]:
    return {hashlib.sha256(photo).hexdigest() for photo in photos}


def test_three_visits_without_signal_arrive_once_and_nothing_stays(phone, valley):
    page = signed_in(phone())
    page.context.close()
    valley.cut()
    page = phone()  # a cold start without a line
    photos = [picture(seed) for seed in (1, 2, 3)]
    for photo in photos:
        page.wait_for_selector(".home .stop")
        record(page, photo)
    expect(page.locator(".banner")).to_contain_text("3 waiting")
    page.context.close()
    page = phone("/capture#queue")
    expect(page.locator(".record[data-state=waiting]")).to_have_count(3)
    assert arrived(valley)[0] == []
    valley.mend()
    page.evaluate("() => capture.sync.run()")  # as every open, focus and half minute does
    await_empty(page)
    visits, kept = arrived(valley)
    assert len(visits) == 3 and kept == hashes(photos)
    assert page.evaluate(STORES)["kept"] == ["arrived", "pack", "votes"]  # no draft; the day's pack is no record
    told = page.evaluate("async () => (await capture.kept.get('arrived')).map((one) => Object.keys(one).sort().join())")
    assert told == ["at,home,owner,until,visit_no"] * 3  # which doors are done, for today: nothing of what was recorded
    assert all(accuracy == 8 and source == "browser" and mono > 0 for _, _, _, accuracy, mono, source in visits)


def test_a_server_killed_in_the_middle_of_the_sync_loses_and_doubles_nothing(phone, valley):
    page = signed_in(phone())
    valley.cut()
    photos = [picture(seed, side=900) for seed in (4, 5, 6)]
    for photo in photos:
        page.wait_for_selector(".home .stop")
        record(page, photo)
    valley.mend()
    valley.slow, before = 400_000, valley.sent
    page.goto(f"{valley.base}/capture#queue")
    page.wait_for_function("() => document.querySelector('[data-state=photos]')")
    while valley.sent < before + 500_000:
        page.wait_for_timeout(50)
    valley.server.kill()
    expect(page.locator(".record").first).to_be_visible()
    assert len(arrived(valley)[1]) < 3  # it was in the middle
    valley.slow = 0
    valley.server.start()
    page.evaluate("() => capture.sync.run()")  # as every open, focus and half minute does
    await_empty(page)
    visits, kept = arrived(valley)
    assert len(visits) == 3 and kept == hashes(photos)


def test_two_tabs_send_each_visit_once(phone, valley):
    page = signed_in(phone())
    valley.cut()
    record(page, picture(7))
    other = page.context.new_page()
    other.goto(f"{valley.base}/capture#queue")
    expect(other.locator(".record")).to_have_count(1)
    posts: list[str] = []
    page.context.on("request", lambda r: r.url.endswith("/api/v1/visits") and posts.append(r.url))
    valley.mend()
    for tab in (page, other):
        tab.evaluate("() => { capture.sync.run(); capture.sync.run(); }")
    await_empty(other)
    assert len(arrived(valley)[0]) == 1 and len(posts) == 1


def test_a_draft_outlives_a_killed_tab(phone, valley):
    page = signed_in(phone())
    record(page, picture(8), save=False)
    page.fill(".note", "bring the contract")
    page.wait_for_timeout(600)
    page.context.close()
    page = phone()
    page.click(".now")
    expect(page.locator(".note")).to_have_value("bring the contract")
    expect(page.locator(".shot img")).to_have_count(1)
    expect(page.locator(".part-result [aria-checked=true]")).to_have_count(1)


def test_a_refusal_is_explained_and_corrected(phone, valley):
    page = signed_in(phone())
    valley.cut()
    record(page, picture(9), save=False)
    page.evaluate("() => capture.draft.set({ started: Date.now() + 7200000 })")  # a clock two hours ahead
    saved(page)
    valley.mend()
    page.goto(f"{valley.base}/capture#queue")
    page.evaluate("() => capture.sync.run()")
    wrong = page.locator(".record[data-state=refused]")
    expect(wrong).to_contain_text("the clock of this phone was wrong", timeout=PATIENT)
    wrong.get_by_role("button", name="Correct and send again").click()
    for name, ago in (("started", 40), ("ended", 20)):
        moment = page.evaluate(f"() => capture.time.iso(Date.now() - {ago} * 60000).slice(0, 16)")
        page.fill(f"[data-moment={name}]", moment)
        page.dispatch_event(f"[data-moment={name}]", "change")
    saved(page)
    await_empty(page)
    visits, kept = arrived(valley)
    assert len(visits) == 1 and kept == hashes([picture(9)])


def test_a_conflict_is_sent_again_as_a_new_visit(phone, valley):
    page = signed_in(phone())
    valley.cut()
    record(page, picture(10))
    (uuid,) = page.evaluate(STORES)["records"]
    valley.mend()
    home = page.evaluate("() => capture.pack.now().homes[0].id")
    now = page.evaluate("() => capture.time.iso(Date.now() - 60000)")
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "_csrf_token")
    other = {
        "client_uuid": uuid,
        "household_id": home,
        "purpose": "complaint",
        "result": "resolved",
        "started_at": now,
        "ended_at": now,
    }
    headers = {"X-CSRFToken": token, "Origin": valley.base, "Content-Type": "application/json"}
    assert page.request.post(f"{valley.base}/api/v1/visits", data=json.dumps(other), headers=headers).ok
    page.goto(f"{valley.base}/capture#queue")
    page.evaluate("() => capture.sync.run()")
    wrong = page.locator(".record[data-state=conflict]")
    wrong.get_by_role("button", name="Correct and send again").click()
    saved(page)
    await_empty(page)
    visits, kept = arrived(valley)
    assert [row[0] for row in visits] != [uuid] and len(visits) == 1 and kept == hashes([picture(10)])


def test_what_lies_on_the_phone_cannot_be_read(phone, valley):
    page = signed_in(phone(), lang="zh")
    name = page.locator(".stop-words b").first.text_content()
    valley.cut()
    record(page, picture(11))
    raw = page.evaluate("""async () => { const db = await new Promise((pass) => { const asked = indexedDB.open("qianhui-capture"); asked.onsuccess = () => pass(asked.result); });
      const all = (n) => new Promise((pass) => { const asked = db.transaction(n).objectStore(n).getAll(); asked.onsuccess = () => pass(asked.result); });
      const text = (b) => new TextDecoder("utf-8").decode(b); let found = ""; for (const n of ["kept", "records", "photos"]) for (const row of await all(n)) found += JSON.stringify(row) + [row.box, row.info].filter(Boolean).map((b) => text(b.data)).join("");
      const [key] = await all("keys"); return { found, extractable: key.key.extractable }; }""")
    assert name and name not in raw["found"] and "JFIF" not in raw["found"] and raw["extractable"] is False


def test_signing_out_empties_the_phone(phone, valley):
    page = signed_in(phone())
    valley.cut()
    record(page)
    valley.mend()
    valley.slow = 1
    page.click(".top-more")
    page.get_by_role("button", name="Sign out and empty this phone").click()
    expect(page.locator(".sheet")).to_contain_text("not sent yet")
    valley.slow = 0
    page.get_by_role("button", name="Sign out and delete them").click()
    page.wait_for_url("**/login*")
    assert page.evaluate("async () => (await indexedDB.databases()).length + (await caches.keys()).length") == 0


def test_signing_out_elsewhere_asks_about_what_was_not_sent(phone, valley):
    page = signed_in(phone())
    valley.cut()
    record(page)
    page.evaluate(
        "() => capture.queue.settle(capture.status.records.map(({ uuid }) => ({ uuid, state: 'refused', errors: [] })))"
    )
    valley.mend()
    page.goto(f"{valley.base}/me")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.locator(".tab-menu summary").click()
    page.locator(".tab-menu [data-logout]").click()
    page.wait_for_url("**/login*")
    assert "1" in asked[0]
    assert page.evaluate("async () => (await indexedDB.databases()).length + (await caches.keys()).length") == 0


def test_the_worker_sends_when_no_page_is_open(phone, valley):
    page = signed_in(phone())
    valley.cut()
    record(page, picture(12))
    page.goto("about:blank")
    valley.mend()
    (worker,) = page.context.service_workers
    assert worker.evaluate("() => capture.sync.run()")["state"] == "done"
    visits, kept = arrived(valley)
    assert len(visits) == 1 and kept == hashes([picture(12)])


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
