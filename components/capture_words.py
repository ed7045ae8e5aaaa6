"""What the capture page says by itself: the notice on tracking in both languages, and the codes of its buttons."""

from __future__ import annotations

from typing import Any

from data.capture.notice import VERSION
from data.i18n import LANGUAGES, _, speaking
from data.i18n.codes import all_codes
from data.settings import settings
from data.working_hours import hours

Text = dict[str, str]
CODES = {"purpose": "purpose_short", "result": "result_short", "product": "product_short", "customer_group": None}
WHOLE = {"product": "product_code"}  # what the phone calls otherwise than the code lists


def codes() -> dict[str, list[list[str]]]:
    """Kind → ``[code, zh, en]`` in their order, in words short enough for a button."""
    known = all_codes()
    return {
        kind: [
            [code, *(known.get(short or "", {}).get(code, label)[language] for language in LANGUAGES)]
            for code, label in known.get(WHOLE.get(kind, kind), {}).items()
        ]
        for kind, short in CODES.items()
    }


def notice() -> dict[str, Any]:
    """``{version, title, points: [{sign, head, text}]}``, each text in both languages."""
    told = {}
    for language in LANGUAGES:
        with speaking(language):
            told[language] = _points()
    points = [
        {"sign": sign, "head": _both(told, row, 1), "text": _both(told, row, 2)}
        for row, (sign, _head, _text) in enumerate(told["zh"])
    ]
    return {"version": VERSION, "points": points}


def _both(told: dict[str, list[tuple[str, str, str]]], row: int, part: int) -> Text:
    return {language: told[language][row][part] for language in LANGUAGES}


def _points() -> list[tuple[str, str, str]]:
    """(icon, what, in which way): who is told what is taken, when, why, how long, who sees it, and what may be refused."""
    start, end = hours()
    return [
        (
            "pin",
            _("What is taken"),
            _("Where this phone is, with its accuracy: at each visit, and while the round of the day is switched on."),
        ),
        (
            "clock",
            _("When it is taken"),
            _(
                "Only from %(start)s to %(end)s on working days. The amber sign at the top shows it; one tap stops it.",
                start=f"{start:%H:%M}",
                end=f"{end:%H:%M}",
            ),
        ),
        (
            "target",
            _("What for"),
            _(
                "To show that a visit took place where the customer lives. Without a position it counts as not verifiable, "
                "never as false."
            ),
        ),
        (
            "shield",
            _("Who sees it, how long"),
            _(
                "You, your branch head and those above with a reason; each look is recorded. Track points are deleted after "
                "%(days)s days.",
                days=settings().keep_position_days,
            ),
        ),
        (
            "user",
            _("Your choice"),
            _("You may record visits without a position. What is kept about you, and who looked, stands under Me."),
        ),
    ]
