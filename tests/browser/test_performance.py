"""Journeys over the performance pages in a real browser: from the province to the accounts; a clerk's own page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LAST = "#performance-ranking tbody tr:last-child .who a"


def test_from_the_province_to_the_accounts_in_five_clicks(signed_in, served):
    page = signed_in()
    page.goto(f"{served}/performance?lang=zh")
    for level in (
        "entity",
        "branch",
        "staff",
    ):  # the worst of each, three clicks; the list of the page before must be gone first
        expect(page.locator(LAST)).to_have_attribute("href", re.compile(f"node={level}"), timeout=PATIENT)
        page.locator(LAST).click()
        page.wait_for_url(re.compile(f"node={level}"), timeout=PATIENT)
    expect(page.locator("#performance-steps-card")).to_be_visible(timeout=PATIENT)
    page.locator(".steps tbody a", has_text="存款").first.click()  # the fourth
    expect(page.locator("#performance-item-card")).to_contain_text("得分", timeout=PATIENT)
    expect(page.locator("#performance-accounts-card")).to_be_visible(timeout=PATIENT)


def test_an_arrow_opens_those_below(signed_in, served):
    page = signed_in()
    page.goto(f"{served}/performance")
    page.locator("#performance-ranking [data-open]").first.click(timeout=PATIENT)
    expect(page.locator("#performance-ranking tr.below").first).to_be_visible(timeout=PATIENT)
    page.locator("#performance-ranking tr.below [data-open]").first.click()
    expect(page.locator("#performance-ranking tr.depth-2").first).to_be_visible(timeout=PATIENT)


@pytest.mark.parametrize("by", ["entity", "branch"])
def test_the_list_is_seen_on_a_phone(signed_in, served, by):
    page = signed_in("executive", viewport={"width": 390, "height": 844})
    page.goto(f"{served}/performance?by={by}&lang=zh")
    expect(page.locator("#performance-ranking tbody .who a").first).to_be_visible(timeout=PATIENT)


def test_a_clerk_has_a_page_of_their_own_and_no_other(signed_in, served):
    page = signed_in("clerk", viewport={"width": 390, "height": 844})
    page.goto(f"{served}/me?lang=zh")
    expect(page.locator("#me-score-card .big")).to_be_visible(timeout=PATIENT)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.goto(f"{served}/performance").status == 403


def test_a_manager_s_sliders_calculate(signed_in, served):
    page = signed_in("manager", viewport={"width": 390, "height": 844})
    page.goto(f"{served}/me?lang=zh")
    field = page.locator("#me-what input[type=range]").first
    expect(field).to_be_visible(timeout=PATIENT)
    expect(page.locator(".what-total b")).to_be_visible(timeout=PATIENT)
    before = page.locator(".what-total b").inner_text()
    field.fill(field.get_attribute("max") or "1")
    expect(page.locator(".what-total b")).not_to_have_text(before, timeout=PATIENT)
