"""Journeys of planning in a real browser: policy, budget or days → the plan beside an even split, a 14th centre, the file."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PATIENT
from tests.browser.test_migrants import texts
from tests.browser.test_migrants_map import UNNAMED

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LOOKS = [("zh", "office", DESK), ("en", "night", DESK), ("zh", "night", PHONE), ("en", "office", PHONE)]
WORDS = {"zh": ("比平均分配多", "个服务日"), "en": ("more than an even split", "service days")}


def planning(page: Page, served: str, lang: str = "zh", theme: str = "office") -> Page:
    """The planning tab, reached from the map, with its first answer."""
    page.goto(f"{served}/migrants?lang={lang}&theme={theme}")
    page.locator("#migrants-map-plan").click()
    page.wait_for_url(re.compile("view=plan"))
    expect(page.locator("#migrants-plan-export-bars")).to_be_visible(timeout=PATIENT)
    return page


def choose(page: Page, name: str, place: int) -> str:
    """Take an option of a menu of the form; its text."""
    page.locator(f"#migrants-plan-{name}").click()
    option = page.locator(".dash-dropdown-content [role=option]").nth(place)
    text = option.inner_text().strip()
    option.click()
    page.keyboard.press("Escape")
    return text


def planned(page: Page, amount: str) -> None:
    """Ask for a plan of this much and wait for it."""
    page.locator("#migrants-plan-amount").fill(amount)
    page.locator("#migrants-plan-run").click()
    page.wait_for_url(re.compile(f"amount={amount}(&|$)"), timeout=PATIENT)
    expect(page.locator("#migrants-plan-run")).to_be_enabled(timeout=PATIENT)


def figures(page: Page) -> list[float]:
    """Newly reached and even split, as shown."""
    texts = page.locator("#migrants-plan-answer .plan-figures .number-value").all_inner_texts()
    return [float(text.replace(",", "")) for text in texts[:2]]


def saved(page: Page, button: str) -> openpyxl.Workbook:
    """The file a button gives."""
    with page.expect_download(timeout=PATIENT) as download:
        page.locator(button).click()
    return openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))


@pytest.mark.parametrize(("lang", "theme", "viewport"), LOOKS)
def test_a_policy_and_a_budget_become_a_plan_beside_an_even_split(signed_in, served, lang, theme, viewport):
    page = planning(signed_in(viewport=viewport), served, lang, theme)
    policy = choose(page, "policy", 1)
    planned(page, "15000")
    finding = page.locator("#migrants-plan-answer .plan-finding")
    expect(finding).to_contain_text(policy, timeout=PATIENT)
    reached, even = figures(page)
    assert reached > even > 0 and WORDS[lang][0] in finding.inner_text()
    plan_and_even = page.locator("#migrants-plan-bars .barlayer .trace")
    expect(plan_and_even).to_have_count(2, timeout=PATIENT)
    expect(page.locator("#migrants-plan-table-card tbody tr").first).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= viewport["width"]
    page.locator(".plan-back").click()
    expect(page.locator("#migrants-map-card")).to_be_visible(timeout=PATIENT)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_service_days_are_kept_and_a_copied_link_plans_the_same(signed_in, served, lang):
    page = planning(signed_in(), served, lang)
    amount = page.locator("#migrants-plan-amount")
    money = amount.input_value()
    page.locator("#migrants-plan-mode label").nth(1).click()
    expect(amount).not_to_have_value(money)  # yuan are no days
    planned(page, "24")
    finding = page.locator("#migrants-plan-answer .plan-finding")
    expect(finding).to_contain_text(f"24 {WORDS[lang][1]}", timeout=PATIENT)
    days = texts(page.locator("#migrants-plan-table-card tbody tr td:nth-child(3)"))
    assert sum(int(text) for text in days) <= 24
    again = signed_in()
    again.goto(f"{page.url}&lang={lang}")
    expect(again.locator("#migrants-plan-answer .plan-finding")).to_have_text(finding.inner_text(), timeout=PATIENT)


@pytest.mark.parametrize(("lang", "theme"), [("zh", "office"), ("en", "night")])
def test_a_fourteenth_centre_is_named_marked_and_its_method_said(signed_in, served, lang, theme):
    page = planning(signed_in(), served, lang, theme)
    page.locator("#migrants-plan-sites label").nth(1).click()
    planned(page, "20000")
    page.wait_for_function(
        "() => document.querySelectorAll('#migrants-plan-map .centre.new').length >= 2", timeout=PATIENT
    )
    card = page.locator("#migrants-plan-where-card")
    cities = [text.split("\n")[0] for text in texts(card.locator("table").first.locator("tbody td:first-child"))]
    assert len(cities) == 2 and all(city in card.locator(".plan-finding").inner_text() for city in cities)
    assert any(city in text for city in cities for text in card.locator(".centre-name.new").all_text_contents())
    assert ("方法" if lang == "zh" else "Method") in card.locator(".plan-said").inner_text()


@pytest.mark.parametrize("size", [DESK, {"width": 1920, "height": 1080}])
def test_the_inset_shows_its_own_ground_and_every_new_place_is_on_the_map(signed_in, served, size):
    page = signed_in(viewport=size)
    page.goto(f"{served}/migrants?lang=zh&view=plan&sites=3")
    new = page.locator("#migrants-plan-map .centres-main .centre.new")
    expect(new).to_have_count(3, timeout=PATIENT)
    expect(page.locator("#migrants-plan-map .centres-main .centre-name.new")).to_have_count(3)
    assert page.evaluate(UNNAMED, "#migrants-plan-map") == [0, 0]
    shape = page.evaluate("() => qianhui.migrants.chinaMap('migrants-plan-map').geo.frames.coast.slice(2)")
    edge = page.locator("#migrants-plan-map .pane-coast .pane-edge").bounding_box()
    assert edge["width"] / edge["height"] == pytest.approx(shape[0] / shape[1], rel=0.03)  # no more than its frame


def test_the_file_of_the_plan_is_the_screen_with_what_was_asked(signed_in, served):
    page = planning(signed_in(), served)
    policy = choose(page, "policy", 2)
    planned(page, "12000")
    expect(page.locator("#migrants-plan-answer .plan-finding")).to_contain_text(policy, timeout=PATIENT)
    cities = [text.split("\n")[0] for text in texts(page.locator("#migrants-plan-where-card tbody td:first-child"))]
    rows = page.locator("#migrants-plan-table-card tbody tr").all()
    shown = [row.locator("td").all_inner_texts()[:3] for row in rows]
    for card in ("bars", "table", "sites"):
        book = saved(page, f"#migrants-plan-export-{card}")
        lines = [[cell.value for cell in line] for line in book.worksheets[0].iter_rows()]
        heads = {line[0]: line[1] for line in lines[1:13]}
        assert heads["政策"] == policy and "12,000 元" in heads["投入方式"] and heads["数据截至"]
        assert [[*line[:2], str(line[2])] for line in lines[-len(shown) :]] == shown
        assert [line[0].value for line in list(book.worksheets[2].iter_rows())[-len(cities) :]] == cities
