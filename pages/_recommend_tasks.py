"""The tasks of whoever asks: on a page of their own, and the first ones on everybody's own page."""

from __future__ import annotations

from typing import Any

from dash import html

from components import recommend_tasks as drawn
from components.cards import card
from components.states import empty
from components.still import Still
from data import campaigns
from data.i18n import _
from data.listing import records
from data.scope import current_asker
from pages import _recommend_person as people
from pages._me_views import own_staff

FIRST = 3
REASONS = tuple(f"{word}_{n}" for word in ("reason", "effect") for n in (1, 2, 3))


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
    return html.Div(_card("recommend-tasks", rows), className="tasks-page")


def own_card() -> html.Section | None:
    """The first tasks, for the page of one's own; nothing without any."""
    asker, staff = current_asker(), own_staff()
    if staff is None or not {"campaign:answer", "page:recommend"} <= asker.rights:
        return None
    rows = campaigns.tasks(staff)
    return _card("me-tasks", rows, FIRST) if rows else None


def _card(id: str, rows: list[dict[str, Any]], most: int = 0) -> html.Section:
    shown = explained(rows[:most] if most else rows)
    whom = people.whom([row["customer_id"] for row in shown])
    list_ = Still(drawn.tasks([*shown, *rows[len(shown) :]], whom, most), className="slot")
    return card(id, _("My tasks"), list_, subtitle=drawn.progress(rows), className=f"{id}-card")


def explained(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Tasks with the reasons of today's forecast of their product."""
    where = {
        name: sorted({row[column] for row in rows})
        for name, column in (("customer", "customer_id"), ("product", "product_code"))
    }
    found = records("propensity", where, columns=("customer_id", "product_code", *REASONS)) if rows else []
    why = {(one["customer_id"], one["product_code"]): {name: one[name] for name in REASONS} for one in found}
    return [row | why.get((row["customer_id"], row["product_code"]), {}) for row in rows]
