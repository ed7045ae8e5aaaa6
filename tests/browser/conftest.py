"""One server and one Chromium for the journeys a worker makes one after another."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser.line import Server

FLAGS = ["--no-sandbox", "--disable-gpu"]
ROOT = Path(__file__).parents[2]
PATIENT = 60_000  # ms: the machine may be busy with other tests


@pytest.fixture(scope="package")
def home(province, tmp_path_factory) -> Path:
    """A province of the worker's own: what these journeys post must not reach other tests."""
    copy = tmp_path_factory.mktemp("browser") / "home"
    shutil.copytree(province, copy)
    return copy


@pytest.fixture(scope="package")
def served(home):
    """Address of a production server on ``home``."""
    server = Server(home)
    server.start()
    yield server.base
    server.kill()


@pytest.fixture(scope="package")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def signed_in(chromium, served):
    """``signed_in("executive", viewport=…)`` → a page that fails the test on script errors and requests to other hosts."""
    wrong, contexts = [], []

    def open_page(user: str = "executive", **options) -> Page:
        context = chromium.new_context(
            timezone_id="Asia/Shanghai", **({"viewport": {"width": 1440, "height": 900}} | options)
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENT)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda r: r.url.startswith("http") and not r.url.startswith(served) and wrong.append(r.url))
        page.goto(f"{served}/login")
        page.fill("input[name=username]", user)
        page.fill("input[name=password]", "demo")
        page.locator("input[name=password]").press("Enter")
        page.wait_for_load_state("load")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong, wrong
