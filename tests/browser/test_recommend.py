"""The loop of a campaign in a real browser: an analyst makes one out of a list and saves it; a manager on the phone finds the task,
looks at the customer, records an answer; the campaign page shows it."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from data.clock import now
from tests.browser.conftest import PATIENT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PHONE = {"viewport": {"width": 390, "height": 844}}


def opened(page: Page, served: str, path: str) -> Page:
    page.goto(served + path)
    expect(page.locator(".page-recommend")).to_be_visible(timeout=PATIENT)
    return page


@pytest.mark.parametrize(
    ("lang", "product", "accepted", "name"),
    [("zh", "insurance", "接受", "秋季保险"), ("en", "wealth", "Accepted", "Autumn wealth")],
)
def test_a_campaign_from_the_list_to_the_answer(signed_in, served, lang, product, accepted, name):
    analyst = opened(signed_in("analyst"), served, f"/recommend?product={product}&top=1000&lang={lang}")
    row = analyst.locator(".offer-row[data-customer]").nth(1)
    expect(row).to_be_visible(timeout=PATIENT)
    customer = row.get_attribute("data-customer")
    row.click()
    expect(analyst.locator(f"[data-shown='{customer}']")).to_be_visible(timeout=PATIENT)
    expect(analyst).to_have_url(re.compile(f"customer={customer}"))
    analyst.locator("#recommend-create").click()
    analyst.locator("input[name=name]").fill(name, timeout=PATIENT)
    analyst.locator(".campaign-form [type=submit]").click()
    expect(analyst.locator(".campaign-title h2")).to_have_text(name, timeout=PATIENT)
    expect(analyst.locator("[data-answer-count^='accepted:0']")).to_be_visible(timeout=PATIENT)
    with analyst.expect_download(timeout=PATIENT) as saved:
        analyst.locator("#recommend-members-card [data-tool=excel]").click()
    assert_rows(saved.value.path())

    manager = signed_in("manager", **PHONE)
    manager.goto(f"{served}/me?lang={lang}")
    expect(manager.locator("#me-tasks-card .task").first).to_be_visible(timeout=PATIENT)
    opened(manager, served, f"/recommend/tasks?lang={lang}")
    task = manager.locator(f".task[data-said='open']:has-text('{product_name(lang, product)}')").first
    expect(task).to_be_visible(timeout=PATIENT)
    key = task.get_attribute("data-task")
    task.locator(".who").click()
    expect(manager.locator("#recommend-next-card")).to_be_visible(timeout=PATIENT)
    manager.go_back()
    task = manager.locator(f"[data-task='{key}']")
    expect(task).to_be_visible(timeout=PATIENT)
    with manager.expect_response(
        lambda answer: answer.url.endswith("/campaigns/answers") and answer.ok, timeout=PATIENT
    ):
        task.get_by_role("button", name=accepted).click()
    expect(task).to_have_attribute("data-said", "accepted", timeout=PATIENT)
    analyst.reload()
    expect(analyst.locator("[data-answer-count='accepted:1']")).to_be_visible(timeout=PATIENT)


def product_name(lang: str, product: str) -> str:
    return {"zh": {"insurance": "代理保险"}, "en": {"wealth": "Wealth product"}}[lang][product]


def assert_rows(path) -> None:
    rows = list(openpyxl.load_workbook(BytesIO(path.read_bytes())).worksheets[0].iter_rows(values_only=True))
    names = [row[2] for row in rows if isinstance(row[0], int | float)]
    assert len(names) > 100 and all("*" in name for name in names)


def test_a_name_is_shown_by_a_click_and_a_new_customer_is_advised(signed_in, served):
    page = opened(signed_in(), served, "/recommend?view=customers&lang=en")
    page.locator(".offer-card").first.click()
    name = page.locator("#recommend-name")
    expect(name).to_contain_text("*", timeout=PATIENT)
    page.locator("#recommend-unmask").click()
    expect(name).not_to_contain_text("*", timeout=PATIENT)
    opened(page, served, "/recommend?view=newcomer&lang=en")
    foot = page.locator(".offer-new-answer .card-foot")
    expect(foot).to_contain_text("0 are known", timeout=PATIENT)
    page.locator("#recommend-new-age").fill("35")
    page.locator("#recommend-new-age").press("Enter")
    expect(foot).to_contain_text("1 are known", timeout=PATIENT)


def test_a_segment_is_kept_and_a_task_reaches_the_phone(signed_in, served):
    page = opened(signed_in("branch"), served, "/recommend?product=insurance&lang=en")
    chip = page.locator(".offer-chips .chip").first
    chip.click()
    page.locator(".offer-keep > summary").click(timeout=PATIENT)
    page.locator(".offer-keep [name=name]").fill("Mine")
    page.locator(".offer-keep [type=submit]").click()
    expect(page.locator(".offer-segments summary")).to_contain_text("Mine", timeout=PATIENT)
    customer = page.locator("[data-shown]").get_attribute("data-shown", timeout=PATIENT)
    page.locator(".offer-assign > summary").click(timeout=PATIENT)
    page.locator(".offer-assign [name=due_on]").fill("soon")
    page.locator(".offer-assign [type=submit]").click()
    expect(page.locator(".offer-assign [role=alert]")).to_contain_text("is a day like", timeout=PATIENT)
    page.locator(".offer-assign [name=due_on]").fill(f"{now().date()}")
    page.locator(".offer-assign [name=note]").fill("Ask about the harvest")
    with page.expect_response(lambda answer: answer.url.endswith("/api/v1/tasks") and answer.ok, timeout=PATIENT):
        page.locator(".offer-assign [type=submit]").click()
    assert customer


def test_a_campaign_is_renamed_and_stopped_on_its_page(signed_in, served):
    page = opened(signed_in("analyst"), served, "/recommend/campaigns?new=1&product=bill_agency&top=500&lang=en")
    page.locator("input[name=ends_on]").fill("2020-01-01", timeout=PATIENT)
    page.locator(".campaign-form [type=submit]").click()
    expect(page.locator(".campaign-form [role=alert]")).to_contain_text("begins today or later", timeout=PATIENT)
    page.locator("input[name=ends_on]").fill(f"{now().date() + timedelta(days=20)}")
    page.locator(".campaign-form [type=submit]").click()
    changes = page.locator(".campaign-changes > details")
    changes.first.locator("summary").click(timeout=PATIENT)
    changes.first.locator("input[name=name]").fill("Another name")
    changes.first.locator("[type=submit]").click()
    expect(page.locator(".campaign-title h2")).to_have_text("Another name", timeout=PATIENT)
    changes.nth(1).locator("summary").click(timeout=PATIENT)
    changes.nth(1).locator("[type=submit]").click()
    expect(page.locator(".campaign-title .chip")).to_contain_text("stopped", timeout=PATIENT)
    expect(page.locator("#recommend-history-card li")).to_have_count(3, timeout=PATIENT)
