"""Models keep to SQL that means the same on DuckDB and on Spark: constructs that differ in silence are banned."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

MODELS = Path(__file__).parents[2] / "etl" / "sqlmesh"
BANNED = [
    r"extract\s*\(\s*(iso)?dow", r"\bisodow\b", r"\bdayofweek\b", r"date_?diff\s*\(", r"percentile_cont", r"quantile_cont",
    r"\bweek\s*\(", r"\bepoch_ms\b", r"\blist_\w+\s*\(", r"\bstruct_pack\b", r"\basof\b", r"\barg_m(in|ax)\b",
]  # fmt: skip


@pytest.mark.parametrize(
    "file", sorted([*MODELS.glob("models/**/*.sql"), *MODELS.glob("macros/*.py")]), ids=lambda f: f.name
)
def test_models_use_no_construct_that_differs_elsewhere(file: Path) -> None:
    text = re.sub(r"--[^\n]*", "", file.read_text()).lower()
    assert [word for word in BANNED if re.search(word, text)] == []


@pytest.mark.parametrize("file", sorted(MODELS.glob("models/**/*.sql")), ids=lambda f: f.name)
def test_each_model_says_what_a_row_is(file: Path) -> None:
    text = file.read_text()
    assert f"name {file.parent.name}.{file.stem}" in text
    assert "description '" in text and ("grain" in text or "one row" in text)
