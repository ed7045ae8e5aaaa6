"""What a thumb does on the capture page, what then lies on the phone and at the bank."""

from __future__ import annotations

import hashlib
import io
import re
import sqlite3

import numpy as np
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.line import Line

STORES = """async () => { const db = await new Promise((pass) => { const asked = indexedDB.open("qianhui-capture"); asked.onsuccess = () => pass(asked.result); });
  const count = (name) => new Promise((pass) => { const asked = db.transaction(name).objectStore(name).getAllKeys(); asked.onsuccess = () => pass(asked.result); });
  const found = {}; for (const name of ["records", "photos", "points", "kept"]) found[name] = await count(name); db.close(); return found; }"""


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
