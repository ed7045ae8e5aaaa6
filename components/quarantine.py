"""Why rows were put aside, in the reader's language: ``lon: out of range`` → ``lon: 超出范围``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from data.i18n import _, current_language, lazy
from data.settings import settings

ARTICLE = "not a "
PARENT = "unknown "
COLUMNS = {
    "satisfaction": lazy("satisfaction"),
    "household_id": lazy("household number"),
    "customer_id": lazy("customer number"),
    "staff_id": lazy("staff number"),
    "branch_id": lazy("outlet number"),
    "entity_id": lazy("entity number"),
    "village_code": lazy("village code"),
    "started_at": lazy("start time"),
    "ended_at": lazy("end time"),
    "lon": lazy("longitude"),
    "lat": lazy("latitude"),
    "purpose": lazy("purpose"),
    "result": lazy("result"),
    "phone": lazy("phone"),
    "birth_year": lazy("year of birth"),
    "balance": lazy("balance"),
}


def feed_title(feed: str) -> str:
    """The feed's title in the reader's language, as its contract says it; without one, its name."""
    title = _titles(settings().contracts).get(feed) or {}
    return str(title.get(current_language()) or feed)


@lru_cache
def _titles(folder: Path) -> dict[str, dict[str, str]]:
    """Feed → title by language."""
    read = (yaml.safe_load(file.read_text("utf-8")) for file in sorted(folder.glob("*.yaml")))
    return {one["feed"]: one["title"] for one in read if isinstance(one, dict) and isinstance(one.get("title"), dict)}


def reason_text(reason: str) -> str:
    """Each ``<column>: <trouble>`` of ``reason``; what is not known is shown as the loader wrote it."""
    return "; ".join(_one(part) for part in reason.split("; "))


def _one(part: str) -> str:
    column, colon, trouble = part.partition(": ")
    if not colon:
        return _whole(part)
    return f"{COLUMNS.get(column, column)}: {_trouble(trouble)}"


def _trouble(trouble: str) -> str:
    said = {
        "missing": _("missing"),
        "out of range": _("out of range"),
        "unknown code": _("unknown code"),
    }.get(trouble)
    if said:
        return said
    if trouble.startswith(ARTICLE):
        return _("not a %(type)s", type=trouble.removeprefix(ARTICLE))
    return _("unknown %(what)s", what=trouble.removeprefix(PARENT)) if trouble.startswith(PARENT) else trouble


def _whole(part: str) -> str:
    return {
        "duplicate key in this delivery": _("duplicate key in this delivery"),
        "ended before it started": _("ended before it started"),
        "started after the business day": _("started after the business day"),
        "closed before it opened": _("closed before it opened"),
        "left before being hired": _("left before being hired"),
        "ends before it begins": _("ends before it begins"),
    }.get(part, part)
