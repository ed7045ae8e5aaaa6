"""Callback requests as a real browser sends them, to be replayed against the server."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
GL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


@dataclass(frozen=True)
class Recording:
    """One recorded callback request."""

    sent: dict[str, Any]

    @property
    def output(self) -> str:
        """What it changes."""
        return str(self.sent.get("output", ""))

    @property
    def has_numbers(self) -> bool:
        """Whether the answer puts numbers on screen."""
        return any(part in self.output for part in ("visits-ranking.", "visits-figures."))

    @property
    def comes_after(self) -> bool:
        """Whether it is sent only when the numbers are there."""
        return "visits-map." in self.output

    def body(self, entity: str) -> str:
        """The same request on another entity: in the view's context, or in the address."""
        changed = copy.deepcopy(self.sent)
        for part in [*changed.get("inputs", []), *changed.get("state", [])]:
            if isinstance(part, dict) and isinstance(part.get("value"), dict) and "node" in part["value"]:
                part["value"]["node"] = f"entity:{entity}"
            if isinstance(part, dict) and part.get("property") == "search":
                part["value"] = f"?node=entity:{entity}"
        return json.dumps(changed)


@contextmanager
def chromium(*, gl: bool = True) -> Iterator[Browser]:
    """Debian's Chromium with software rendering; without ``gl`` the plain one, a quarter of the work."""
    with sync_playwright() as p:
        browser = p.chromium.launch(
            executable_path="/usr/bin/chromium", args=[*FLAGS, *(GL if gl else ["--disable-gpu"])]
        )
        yield browser
        browser.close()


def log_in(page: Page, base: str, username: str = "executive") -> None:
    """Through the form, as a person does."""
    page.goto(base + "/login")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", "demo")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_load_state("domcontentloaded")


def record(browser: Browser, base: str) -> dict[str, list[Recording]]:
    """What a click sends: another level of the ranking, another measure (the filter), a step down to an entity (the drill).

    In the order sent; what the drill asks once its numbers are there (the map) comes last.
    """
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    sent: list[dict[str, Any]] = []
    page.on("request", lambda r: "_dash-update-component" in r.url and sent.append(json.loads(r.post_data or "{}")))
    log_in(page, base)
    page.goto(base + "/visits")
    page.wait_for_selector(".q-map canvas")
    page.wait_for_selector("#visits-ranking tbody tr")
    page.wait_for_timeout(1500)

    def clicked(*selectors: str) -> list[Recording]:
        sent.clear()
        for selector in selectors:
            page.locator(selector).first.click()
        page.wait_for_timeout(3000)
        return [Recording(body) for body in sent if not _is_tick(body)]

    found = {
        "ranking": clicked("#visits-level label:nth-of-type(2)"),
        "filter": clicked("#visits-measure label:nth-of-type(2)"),
    }
    page.goto(base + "/visits")
    page.wait_for_selector("#visits-ranking tbody tr")
    page.wait_for_timeout(1500)
    found["drill"] = clicked("#visits-ranking tbody tr", "#visits-ranking tbody tr.chosen")
    page.close()
    for name, recordings in found.items():
        if not any("visits-ranking" in one.output for one in recordings):
            raise LookupError(f"{name} asked for no ranking: {[one.output[:60] for one in recordings]}")
    return found


def _is_tick(body: dict[str, Any]) -> bool:
    """What the clock asked meanwhile."""
    return body.get("changedPropIds") == ["visits-tick.n_intervals"]
