"""Visits under review: a queue, a case with its evidence, the step that comes next; and how many there are."""

from __future__ import annotations

from dash import html, register_page

from components import case_queue as queue
from components.address_words import one_of, understands
from components.navigation import titled
from components.shell import page
from components.states import shown
from data.i18n import _, lazy
from data.integrity.cases_rules import STATES
from pages import _visits_review_views as views

LABEL = lazy("Review")
register_page(__name__, path="/visits/review", name="Review", label=LABEL, title=titled(LABEL), order=12, bar=views.bar)
ALL = (queue.MINE, *STATES, queue.SUMS)


@shown
@understands(state=one_of(*ALL))
def layout(node: str | None = None, state: str | None = None, case: str | None = None, **_query: str) -> html.Div:
    """State in the address: node, state (whose turn, a state, or the sums), case. A step is a page anew."""
    chosen = state if state in ALL else None
    return page("review", title=_("Review"), body=views.body(node, chosen, case))
