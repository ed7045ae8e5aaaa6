"""What is known for and against a visit: grade, score and the reasons as sentences. It speaks of evidence, never of a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from components.case_queue import href
from components.case_words import moment_text, outcome_words, state_words
from components.icons import icon
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, human
from data.integrity.cases_rules import CLOSED
from data.integrity.words import Reason, reasons, weighed

SIGNS = {"good": "check", "muted": "info", "note": "info", "warn": "warning"}
TONES = {"verified": "good", "plausible": "", "unverifiable": "muted", "flagged": "warn"}
ICONS = {"verified": "shield", "plausible": "check", "unverifiable": "info", "flagged": "search"}


def verdict(visit: Mapping[str, Any]) -> html.Div:
    """Of a row of the listing ``visit``, with ``review`` (``cases.of_visit``) if known; one that is not judged yet says so."""
    grade = visit.get("trust_grade")
    is_judged = isinstance(grade, str)
    return html.Div(
        [
            html.Div([html.H4(_("Verification")), *_said(visit)], className="trust-head"),
            html.Ul([_line(one) for one in reasons(visit)], className="trust-reasons"),
            html.P(weighed(visit), className="trust-weighed") if is_judged else None,
            _review(visit.get("review")),
            html.P(_("A hint from the data, judged by a person before it counts"), className="trust-foot")
            if grade == "flagged"
            else None,
        ],
        className=f"trust {grade or 'open'}",
    )


def grade_chip(grade: str) -> html.Span:
    """The grade in words, with its sign."""
    return html.Span(
        [icon(ICONS.get(grade, "info")), code_label("trust_grade", grade)], className=f"chip {TONES.get(grade, '')}"
    )


def grade_mark(visit: Mapping[str, Any]) -> html.Span:
    """The grade in a row of a table; the reasons on hover."""
    grade = visit.get("trust_grade")
    if not isinstance(grade, str):
        return html.Span("—", className="muted")
    told = " · ".join(one.text for one in reasons(visit))
    tone = TONES.get(grade, "")
    return html.Span(
        [icon(ICONS.get(grade, "info")), code_label("trust_grade", grade)], className=f"verdict {tone}", title=told
    )


def _said(visit: Mapping[str, Any]) -> list[Any]:
    grade, score = visit.get("trust_grade"), as_number(visit.get("trust_score"))
    if not isinstance(grade, str) or score is None:
        return [html.Span(_("Not judged yet: the next pass looks at it"), className="muted")]
    told = html.Span(_("Trust score %(n)s of 100", n=human(score)), className="trust-score")
    return [grade_chip(grade), told]


def _line(one: Reason) -> html.Li:
    off = html.Small(f"−{human(one.weight)}", title=_("points off the trust score")) if one.weight else None
    return html.Li([icon(SIGNS[one.tone]), html.Span(one.text), off], className=one.tone)


def _review(found: Mapping[str, Any] | None) -> html.P | None:
    """How far its review is, with the way to the case; before there is a case, when there will be."""
    if not found:
        return None
    if found["state"] is None:
        return html.P([icon("clock"), html.Span(_waits(found))], className="trust-review")
    there = href(None, found["state"], found["case_id"])
    link = html.A([_("Open the case"), icon("right")], href=there, className="link")
    return html.P([icon("shield"), html.Span(_stands(found)), link], className="trust-review")


def _waits(found: Mapping[str, Any]) -> str:
    if found["is_old"]:
        return _("It was judged long after its day: no case is opened, nobody would remember.")
    if found["opens_at"] is None:
        return _("The next pass over the data opens a case, for a person to look at.")
    return _(
        "A case is opened at about %(when)s, once its photos had time to come.", when=moment_text(found["opens_at"])
    )


def _stands(found: Mapping[str, Any]) -> str:
    """Since when, and whose turn it is or what came of it."""
    if found["state"] == CLOSED:
        when, what = moment_text(found["closed_at"]), outcome_words(found["outcome"])
        return _("Looked at by a person, closed %(when)s: %(what)s", when=when, what=what)
    when, what = moment_text(found["opened_at"]), state_words(found["state"])
    return _("Under review since %(when)s: %(what)s", when=when, what=what)
