"""What is recorded on the phone reaches the bank: a day without signal, a server killed in the middle, refusals explained and corrected."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.capture.phone import STORES, arrived, await_empty, hashes, picture, record, saved, signed_in
from tests.browser.conftest import PATIENT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


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
    expect(page).to_have_url(f"{valley.base}/login")
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
    expect(page).to_have_url(f"{valley.base}/login")
    assert "1" in asked[0]
    assert page.evaluate("async () => (await indexedDB.databases()).length + (await caches.keys()).length") == 0


def test_a_phone_that_cannot_be_emptied_is_told_and_stays_signed_in(phone, valley):
    page = signed_in(phone())
    page.goto(f"{valley.base}/me")
    page.evaluate("() => { IDBObjectStore.prototype.clear = function () { this.transaction.abort(); }; }")
    page.locator(".tab-menu summary").click()
    page.locator(".tab-menu [data-logout]").click()
    expect(page.locator("#shell-toast-box.show.bad")).to_contain_text(re.compile("退出未成功|Signing out failed"))
    assert page.url == f"{valley.base}/me"
    assert page.evaluate("async () => (await fetch('/api/v1/capture/hello')).status") == 200


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
