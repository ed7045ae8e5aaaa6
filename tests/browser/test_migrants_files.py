"""Files of the migrants page in a real browser: where to push and the centres hold the words of the screen."""
# ruff: noqa: F811

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_migrants import LOOKS, opened, saved, texts
from tests.browser.test_visits import PATIENT, chromium, home, served, signed_in  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def file_of(page: Page, card: Locator) -> tuple[dict, list[list]]:
    """What the card's file says about itself, and its rows."""
    lines = saved(page, card.locator("[data-tool=excel]"))
    top = next(n for n, line in enumerate(lines) if not any(line)) + 1
    return dict(line[:2] for line in lines[1 : top - 1]), lines[top + 1 :]


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
