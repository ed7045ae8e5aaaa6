"""The tasks of whoever asks: on a page of their own, and the first ones on everybody's own page."""

from __future__ import annotations

from dash import html

from components import recommend_tasks as drawn
from components.cards import card
from components.states import empty
from components.still import Still
from data import campaigns
from data.i18n import _
from data.scope import current_asker
from pages import _recommend_person as people
from pages._me_views import own_staff

FIRST = 3


def body() -> html.Div:
    """All tasks."""
    staff = own_staff()
    if staff is None or "campaign:answer" not in current_asker().rights:
        text = _("Tasks are given to managers by campaigns; this account is given none.")
        return html.Div(empty(_("No tasks"), text), className="card")
    rows = campaigns.tasks(staff)
    if not rows:
        text = _("When a campaign gives you customers, they stand here with what to offer and why.")
        return html.Div(empty(_("No tasks"), text), className="card")
    list_ = Still(drawn.tasks(rows, whom(rows)), className="slot")
    return html.Div(
        card("recommend-tasks", _("My tasks"), list_, subtitle=drawn.progress(rows)), className="tasks-page"
    )


def own_card() -> html.Section | None:
    """The first tasks, for the page of one's own; nothing without any."""
    asker, staff = current_asker(), own_staff()
    if staff is None or not {"campaign:answer", "page:recommend"} <= asker.rights:
        return None
    rows = campaigns.tasks(staff)
    if not rows:
        return None
    list_ = Still(drawn.tasks(rows, whom(rows[:FIRST]), FIRST), className="slot")
    return card("me-tasks", _("My tasks"), list_, subtitle=drawn.progress(rows), className="me-tasks-card")


def whom(rows: list[dict]) -> dict[str, dict]:
    """Portraits of the customers of tasks."""
    return people.whom([row["customer_id"] for row in rows])
