"""Screens and playlists in a real browser: a screen is paired in one browser and confirmed in another, its playlist is changed by drag
and by keyboard, it is withdrawn from a phone and stands dark."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PATIENT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
expect.set_options(timeout=PATIENT)
PHONE = {"viewport": {"width": 390, "height": 844}}
WORDS = {
    "zh": {
        "online": "在线",
        "dialog": "管理",
        "sure": "确认注销",
        "withdraw": "注销",
        "gone": "已注销",
        "moved": "移动",
    },
    "en": {
        "online": "online",
        "dialog": "Manage",
        "sure": "Yes, withdraw it",
        "withdraw": "Withdraw",
        "gone": "Withdrawn",
        "moved": "Moved",
    },
}


def program(screen: BrowserContext, served: str):
    return screen.request.get(f"{served}/api/v1/wall/program")


def scenes(screen: BrowserContext, served: str) -> list[str]:
    told = program(screen, served).json()
    return [told["items"][key]["scene"] for key in told["segments"][0]["items"]]


def order(page: Page) -> list[str]:
    return [item.get_attribute("data-item") for item in page.locator(".item").all()]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_screen_from_its_code_to_the_dark(chromium, signed_in, served, lang):
    words, name = WORDS[lang], f"Lobby {lang}"
    screen = chromium.new_context(viewport={"width": 1920, "height": 1080})
    try:
        wall = screen.new_page()
        wall.goto(f"{served}/pair?lang={lang}")
        code = wall.locator("#pair-code")
        expect(code).to_have_text(re.compile(r"[2-9A-HJ-NP-Z]{6}"))
        typed = code.text_content()

        admin = signed_in("admin")
        admin.goto(f"{served}/admin?lang={lang}")
        admin.locator("#admin-pair [name=code]").fill(typed.lower())
        admin.locator("#admin-pair [name=name]").fill(name)
        admin.locator("#admin-pair [type=submit]").click()
        row = admin.locator(".screens tr", has_text=name)
        expect(row).to_be_visible(timeout=PATIENT)
        wall.wait_for_url(f"{served}/wall")

        beat = screen.request.post(
            f"{served}/api/v1/wall/beat", data={"scene": "visits", "fps": 60}, headers={"Origin": served}
        )
        assert beat.status == 204
        expect(row.locator(".chip")).to_contain_text(words["online"])

        change_the_playlist(admin, screen, served, lang)
        withdraw_from_a_phone(signed_in("admin", **PHONE), served, lang, name)
        expect(wall.frame_locator("iframe.is-shown").locator("body.is-dark")).to_be_visible(timeout=PATIENT)
        assert program(screen, served).status == 401
        assert screen.request.get(f"{served}/wall", max_redirects=0).status == 401
        expect(row).to_have_count(0)  # folded below
        expect(admin.locator(".screens-gone summary")).to_contain_text(words["gone"])
        expect(admin.locator(".screens-gone li", has_text=name)).to_have_count(1)
    finally:
        screen.close()


def change_the_playlist(admin: Page, screen: BrowserContext, served: str, lang: str) -> None:
    """By drag, by keyboard and by typing; nothing changes on the screen before it is saved."""
    admin_list = admin.context.new_page()
    admin_list.set_default_timeout(PATIENT)
    admin_list.goto(f"{served}/admin?view=playlists&lang={lang}")
    before, shown = order(settled(admin_list)), scenes(screen, served)
    items = admin_list.locator(".item")
    items.nth(4).locator(".handle").drag_to(items.nth(0), target_position={"x": 200, "y": 4})
    wanted = [before[4], *before[:4], before[5]]
    expect(items.first).to_have_attribute("data-item", before[4])
    assert order(admin_list) == wanted
    items.nth(5).focus()
    admin_list.keyboard.press("Alt+ArrowUp")
    wanted = [*wanted[:4], wanted[5], wanted[4]]
    expect(items.nth(4)).to_have_attribute("data-item", wanted[4])
    expect(items.nth(4)).to_be_focused()
    items.first.locator("[type=number]").fill("33")
    changes = admin_list.locator(".changes li")
    expect(changes).to_have_count(3)  # two moves and a dwell
    expect(changes.first).to_contain_text(WORDS[lang]["moved"])
    assert scenes(screen, served) == shown
    admin_list.locator(".editor-foot .primary").click()
    expect(changes).to_have_count(0)
    told = program(screen, served).json()
    assert told["segments"][0]["items"] == wanted and told["items"][wanted[0]]["dwell_ms"] == 33_000
    admin_list.close()


def settled(page: Page) -> Page:
    expect(page.locator(".item")).to_have_count(6)
    return page


def withdraw_from_a_phone(phone: Page, served: str, lang: str, name: str) -> None:
    """Asked twice; what is pressed is large enough for a thumb."""
    words = WORDS[lang]
    phone.goto(f"{served}/admin?lang={lang}")
    expect(phone.locator("#admin-count")).not_to_be_empty()
    row = phone.locator(".screens tr", has_text=name)
    manage = row.get_by_role("button", name=words["dialog"])
    expect(manage).to_be_visible()
    expect(manage).to_have_css("min-height", "46px")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    manage.click()
    sheet = phone.locator("dialog.admin-dialog")
    sheet.get_by_role("button", name=words["withdraw"], exact=True).click()
    sheet.get_by_role("button", name=words["sure"]).click()
    expect(sheet).to_have_count(0)


def test_who_was_overtaken_is_told_and_keeps_the_draft(signed_in, served):
    first, second = signed_in("admin"), signed_in("admin")
    for page in (first, second):
        page.goto(f"{served}/admin?view=playlists&lang=en")
        settled(page)
    for page, seconds in ((first, "41"), (second, "42")):
        page.locator(".item [type=number]").first.fill(seconds)
        page.locator(".editor-foot .primary").click()
        if page is first:
            expect(page.locator(".changes li")).to_have_count(0)
    expect(second.locator(".editor-foot [role=alert]")).to_contain_text("changed in between")
    expect(second.locator(".changes li")).to_have_count(1)


def test_a_playlist_is_made_copied_and_deleted(signed_in, served):
    page = signed_in("admin")
    page.goto(f"{served}/admin?view=playlists&lang=en")
    page.locator("[data-playlist-new]").click()
    expect(page.locator(".item")).to_have_count(2)
    page.locator(".playlist-name").fill("Mornings")
    page.locator(".item .when").first.click()
    page.locator(".item-more .quiet-add").click()
    page.locator(".item-more .clock").first.fill("25:00")
    page.locator(".editor-foot .primary").click()
    expect(page.locator(".editor-foot [role=alert]")).to_contain_text("no span of hours")
    page.locator(".item-more .clock").first.fill("07:00")
    page.locator(".editor-foot .primary").click()
    expect(page.locator(".playlist-line.on")).to_contain_text("Mornings")
    expect(page.locator(".changes li")).to_have_count(0)
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".playlist-line.on")).to_contain_text("Copy of Mornings")
    for left in ("Copy of Mornings", "Mornings"):
        page.locator(".playlist-line", has_text=re.compile(f"^{left}")).click()
        expect(page.locator(".playlist-name")).to_have_value(left)
        page.get_by_role("button", name="Delete").click()
        page.get_by_role("button", name="Really delete?").click()
        expect(page.locator(".playlist-line", has_text=re.compile(f"^{left}"))).to_have_count(0)
