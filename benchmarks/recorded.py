"""Callback requests as a real browser sends them, to be replayed against the server."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


@dataclass(frozen=True)
class Recording:
    """One recorded callback request."""

    sent: dict[str, Any]

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
def chromium() -> Iterator[Browser]:
    """Debian's Chromium with software rendering."""
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


def log_in(page: Page, base: str, username: str = "executive") -> None:
    """Through the form, as a person does."""
    page.goto(base + "/login")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", "demo")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_load_state("domcontentloaded")


def record(browser: Browser, base: str) -> dict[str, Recording]:
    """The ranking's, the drill's (the page opened on an entity) and the filter's request."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    sent: list[dict[str, Any]] = []
    page.on("request", lambda r: "_dash-update-component" in r.url and sent.append(json.loads(r.post_data or "{}")))
    log_in(page, base)
    page.goto(base + "/visits")
    page.wait_for_selector(".q-map canvas")
    found = {"drill": _first(sent, "_pages_content")}
    sent.clear()
    page.locator("#visits-level label").nth(1).click()
    page.wait_for_timeout(1500)
    found["ranking"] = _first(sent, "visits-ranking")
    sent.clear()
    page.locator("#visits-measure label").nth(1).click()
    page.wait_for_timeout(1500)
    found["filter"] = _first(sent, "visits-ranking")
    page.close()
    return {name: Recording(body) for name, body in found.items()}


def _first(sent: list[dict[str, Any]], output: str) -> dict[str, Any]:
    for body in sent:
        if output in body.get("output", ""):
            return body
    raise LookupError(f"no request for {output} among {[b.get('output', '')[:60] for b in sent]}")
