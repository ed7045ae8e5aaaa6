"""A phone with the capture page in a real browser, and the bank behind a line that can be cut."""

from __future__ import annotations

import shutil
import sqlite3

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import FLAGS, PATIENT
from tests.browser.line import Line, Server

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "timezone_id": "Asia/Shanghai",
    "has_touch": True,
    "permissions": ["geolocation"],
}
AT = {"longitude": 106.9722, "latitude": 27.3609, "accuracy": 8}


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
