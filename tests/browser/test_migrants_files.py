"""Files of the migrants page in a real browser: they hold what the screen shows, in its words and order."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PATIENT
from tests.browser.test_migrants import LOOKS, opened, texts

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
MOVES = "rows => rows.map(row => [':is(b, .unmask)', '.move-what'].map(part => row.querySelector(part).textContent))"


def saved(page: Page, button) -> list[list]:
    """The lines of the file a button gives."""
    with page.expect_download(timeout=PATIENT) as download:
        button.click()
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).worksheets[0]
    return [[cell.value for cell in line] for line in sheet.iter_rows()]


def file_of(page: Page, card: Locator) -> tuple[dict, list[list]]:
    """What the card's file says about itself, and its rows."""
    lines = saved(page, card.locator("[data-tool=excel]"))
    top = next(n for n, line in enumerate(lines) if not any(line)) + 1
    return dict(line[:2] for line in lines[1 : top - 1]), lines[top + 1 :]


def test_the_export_holds_what_the_table_shows(signed_in, served):
    page = opened(signed_in(), served, words="&place=province:330000")
    card = page.locator("#migrants-cities-card")
    card.locator("[data-tool=table]").click()
    shown = texts(card.locator(".twin tbody tr td:first-child"))
    with page.expect_download(timeout=PATIENT) as download:
        card.locator("[data-tool=excel]").click()
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).worksheets[0]
    column = [row[0].value for row in sheet.iter_rows()]
    filters = next(row[1].value for row in sheet.iter_rows() if row[0].value == "筛选")
    assert column[-len(shown) :] == shown
    assert "浙江" in filters and any(
        re.match(r"\d{4}-\d\d-\d\d", str(row[1].value)) for row in sheet.iter_rows(max_row=6)
    )


@pytest.mark.parametrize(("lang", "theme"), LOOKS)
def test_the_files_of_workers_and_of_the_list_are_the_screen(signed_in, served, lang, theme):
    page = opened(signed_in(), served, words="&place=city:330300", lang=lang, theme=theme)
    card = page.locator("#migrants-workers-card")
    expect(card.locator(".workers tbody tr").first).to_be_visible(timeout=PATIENT)
    shown = [row.locator("td").all_inner_texts()[:5] for row in card.locator(".workers tbody tr").all()]
    lines = saved(page, card.locator("[data-tool=excel]"))
    top = next(n for n, line in enumerate(lines) if n > 3 and line[0] in ("姓名", "Name"))
    total = int(re.findall(r"[\d,]+", card.locator(".pager span").inner_text())[-1].replace(",", ""))
    assert [line[:5] for line in lines[top + 1 :][: len(shown)]] == shown and len(lines) - top - 1 == total
    assert any("温州" in str(line[1]) or "Wenzhou" in str(line[1]) for line in lines[:top])

    page.locator("[data-feed-pause]").click()
    expect(page.locator("#migrants-feed .move").first).to_be_visible(timeout=PATIENT)
    moves = page.locator("#migrants-feed .move").evaluate_all(MOVES)
    lines = saved(page, page.locator("#migrants-feed-card [data-tool=excel]"))
    assert sorted([line[1], line[4]] for line in lines[-len(moves) :]) == sorted(moves)
    assert all("*" in who for who, _what in moves)


@pytest.mark.parametrize(("lang", "theme"), LOOKS)
def test_the_file_of_where_to_push_says_why_and_what_next(signed_in, served, lang, theme):
    page = opened(signed_in(), served, words="&place=province:330000", lang=lang, theme=theme)
    card = page.locator("#migrants-gaps-card")
    expect(card.locator(".gap").first).to_be_visible(timeout=PATIENT)
    names, why, steps = (texts(card.locator(f".gap-{part}")) for part in ("name", "reason", "step"))
    heads, rows = file_of(page, card)
    assert [[row[1], *row[-2:]] for row in rows] == [
        [name, reason, step.rstrip("\u00a0›")] for name, reason, step in zip(names, why, steps, strict=True)
    ]
    assert any("浙江" in str(said) or "Zhejiang" in str(said) for said in heads.values())
    assert heads["数据截至" if lang == "zh" else "Data as of"]


def test_the_file_of_the_centres_has_their_order_and_their_state(signed_in, served):
    page = opened(signed_in(), served)
    card = page.locator("#migrants-centres-card")
    shown = texts(card.locator(".centres tbody th"))
    states = card.locator(".centres tbody .rate").evaluate_all("all => all.map(one => one.title)")
    _heads, rows = file_of(page, card)
    assert [row[0] for row in rows] == shown
    assert all(state in str(row[-1]) for row, state in zip(rows, states, strict=True))
