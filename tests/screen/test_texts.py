"""Every text of the program has its Chinese; placeholders survive translation; catalogues do not contradict."""

from __future__ import annotations

import ast
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
FOLDERS = ("pages", "components", "api", "data", "models")
KEYWORDS = {"_": None, "lazy": None, "n_": (1, 2), "p_": ((1, "c"), 2)}
ERRORS = {"BadRequest", "CsrfMissing", "NotSignedIn", "Forbidden", "NotFound", "Conflict", "TooMany", "Unavailable"}
PLACEHOLDER = re.compile(r"%\(\w+\)s|%s")


def known() -> dict[object, object]:
    found: dict[object, object] = {}
    for file in sorted((ROOT / "data/i18n/zh").glob("*.po")):
        for message in read_po(BytesIO(file.read_bytes())):
            if message.id:
                found[(message.context, message.id)] = message.string
    return found


def asked() -> set[object]:
    found: set[object] = set()
    methods = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
    for folder in FOLDERS:
        rows = extract_from_dir(ROOT / folder, methods, keywords=KEYWORDS)
        found |= {(context, msgid) for _file, _line, msgid, _comments, context in rows if "/tests/" not in _file}
    return found | {(None, text) for text in error_texts()}


def error_texts() -> set[str]:
    found: set[str] = set()
    for folder in FOLDERS:
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                name = getattr(getattr(node, "func", None), "id", None)
                if name in ERRORS and node.args and isinstance(node.args[0], ast.Constant):
                    found.add(node.args[0].value)
    return found


def scripted() -> set[str]:
    calls = re.compile(r"""qianhui\.text\(\s*"([^"]+)\"""")
    texts = {text for file in (ROOT / "assets").glob("*.js") for text in calls.findall(file.read_text("utf-8"))}
    kinds = re.search(r"KINDS = \{(.+?)\}", (ROOT / "assets/shell_search.js").read_text("utf-8"))
    return texts | set(re.findall(r': "([^"]+)"', kinds[1] if kinds else ""))


def test_every_text_has_its_chinese():
    have = known()
    missing = sorted(str(msgid) for context, msgid in asked() if not have.get((context, msgid)))
    assert missing == []


def test_every_script_text_travels_with_the_page():
    from data.i18n import script_texts

    assert sorted(scripted() - set(script_texts("zh"))) == []


def test_placeholders_survive():
    wrong = [
        (msgid, string)
        for (_context, msgid), string in known().items()
        if isinstance(msgid, str) and set(PLACEHOLDER.findall(msgid)) != set(PLACEHOLDER.findall(str(string)))
    ]
    assert wrong == []


@pytest.mark.parametrize("file", sorted((ROOT / "data/i18n/zh").glob("*.po")), ids=lambda file: file.stem)
def test_one_english_text_has_one_chinese(file):
    have = known()
    own = {(m.context, m.id): m.string for m in read_po(BytesIO(file.read_bytes())) if m.id}
    assert {key: string for key, string in own.items() if have[key] != string} == {}


def test_columns_tables_types_and_reasons_are_named_in_both_languages():
    from data.i18n.codes import all_codes
    from data.metrics.sources import SOURCES
    from data.trust_figures import figures
    from etl.contract import contracts

    agreed = list(contracts(ROOT / "etl/contracts").values())
    asked = {
        "column": {column.name for contract in agreed for column in contract.columns},
        "type": {column.type.split("(")[0] for contract in agreed for column in contract.columns},
        "reason": {check["reason"] for contract in agreed for check in contract.checks},
        "mart": {mart for source in SOURCES.values() for mart in source.stands_on or (source.name,)}
        | {mart for figure in figures().values() for mart in figure.marts},
    }
    for part, names in asked.items():
        assert names - set(all_codes()[part]) == set()
        assert all(label["zh"] and label["en"] for label in all_codes()[part].values())
