"""The visits page in a real browser with 5,000 managers out: numbers on screen, map drawn, bytes moved."""

from __future__ import annotations

import statistics
import uuid
from datetime import datetime
from pathlib import Path

import requests
from playwright.sync_api import Browser

from benchmarks.ingest import batches, roster
from benchmarks.measure import Measure
from benchmarks.recorded import log_in
from data.clock import SHANGHAI

MARKS = """() => {
  window.__marks = {};
  const stamp = (name) => { window.__marks[name] ??= performance.now(); };
  document.addEventListener('map:ready', () => stamp('map'));
  new MutationObserver(() => {
    const value = document.querySelector('.q-number, .number-value, [id*="households_today"]');
    if (value && /[0-9]/.test(value.textContent)) stamp('numbers');
  }).observe(document, { childList: true, subtree: true, characterData: true });
}"""


def send_out(base: str, home: Path, serving_file: Path, count: int) -> None:
    """Report a position for ``count`` different managers."""
    token = (home / "phones.token").read_text().strip()
    now = datetime.now(SHANGHAI).isoformat()
    people = {staff: (lon, lat) for staff, _household, lon, lat in roster(serving_file, 600_000)}
    items = [
        {
            "client_uuid": str(uuid.uuid4()),
            "staff_id": staff,
            "at": now,
            "lon": lon,
            "lat": lat,
            "crs": "WGS-84",
            "accuracy_m": 15,
            "is_mock": False,
        }
        for staff, (lon, lat) in list(people.items())[:count]
    ]
    for batch in batches(items, 500):
        requests.post(
            base + "/api/v1/positions",
            json={"positions": batch},
            headers={"Authorization": f"Bearer {token}"},
            timeout=60,
        ).raise_for_status()


def open_once(browser: Browser, base: str) -> tuple[float, float, float]:
    """(seconds to numbers, seconds to map, MB moved) of a first visit with an empty cache."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, timezone_id="Asia/Shanghai")
    page = context.new_page()
    log_in(page, base)
    page.goto("about:blank")
    page.close()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    moved = 0.0

    def count(event: dict) -> None:
        nonlocal moved
        moved += event["encodedDataLength"]

    session.on("Network.loadingFinished", count)
    page.add_init_script(f"({MARKS})()")
    page.goto(base + "/visits")
    page.wait_for_function("() => window.__marks.map && window.__marks.numbers", timeout=60_000)
    marks = page.evaluate("window.__marks")
    page.wait_for_timeout(2000)
    context.close()
    return marks["numbers"] / 1000, marks["map"] / 1000, moved / 1e6


def measure(browser: Browser, base: str, home: Path, serving_file: Path, *, count: int = 5000) -> list[Measure]:
    """Median of five openings."""
    send_out(base, home, serving_file, count)
    opened = [open_once(browser, base) for _ in range(5)]
    numbers, drawn, moved = (statistics.median(column) for column in zip(*opened, strict=True))
    against = f"{count:,} managers out, empty browser cache, software rendering"
    return [
        Measure("visits_numbers_on_screen", round(numbers, 2), "s", "lower", 1.5, against),
        Measure("visits_map_drawn", round(drawn, 2), "s", "lower", 4.0, against),
        Measure("visits_page_mb", round(moved, 2), "MB", "lower", 2.5, "all that crossed the wire, compressed"),
    ]
