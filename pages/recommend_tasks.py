"""A manager's tasks of running campaigns, phone first."""

from __future__ import annotations

from dash import html, register_page

from components.navigation import titled
from components.recommend_choice import Choice
from components.recommend_tabs import tabs
from components.shell import page
from components.states import shown
from data.i18n import _, lazy
from pages import _recommend_newcomer as newcomer
from pages._recommend_tasks import body

LABEL = lazy("Tasks")
register_page(
    __name__, path="/recommend/tasks", name="Tasks", label=LABEL, title=titled(LABEL), order=32, has_scope=False
)


@shown
def layout(**query: str) -> html.Div:
    """Nothing in the address: whose tasks they are is who asks."""
    head = tabs(Choice.parse(query), "tasks", has_newcomer=newcomer.is_there())
    return page("recommend", title=_("Tasks"), body=[head, body()])
