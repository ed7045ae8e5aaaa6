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
    main = one(chosen, queue.href(node, state)) if chosen else _choose(len(found))
    className = "review-body has-case" if chosen else "review-body"
    return [head, html.Div([Still(left, className="card review-queue"), main], className=className)]


def _choose(many: int) -> html.Div:
    words = _("Choose a case on the left: its evidence, its steps and what comes next stand here.") if many else ""
    return html.Div(
        [icon("shield"), html.P(words)] if many else [], className="review-choose" if many else "review-none"
    )


def one(case: dict[str, Any], back: str) -> html.Div:
    """A case whole; the look at another's visit is recorded."""
    if not case["is_own"]:
        record("case.view", "integrity_case", case["case_id"], visit=case["visit_no"], staff=case["staff_id"])
    told = asked.named([case])[0]
    visit, day = asked.visit(case), placed(asked.day(case))
    parts: list[Any] = [evidence.why(case)]
    if visit:
        track = track_of(day, current=case["visit_id"])
        parts += [
            evidence.place(visit),
            evidence.told(visit),
            evidence.photos(asked.photos(case, day)),
            evidence.day(track, day.to_dict("records"), case["visit_id"]),
        ]
    else:
        parts.append(evidence.gone())
    added = cases_photo.added(case["case_id"])
    parts += [history(asked.steps(case), added), action(case, asked.own_photos(case, day), added)]
    return html.Div([_head(told, back), *parts], className="review-case")


def _head(case: dict[str, Any], back: str) -> html.Header:
    way = html.A([icon("left"), _("Back to the list")], href=back, className="button review-back")
    who = [
        html.B(case["name"]),
        html.Span(case["outlet"], className="muted"),
        html.Span(_("Visit %(no)s", no=case["visit_no"]), className="muted"),
    ]
    person = html.A(
        [_("Manager's page"), icon("right")], href=manager_page(case["staff_id"], case["visit_date"]), className="link"
    )
    when = html.Div(
        [html.B(day_text(case["visit_date"], year=True)), html.Span(due_words(case), className="muted")],
        className="when",
    )
    return html.Header(
        [way, html.Div(who, className="who"), when, state_chip(case), person], className="card review-case-head"
    )
