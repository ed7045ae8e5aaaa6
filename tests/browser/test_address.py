"""A word of the address nobody understands, in a real browser: said above the page, put aside by a click."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENT
from tests.browser.test_migrants import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize(
    ("path", "said", "shape"),
    [
        ("/visits?lang=zh&period=9999-99-99", "period=9999-99-99", {}),
        ("/migrants?lang=en&view=nope", "view=nope", {}),
        ("/migrants?lang=zh&view=plan&amount=abc", "amount=abc", PHONE),
    ],
)
def test_a_wrong_word_is_said_above_the_usual_page(signed_in, served, path, said, shape):
    page = signed_in(**shape)
    page.goto(f"{served}{path}")
    notice = page.locator(".misread")
    expect(notice).to_contain_text(said, timeout=PATIENT)
    expect(notice.locator("code")).to_have_text(re.compile(r"[0-9A-F]{8}$"))
    box, width = notice.bounding_box(), page.viewport_size["width"]
    assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["width"] > min(width, 500) * 0.8
    notice.locator("[data-dismiss]").click()
    expect(notice).to_be_hidden()
    expect(page.locator(".shell-main .card").first).to_be_visible()
