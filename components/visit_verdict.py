"""What is known for and against a visit: grade, score and the reasons as sentences. It speaks of evidence, never of a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from components.icons import icon
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, human
from data.integrity.words import Reason, reasons

SIGNS = {"good": "check", "muted": "info", "warn": "warning"}
TONES = {"verified": "good", "plausible": "", "unverifiable": "muted", "flagged": "warn"}
ICONS = {"verified": "shield", "plausible": "check", "unverifiable": "info", "flagged": "search"}


def verdict(visit: Mapping[str, Any]) -> html.Div:
    """Of a row of the listing ``visit``; one that is not judged yet says so."""
    grade = visit.get("trust_grade")
    return html.Div(
        [
            html.Div([html.H4(_("Verification")), *_said(visit)], className="trust-head"),
            html.Ul([_line(one) for one in reasons(visit)], className="trust-reasons"),
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
    told = html.Span(_("%(n)s of 100", n=human(score)), className="trust-score")
    return [grade_chip(grade), told]


def _line(one: Reason) -> html.Li:
    return html.Li([icon(SIGNS[one.tone]), html.Span(one.text)], className=one.tone)
