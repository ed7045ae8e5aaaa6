"""Which days the numbers of a file count, as its lines and its name say them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from data.period import Period

LONGEST_NAME = 150
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def span_text(span: Period) -> str:
    """2026-11-25, or 2026-11-01 – 2026-11-25."""
    return f"{span.hi}" if span.lo == span.hi else f"{span.lo} – {span.hi}"


def periods_text(spans: Iterable[Period]) -> str:
    """Each period once, in the order they come."""
    return " · ".join(dict.fromkeys(map(span_text, spans)))


def file_name(title: str, *words: str) -> str:
    """The name a file is saved under: title, filters, period, without what no file name may hold."""
    told = " ".join(word.replace(" – ", "–").replace(" · ", " ") for word in (title, *words) if word)
    return _NOT_IN_NAMES.sub("-", told).strip(" .")[:LONGEST_NAME] + ".xlsx"
