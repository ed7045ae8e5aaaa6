"""The tasks of whoever asks: on a page of their own, and the first ones on everybody's own page."""

from __future__ import annotations

from typing import Any

from dash import html

from components import recommend_tasks as drawn
from components.cards import card
from components.states import empty
from components.still import Still
from data import campaigns, customer_tasks
from data.campaigns import OPEN
from data.clock import now
from data.i18n import _
from data.listing import records
from data.scope import current_asker
from pages import _recommend_person as people
from pages._me_views import own_staff

FIRST = 3
FORECAST = ("probability", "expected")
REASONS = tuple(f"{word}_{n}" for word in ("reason", "effect") for n in (1, 2, 3))


def body() -> html.Div:
    """All tasks."""
    staff = own_staff()
    if staff is None or "campaign:answer" not in current_asker().rights:
        text = _("Tasks are given to managers by campaigns; this account is given none.")
        return html.Div(empty(_("No tasks"), text), className="card")
    rows = tasks(staff)
    if not rows:
        text = _("When a campaign gives you customers, they stand here with what to offer and why.")
        return html.Div(empty(_("No tasks"), text), className="card")
    return html.Div(_card("recommend-tasks", rows), className="tasks-page")


def own_card() -> html.Section | None:
    """The first tasks, for the page of one's own; nothing without any."""
    asker, staff = current_asker(), own_staff()
    if staff is None or not {"campaign:answer", "page:recommend"} <= asker.rights:
        return None
    rows = tasks(staff)
    return _card("me-tasks", rows, FIRST) if rows else None


def _card(id: str, rows: list[dict[str, Any]], most: int = 0) -> html.Section:
    shown = explained(rows[:most] if most else rows)
    whom = people.whom([row["customer_id"] for row in shown])
    list_ = Still(drawn.tasks([*shown, *rows[len(shown) :]], whom, most), className="slot")
    return card(id, _("My tasks"), list_, subtitle=drawn.progress(rows), className=f"{id}-card")


def tasks(staff: str) -> list[dict[str, Any]]:
    """A manager's tasks, given one by one or by campaigns: open ones first, of these the late and the given ones."""
    today, given = now().date(), customer_tasks.tasks(staff)
    own = [
        row
        | {
            "name": _("Task of %(name)s", name=row["by"]),
            "ends_on": row["due_on"],
            "is_late": row["due_on"] < today and row["answer"] in (OPEN, "later"),
        }
        for row in sorted(given, key=lambda row: row["due_on"])
    ]
    order = (OPEN, "later", "accepted", "declined")
    return sorted([*own, *campaigns.tasks(staff)], key=lambda row: order.index(row["answer"]))


def explained(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Tasks with the reasons of today's forecast of their product; of a task for one customer also the forecast itself."""
    where = {
        "customer": sorted({row["customer_id"] for row in rows}),
        "product": sorted({row["product_code"] for row in rows if row["product_code"]}),
    }
    asked = ("customer_id", "product_code", *FORECAST, *REASONS)
    found = records("propensity", where, columns=asked) if where["product"] else []
    why = {(one["customer_id"], one["product_code"]): one for one in found}
    nothing = dict.fromkeys((*FORECAST, *REASONS))
    return [nothing | why.get((row["customer_id"], row["product_code"]), {}) | row for row in rows]
