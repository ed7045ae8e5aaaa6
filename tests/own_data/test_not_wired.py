"""Product code names no province: no division code, no place name. Demo, documents, tests and comments may."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = {".py", ".js", ".css", ".sql", ".yaml", ".yml", ".html", ".po"}
DEMO = ("etl/world/", "data/geo/region.yaml", "assets/vendor/", "docs/", "tests/", "benchmarks/")
WIRED = re.compile(r"(?<![\d.#a-fA-F])52\d{4}(?:\d{3,6})?(?![\d.a-fA-F])|贵州|贵阳|guizhou|guiyang", re.IGNORECASE)


def product_code() -> list[Path]:
    """Files of the product that are read as code."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    names = [n for n in listed.stdout.split("\n") if n and Path(n).suffix in CODE and not n.startswith(DEMO)]
    return [ROOT / name for name in names if (ROOT / name).exists()]


def code(path: Path) -> str:
    """The file's text; of Python without comments and docstrings, where an example may name a place."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return text
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body[0].value.value = ""
    return ast.unparse(tree)


def test_no_place_is_named_in_product_code():
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()[:80]}"
        for path in product_code()
        for line in code(path).splitlines()
        if WIRED.search(line)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("line", ['county = "520102"', "x = 520000", "贵州 outline", 'f("guizhou_counties.geojson")'])
def test_the_search_finds_what_is_wired(line: str):
    assert WIRED.search(line)
