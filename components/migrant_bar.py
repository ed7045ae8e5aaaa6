"""What the top bar holds on the migrants page: the way down (country › province › city › centre) and the month. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dash import html

from data.i18n import _

Choices = Sequence[tuple[str, str]]  # (place or month, name)


@dataclass(frozen=True)
class Step:
    """A level chosen, or the next one to choose: its text, the place a click leads to, and what stands beside it."""

    text: str
    place: str
    menu: Choices = ()


def slot(_search: str) -> html.Div:
    """The place in the top bar that ``assets/migrants_bar.js`` fills."""
    return html.Div(id="migrants-bar", className="migrants-bar")


def told(chosen: Sequence[Step], below: Choices, months: Choices, month: str, end: date | None = None) -> str:
    """JSON for ``data-bar``. ``chosen``: from the country down; ``below``: what can be chosen next; ``end``: the day a past
    month's figures count to."""
    later = [_("choose a province"), _("choose a city"), _("choose a centre")][len(chosen) - 1 :]
    said = {
        "steps": [[step.text, step.place, [list(item) for item in step.menu]] for step in chosen],
        "below": [list(item) for item in below],
        "later": later,
        "months": [list(item) for item in months],
        "month": month,
        "end": str(end or ""),
        "words": {"filter": _("Filter by name"), "scope": _("Place of work"), "month": _("Month")},
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
