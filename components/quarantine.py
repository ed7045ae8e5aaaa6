"""Why rows were put aside, in the reader's language: ``lon: out of range`` → ``lon: 超出范围``."""

from __future__ import annotations

from data.i18n import _

ARTICLE = "not a "
PARENT = "unknown "


def reason_text(reason: str) -> str:
    """Each ``<column>: <trouble>`` of ``reason``; what is not known is shown as the loader wrote it."""
    return "; ".join(_one(part) for part in reason.split("; "))


def _one(part: str) -> str:
    column, colon, trouble = part.partition(": ")
    if not colon:
        return _whole(part)
    return f"{column}: {_trouble(trouble)}"


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
