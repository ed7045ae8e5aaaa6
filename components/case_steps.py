"""The steps of a case so far, and the next one: whose turn it is, a note, buttons. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import html

from components.cards import card
from components.case_words import button_words, moment_text, step_words, whose_turn
from components.icons import icon
from components.visit_photo import photo_button, thumbnail
from data.i18n import _
from data.i18n.numbers import day_text
from data.integrity.cases_rules import ANSWERS, APPEALED, DID_NOT, REVIEWS, TOOK_PLACE, Row
from data.integrity.cases_step import LONGEST_NOTE, MOST_PHOTOS

SIGNS = {
    "opened": "search", TOOK_PLACE: "check", DID_NOT: "minus", "asked": "info", "explained": "edit", "appealed": "up",
    "overturned": "check", "upheld": "minus", "lapsed": "clock", "unanswered": "clock",
}  # fmt: skip


def history(steps: Sequence[Row], added: Sequence[str] = ()) -> html.Section:
    """Every step in order: what, who, when, why, with which photos. ``added``: those that are evidence, not of the visit."""
    return card("review-steps", _("Steps"), html.Ol([_step(step, added) for step in steps], className="case-steps"))


def _step(step: Row, added: Sequence[str]) -> html.Li:
    who = step["by"] or _("automatic")
    head = [html.B(step_words(step["step"])), html.Span(f"{who} · {moment_text(step['at'])}", className="muted")]
    note = html.P(step["note"], className="case-note") if step["note"] else None
    shown = [photo_button({"photo_id": one}, _picture(one, one in added), "case-photo") for one in step["photos"] or []]
    photos = html.Div(shown, className="case-photos") if shown else None
    return html.Li([html.Span(icon(SIGNS[step["step"]]), className="sign"), html.Div([*head, note, photos])])


def _picture(photo_id: str, is_evidence: bool) -> list[Any]:
    """The thumbnail; of evidence with its name on it."""
    if not is_evidence:
        return [thumbnail({"photo_id": photo_id}, _("Photo"))]
    return [thumbnail({"photo_id": photo_id}, ""), html.Span(_("Evidence"), className="kind")]


def action(case: Row, photos: pd.DataFrame, added: Sequence[str] = ()) -> html.Section:
    """The next step: a note and buttons for whose turn it is, else who is waited for.

    To choose from: ``photos``, the manager's own of the day, and ``added``, the evidence of the case so far.
    """
    if not case["may"]:
        words = [html.P(whose_turn(case), className="turn"), _why_not(case)]
        return card("review-next", _("What comes next"), words, className="review-next")
    is_answer = case["may"][0] in ANSWERS
    body = [
        html.P(_task(case), className="turn"),
        html.Label(_("Note"), htmlFor="review-note", className="sr"),
        html.Textarea(
            id="review-note", className="field review-note", maxLength=LONGEST_NOTE, placeholder=_hint(case), rows=4
        ),
        _choice(photos, added) if is_answer else None,
        html.P("", className="refused", role="alert"),
        html.Div([_button(step, number) for number, step in enumerate(case["may"])], className="review-buttons"),
    ]
    told = {"case": case["case_id"], "kind": _kind(case["may"]), "most": MOST_PHOTOS}
    inside = html.Div(body, className="review-form", **{"data-case": json.dumps(told)})
    return card("review-next", _("Your turn"), inside, className="review-next hot")


def _kind(may: Sequence[str]) -> str:
    """The address of the step (``api/cases.py``)."""
    return "review" if may[0] in REVIEWS else "answer" if may[0] in ANSWERS else "settle"


def _task(case: Row) -> str:
    if case["is_own"]:
        return _own_task(case)
    if case["state"] == APPEALED:
        return _(
            "Read the evidence and the appeal, and decide. Your decision closes the case; the note is read by the manager."
        )
    return _(
        "Look at the evidence, ask where it is not enough, and decide. A visit that did not take place counts neither for the "
        "manager's score nor for the outlet's once that stands; the manager can appeal."
    )


def _own_task(case: Row) -> str:
    if case["state"] == "open" and case.get("has_answered"):
        return _("Your answer has come in; the head of the outlet decides. You can add to it, you need not.")
    if case["state"] == "open":
        return _("You can say how it was before anybody asks; you need not.")
    day = day_text(case["due_at"].date())
    if case["state"] == "asked":
        return _("The head of the outlet asks how it was. Answer until %(day)s.", day=day)
    return _(
        "If that is not how it was, appeal until %(day)s: somebody else, above the outlet, will look at it. Without an appeal the "
        "finding stands from then on.",
        day=day,
    )


def _hint(case: Row) -> str:
    if case["is_own"]:
        return _("How was it? Where did you meet, who was there, what can others confirm?")
    return _("What you saw, and why you decide so. Needed for all but a confirmation; everybody in the case reads it.")


def _why_not(case: Row) -> Any:
    """Of one's own visit: that others decide."""
    own = _("It is about a visit of your own: others decide.")
    return html.P(own, className="muted") if case["is_own"] and case["state"] != "closed" else None


def _choice(photos: pd.DataFrame, added: Sequence[str]) -> html.Div:
    """Photos of the day and evidence to show with the answer; a tap chooses. The last adds one (``assets/review_photos.js``)."""
    tiles = [
        _tile(photo["photo_id"], [thumbnail(photo, str(photo["visit_no"]))]) for photo in photos.to_dict("records")
    ] + [_tile(one, _picture(one, is_evidence=True)) for one in added]
    add = html.Button(
        [icon("camera"), html.Span(_("Add a picture"))], type="button", className="case-add", **{"data-add": "1"}
    )
    hint = _(
        "Take a new picture, or choose one: a signed slip will do. It is sent with your answer, marked as evidence with the "
        "time it was added, and is no photo of the visit."
    )
    return html.Div(
        [
            html.Span(_("Show with it (tap to choose)"), className="muted") if tiles else None,
            html.Div([*tiles, add], className="case-picks"),
            html.P(hint, className="muted case-hint"),
        ]
    )


def _tile(photo_id: str, inside: list[Any]) -> html.Button:
    return html.Button(
        [*inside, html.Span(icon("check"), className="mark")],
        type="button",
        className="case-pick",
        **{"data-photo-pick": photo_id, "aria-pressed": "false"},
    )


def _button(step: str, number: int) -> html.Button:
    sign = icon(SIGNS[step])
    primary = "button primary" if number == 0 else "button"
    return html.Button([sign, button_words(step)], type="button", className=primary, **{"data-step": step})
