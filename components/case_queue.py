"""The queue of cases: tabs by state, a line a case. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from components.breadcrumb import address
from components.case_words import due_words, state_chip, state_words
from components.icons import icon
from components.short_names import short_name
from components.states import empty
from data.i18n import _, current_language
from data.i18n.numbers import day_text, human
from data.integrity.cases import MOST
from data.integrity.cases_rules import CLOSED, STATES

MINE, SUMS = "mine", "sums"  # beside the states: what waits for the reader, and how many there are where
PATH = "/visits/review"


def href(node: str | None, state: str, case: str | None = None) -> str:
    """The address of a queue, or of a case in it."""
    return address(PATH, "", node=node, state=None if state == MINE else state, case=case)


def tabs(node: str | None, state: str, counts: Mapping[str, int], *, has_sums: bool) -> html.Nav:
    """What waits for the reader, each state, and the sums for who looks at several outlets. ``counts`` by tab."""
    names = [(MINE, _("My turn")), *((one, state_words(one)) for one in STATES)]
    links = [_tab(node, one, words, state, counts.get(one, 0)) for one, words in names]
    if has_sums:
        links.append(_tab(node, SUMS, _("Summary"), state, 0))
    return html.Nav(links, className="review-tabs", **{"aria-label": _("Cases")})


def _tab(node: str | None, one: str, words: str, state: str, count: int) -> html.A:
    is_on = {"aria-current": "page"} if one == state else {}
    number = html.B(human(count), className="count hot" if one == MINE else "count") if count else None
    return html.A([words, number], href=href(node, one), className="on" if is_on else "", **is_on)


def queue(cases: Sequence[Mapping[str, Any]], node: str | None, state: str, chosen: str | None) -> html.Div:
    """A line a case: who, when and where, why, until when."""
    if not cases:
        return html.Div(empty(*_nothing(state)), className="review-empty")
    lines: list[Any] = [_line(case, node, state, chosen) for case in cases]
    if len(cases) == MOST:
        lines.append(html.P(_("The first %(n)s are shown; choose an entity or outlet for the others.", n=human(MOST))))
    return html.Div(lines, className="review-list")


def _nothing(state: str) -> tuple[str, str]:
    if state == MINE:
        return _("Nothing waits for you"), _("Visits the checks put forward come here, once it is your turn.")
    if state == CLOSED:
        return _("No case was closed yet"), _("What was decided stands here, with every step.")
    return _("No case in this state"), _("The other tabs show the rest.")


def _line(case: Mapping[str, Any], node: str | None, state: str, chosen: str | None) -> html.A:
    is_on = case["case_id"] == chosen
    who = html.Span([html.B(case["name"]), html.Span(case["outlet"], className="muted")], className="who")
    about = [day_text(case["visit_date"]), case["place"], case["visit_no"]]
    return html.A(
        [
            html.Span([who, state_chip(case)], className="line"),
            html.Span((" · " if current_language() == "en" else "・").join(filter(None, about)), className="when"),
            html.Span(case["why"], className="why"),
            html.Span([icon("clock"), due_words(case)], className="until"),
        ],
        href=href(node, state, case["case_id"]),
        className="review-line on" if is_on else "review-line",
        **({"aria-current": "true"} if is_on else {}),
    )


def outlet_of(row: Mapping[str, Any]) -> str:
    """The outlet's name without that of the entity."""
    return short_name(str(row.get("branch_name") or ""), str(row.get("entity_name") or ""))
