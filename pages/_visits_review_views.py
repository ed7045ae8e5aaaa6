"""The review page's answers as components."""

from __future__ import annotations

from typing import Any

from dash import html

from components import case_evidence as evidence
from components import case_queue as queue
from components.breadcrumb import breadcrumb, query_of
from components.case_steps import action, history
from components.case_words import due_words, state_chip
from components.icons import icon
from components.still import Still
from components.visit_drawer import manager_page
from components.visit_place import placed
from components.visit_track import track_of
from data.audit import record
from data.errors import QianhuiError
from data.i18n import _
from data.i18n.numbers import day_text
from data.integrity import cases, cases_photo
from data.integrity.cases_rules import STATES
from data.node import Node
from data.scope import current_asker
from data.tracks import stopwatch
from pages import _visits_review_asked as asked
from pages import _visits_review_sums as sums


def bar(search: str | None) -> list[Any]:
    """The part of the organisation; a period has no meaning here. Nothing while nothing is published."""
    try:
        return [html.Span(className="bar-rule"), breadcrumb(query_of(search).get("node"))]
    except QianhuiError:
        return []


def body(node: str | None, state: str | None, case: str | None) -> list[Any]:
    """Tabs, queue and case; the sums alone for who has no part in cases."""
    place = Node.parse(node)
    has_sums = current_asker().scope_level in ("province", "entity")
    if not cases.takes_part():
        return sums.body(place)
    waiting = cases.waiting(place)
    state = state or (
        queue.MINE if waiting or case else "open" if current_asker().role == "branch_head" else queue.MINE
    )
    counts = cases.counts(place) | {queue.MINE: len(waiting)}
    head = Still(queue.tabs(node, state, counts, has_sums=has_sums), className="review-head")
    if state == queue.SUMS:
        return [head, *sums.body(place)]
    found = waiting if state == queue.MINE else cases.cases(place, (state,)) if state in STATES else []
    chosen = cases.one(case) if case else None
    left = queue.queue(asked.named(found), node, state, case)
    back, ahead = queue.href(node, state), _next(found, case)
    main = one(chosen, back, queue.href(node, state, ahead) if ahead else None) if chosen else _choose(len(found))
    className = "review-body has-case" if chosen else "review-body" if found else "review-body is-empty"
    return [head, html.Div([Still(left, className="card review-queue"), main], className=className)]


def _next(found: list[dict[str, Any]], case: str | None) -> str | None:
    """The case after this one in the queue, the first one when this has left it; None when no other is there."""
    keys = [row["case_id"] for row in found]
    at = keys.index(case) + 1 if case in keys else 0
    return next((key for key in [*keys[at:], *keys[:at]] if key != case), None)


def _choose(many: int) -> html.Div:
    words = _("Choose a case on the left: its evidence, its steps and what comes next stand here.") if many else ""
    return html.Div(
        [icon("shield"), html.P(words)] if many else [], className="review-choose" if many else "review-none"
    )


def one(case: dict[str, Any], back: str, ahead: str | None) -> html.Div:
    """A case whole, with the way to the next (``ahead``); the look at another's visit is recorded."""
    if not case["is_own"]:
        record("case.view", "integrity_case", case["case_id"], visit=case["visit_no"], staff=case["staff_id"])
        record("track.view", "staff", case["staff_id"], day=case["visit_date"].isoformat())  # they read who looked
    told = asked.named([case])[0]
    visit, day = asked.visit(case), placed(asked.day(case))
    parts: list[Any] = [evidence.why(case)]
    if visit:
        track = track_of(day, current=case["visit_id"])
        parts += [
            evidence.place(visit),
            evidence.told(visit | {"stopwatch": stopwatch(case["visit_no"])}),
            evidence.photos(asked.photos(case, day)),
            evidence.day(track, day.to_dict("records"), case["visit_id"]),
        ]
    else:
        parts.append(evidence.gone())
    added = cases_photo.added(case["case_id"])
    steps = asked.steps(case)
    has_answered = any(step["step"] == "explained" for step in steps)
    parts += [history(steps, added), action(case | {"has_answered": has_answered}, asked.own_photos(case, day), added)]
    return html.Div([_head(told, back, ahead), *parts], className="review-case")


def _head(case: dict[str, Any], back: str, ahead: str | None) -> html.Header:
    way = html.A([icon("left"), _("Back to the list")], href=back, className="button review-back")
    who = [
        html.B(case["name"]),
        html.Span(case["outlet"], className="muted"),
        html.Span(_("Visit %(no)s", no=case["visit_no"]), className="muted"),
    ]
    person = html.A(
        [_("Manager's page"), icon("right")], href=manager_page(case["staff_id"], case["visit_date"]), className="link"
    )
    when = [html.B(day_text(case["visit_date"], year=True)), html.Span(due_words(case), className="muted")]
    more = "button primary" if not case["may"] else "button"  # what is done here is done: the next one leads on
    following = html.A([_("Next case"), icon("right")], href=ahead, className=f"{more} review-ahead") if ahead else None
    row = html.Div([*when, state_chip(case)], className="when")
    return html.Header([way, html.Div(who, className="who"), row, person, following], className="card review-case-head")
