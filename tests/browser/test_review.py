"""A visit under review in a real browser: the head of the outlet decides, the manager appeals on the phone with a picture, the head
of the entity sees it and overturns; another outlet's head sees nothing."""

from __future__ import annotations

import duckdb
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from data.integrity.cases_open import open_cases
from data.ops.engine import engine, reading, writing
from data.ops.schema import integrity_case, users
from data.ops.users import add
from tests.browser.conftest import PATIENT
from tests.conftest import tiny_settings
from tests.etl.served import published
from tests.ingest.test_prints import scene
from tests.review.made import FINDINGS, GIVEN

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def case(home) -> str:
    """A case of the demo manager in the server's own home, and the head of another outlet."""
    there = engine(tiny_settings(home))
    with reading(there) as connection:
        found = dict(connection.execute(select(users.c.username, users.c.scope_id)).all())
    with duckdb.connect(str(published(home)), read_only=True) as con:
        asked = f"select {', '.join(GIVEN)} from fct_visit where staff_id = ? and branch_id = ? order by started_at desc limit 1"
        row = con.execute(asked, [found["manager"], found["branch"]]).fetchone()
        other = con.execute(
            "select branch_id from dim_branch where branch_id <> ? limit 1", [found["branch"]]
        ).fetchone()[0]
    visit = dict(zip(GIVEN, row, strict=True))
    open_cases([visit | {"rules": "2026-11", "score": 40, "findings": FINDINGS}], there)
    with writing(there) as connection:
        if "elsewhere" not in found:
            add(connection, "elsewhere", name="别处", role="branch_head", scope=f"branch:{other}", password="demo")
        asked = select(integrity_case.c.case_id).where(integrity_case.c.visit_id == visit["visit_id"])
        return connection.execute(asked).scalar_one()


def opened(page: Page, served: str, key: str) -> Page:
    page.goto(f"{served}/visits/review?lang=en")
    page.locator(f".review-line[href*='{key}']").click()
    expect(page.locator("#review-why-card")).to_contain_text("from the address on file", timeout=PATIENT)
    return page


def take(page: Page, step: str, note: str, state: str) -> None:
    page.locator("#review-note").fill(note)
    page.locator(f"[data-step='{step}']").click()
    if step in ("did_not_take_place", "upheld"):  # a finding against a person is asked about once more
        page.locator(".review-sure .primary").click()
    expect(page.locator("#review-steps-card")).to_contain_text(note, timeout=PATIENT)
    expect(page.locator(".review-case-head")).to_contain_text(state, timeout=PATIENT)
    assert "state=" not in page.url  # the tab one was in stays


def photograph(page: Page, content: bytes) -> None:
    """What the camera gives stands as a tile, chosen; of two the second is not wanted after all."""
    for number in (1, 2):
        with page.expect_file_chooser() as camera:
            page.locator("[data-add]").click()
        assert camera.value.element.get_attribute("capture") is None  # a file will do: the phone asks which
        camera.value.set_files({"name": "slip.jpg", "mimeType": "image/jpeg", "buffer": content})
        expect(page.locator(".case-pick[aria-pressed='true'] img")).to_have_count(number)
    page.locator(".case-pick").last.click()
    expect(page.locator(".case-pick[aria-pressed='true']")).to_have_count(1)


def test_decided_appealed_overturned(signed_in, served, case):
    head = opened(signed_in("branch"), served, case)
    head.locator("[data-step='did_not_take_place']").click()
    expect(head.locator(".review-form [role=alert]")).to_contain_text("Say why", timeout=PATIENT)
    take(head, "did_not_take_place", "Nobody there knows of a visit", "Appeal open")

    manager = signed_in("manager", **PHONE)
    manager.goto(f"{served}/?lang=en")
    expect(manager.locator("#shell-alert-count")).not_to_have_text("", timeout=PATIENT)
    opened(manager, served, case)
    photograph(manager, scene(7))
    take(manager, "appealed", "We met at the market, two neighbours were there", "Second review")

    elsewhere = signed_in("elsewhere")
    elsewhere.goto(f"{served}/visits/review?lang=en&case={case}")
    expect(elsewhere.locator(".page-state")).to_contain_text("no such case", timeout=PATIENT)

    above = opened(signed_in("entity"), served, case)
    shown = above.locator("#review-steps-card .case-photo", has_text="Evidence").locator("img")
    expect(shown).to_have_js_property("naturalWidth", 360, timeout=PATIENT)
    take(above, "overturned", "The neighbours confirm it", "Visit confirmed")
    manager.reload()
    expect(manager.locator(".review-case-head")).to_contain_text("Visit confirmed", timeout=PATIENT)
