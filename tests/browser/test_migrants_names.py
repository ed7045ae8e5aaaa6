"""Names of workers in a real browser: shown one by one by those with the right, offered to nobody else."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENT
from tests.browser.test_migrants import LOOKS, opened

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WHOLE = re.compile(r"^[^*]+$")


@pytest.mark.parametrize(("lang", "theme"), LOOKS)
def test_a_name_is_shown_by_a_click_and_the_others_stay_masked(signed_in, served, lang, theme):
    page = opened(signed_in(), served, words="&place=city:330300", lang=lang, theme=theme)
    page.locator("[data-feed-pause]").click()
    for card in ("#migrants-workers-card", "#migrants-feed-card"):
        names = page.locator(f"{card} .unmask")
        expect(names.first).to_be_visible(timeout=PATIENT)
        count, masked = names.count(), names.first.inner_text()
        who = names.first.get_attribute("data-unmask")
        names.first.click()
        shown = page.locator(f"{card} .named")
        expect(shown.first).to_have_text(WHOLE, timeout=PATIENT)
        assert shown.first.inner_text()[0] == masked[0]
        expect(page.locator(f"[data-unmask='{who}']")).to_have_count(0)
        expect(names).to_have_count(count - shown.count())
        assert all("*" in name for name in names.all_inner_texts())


def test_who_lacks_the_right_is_offered_no_name(signed_in, served):
    page = opened(signed_in("analyst"), served, words="&place=city:330300")
    expect(page.locator("#migrants-workers-card tbody tr").first).to_be_visible(timeout=PATIENT)
    expect(page.locator("#migrants-feed .move").first).to_be_visible(timeout=PATIENT)
    expect(page.locator(".unmask")).to_have_count(0)
    expect(page.locator("#migrants-feed-sub")).to_contain_text("姓名已脱敏")
