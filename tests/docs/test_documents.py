"""Documents say what is there: settings, links, pictures, commands, languages."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from data.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TWINS = (("README.md", "README.zh.md"), ("docs/operations.md", "docs/operations.zh.md"))


def test_every_setting_is_read_by_name(setting_names: set[str]):
    assert setting_names == {field.name.upper() for field in fields(Settings)}


def listed_settings() -> dict[str, str]:
    """Setting → default, from the table in operations.md."""
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    return dict(re.findall(r"^\| `QIANHUI_([A-Z_]+)` \| ([^|]+?) \|", text, re.M))


def test_operations_lists_every_setting_and_no_other(setting_names: set[str]):
    assert set(listed_settings()) == setting_names


def test_operations_gives_the_true_default_of_numbers(tmp_path: Path):
    defaults = Settings.from_env({"QIANHUI_DEMO": "1", "QIANHUI_HOME": str(tmp_path)})
    for name, said in listed_settings().items():
        value = getattr(defaults, name.lower())
        if isinstance(value, int) and not isinstance(value, bool):
            assert said.strip("`") == str(value), name


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.name)
def test_links_and_pictures_are_there(document: Path):
    targets = re.findall(r"\]\(([^)#\s]+)", document.read_text("utf-8"))
    missing = [t for t in targets if "://" not in t and not (document.parent / t).exists()]
    assert not missing


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.name)
def test_commands_named_are_there(document: Path):
    text = document.read_text("utf-8")
    goals = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"\bmake ([a-z]+(?:-[a-z]+)*)\b(?=[`\s]*(?:$|[`#A-Z(,.:;]))", text, re.M)) <= goals
    for module in re.findall(r"python -m ((?:data|etl|docs|benchmarks)[\w.]*)", text):
        path = ROOT / module.rstrip(".").replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module


@pytest.mark.parametrize(("english", "chinese"), TWINS)
def test_twins_have_the_same_parts(english: str, chinese: str):
    parts = [len(re.findall(r"^## ", (ROOT / page).read_text("utf-8"), re.M)) for page in (english, chinese)]
    assert parts[0] == parts[1]


def test_pictures_are_small():
    large = {p.name: p.stat().st_size for p in (ROOT / "docs" / "pictures").glob("*") if p.stat().st_size > 400_000}
    assert not large
