"""Cases of visits under review in words: states, steps, what came of them. Neutral: a case asks, it does not accuse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dash import html

from components.icons import icon
from data.clock import now
from data.i18n import _
from data.i18n.numbers import clock_text, day_text
from data.integrity.cases_rules import APPEALED, ASKED, CLOSED, DECIDED, DID_NOT, OPEN, TOOK_PLACE

TONES = {OPEN: "warn", ASKED: "info", DECIDED: "warn", APPEALED: "warn"}


def state_words(state: str) -> str:
    """Where a case stands, short."""
    words = {
        OPEN: _("To be reviewed"),
        ASKED: _("Manager asked"),
        DECIDED: _("Appeal open"),
        APPEALED: _("Second review"),
        CLOSED: _("Closed"),
    }
    return words[state]


def outcome_words(outcome: str | None) -> str:
    """What was found of a visit."""
    return {TOOK_PLACE: _("Visit confirmed"), DID_NOT: _("Visit not confirmed")}.get(outcome or "", "")


def state_chip(case: Mapping[str, Any]) -> html.Span:
    """State, or of a closed case what came of it."""
    if case["state"] != CLOSED:
        return html.Span(state_words(case["state"]), className=f"chip {TONES[case['state']]}")
    is_fine = case["outcome"] == TOOK_PLACE
    sign = icon("check" if is_fine else "minus")
    return html.Span([sign, outcome_words(case["outcome"])], className="chip good" if is_fine else "chip")


def step_words(step: str) -> str:
    """What somebody did, as the title of a step."""
    words = {
        "opened": _("Put forward by the checks for a person to look at"),
        TOOK_PLACE: _("Found: the visit took place"),
        DID_NOT: _("Found: the visit did not take place as recorded"),
        "asked": _("Asked the manager"),
        "explained": _("Explanation"),
        "unanswered": _("No answer in time: back to the head of the outlet"),
        "appealed": _("Appeal"),
        "overturned": _("Second review: the visit took place"),
        "upheld": _("Second review: the finding stands"),
        "lapsed": _("No appeal in time: the finding stands"),
    }
    return words[step]


def button_words(step: str) -> str:
    """What the button of a step says."""
    words = {
        TOOK_PLACE: _("It took place"),
        DID_NOT: _("It did not take place as recorded"),
        "asked": _("Ask the manager"),
        "explained": _("Send explanation"),
        "appealed": _("Appeal"),
        "overturned": _("It took place"),
        "upheld": _("Uphold the finding"),
    }
    return words[step]


def whose_turn(case: Mapping[str, Any]) -> str:
    """Who is waited for, in a sentence."""
    until = day_text(case["due_at"].date()) if case["due_at"] else ""
    first = _("The head of the outlet looks at it next.")
    if not case["has_head"]:
        first = _("The outlet has no head who could decide: the head of the entity looks at it next.")
    words = {
        OPEN: first,
        ASKED: _("The manager was asked and answers until %(day)s.", day=until),
        DECIDED: _(
            "The manager can appeal until %(day)s; without an appeal the finding stands from then on.", day=until
        ),
        APPEALED: _("Somebody else, above the outlet, looks at the appeal next."),
        CLOSED: _("This case is closed."),
    }
    return words[case["state"]]


def due_words(case: Mapping[str, Any]) -> str:
    """Until when, or since when it waits."""
    if case["state"] == CLOSED:
        return _("closed %(when)s", when=moment_text(case["closed_at"]))
    if case["due_at"]:
        return _("until %(day)s", day=day_text(case["due_at"].date(), weekday=False))
    return _("since %(when)s", when=moment_text(case["opened_at"]))


def moment_text(moment: datetime) -> str:
    """A moment; of today the clock alone."""
    return clock_text(moment, today=now().date())
