"""Why rows were put aside, in the reader's language: ``lon: out of range`` → 经度：超出范围."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from data.i18n import _, current_language
from data.i18n.codes import all_codes, code_label
from data.settings import settings
from data.yaml_file import read_yaml

ARTICLE = "not a "
PARENT = "unknown "


def feed_title(feed: str) -> str:
    """The feed's title in the reader's language, as its contract says it; without one, as ``terms.yaml`` does."""
    title = _titles(settings().contracts).get(feed) or {}
    return str(title.get(current_language()) or code_label("feed", feed))


@lru_cache
def _titles(folder: Path) -> dict[str, dict[str, str]]:
    """Feed → title by language."""
    read = (read_yaml(file) for file in sorted(folder.glob("*.yaml")))
    return {one["feed"]: one["title"] for one in read if isinstance(one, dict) and isinstance(one.get("title"), dict)}


def reason_text(reason: str) -> str:
    """Each ``<column>: <trouble>`` of ``reason``; what is not known is shown as the loader wrote it."""
    return _("; ").join(_one(part) for part in reason.split("; "))


def _one(part: str) -> str:
    column, colon, trouble = part.partition(": ")
    if not colon or part in all_codes()["reason"]:
        return code_label("reason", part)
    return code_label("column", column) + _(": ") + _trouble(trouble)


def _trouble(trouble: str) -> str:
    said = {
        "missing": _("missing"),
        "out of range": _("out of range"),
        "unknown code": _("unknown code"),
    }.get(trouble)
    if said:
        return said
    if trouble.startswith(ARTICLE):
        kind = trouble.removeprefix(ARTICLE).split("(", 1)[0]
        return _("not a %(type)s", type=code_label("type", kind))
    return (
        _("unknown: %(what)s", what=feed_title(trouble.removeprefix(PARENT))) if trouble.startswith(PARENT) else trouble
    )
