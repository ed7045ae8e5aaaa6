"""What the top bar holds on the performance page: the scope breadcrumb and the months with scores."""

from __future__ import annotations

from typing import Any

from dash import html

from components.breadcrumb import address, breadcrumb, query_of
from components.icons import icon
from components.performance_choice import held
from components.period import last_day
from data.errors import QianhuiError
from data.i18n import _
from data.i18n.numbers import month_text
from data.listing import records


def slot(search: str | None) -> list[Any]:
    """Breadcrumb and month; nothing while nothing is published or the node is not the asker's."""
    try:
        node = query_of(search).get("node")
        return [
            html.Span(className="bar-rule"),
            breadcrumb(node),
            html.Span(className="bar-rule"),
            months("/performance", search),
        ]
    except QianhuiError:
        return []


def months(path: str, search: str | None) -> html.Details | None:
    """The month shown and the others there are."""
    days = list(held().values())
    if not days:
        return None
    closed = {row["month"] for row in records("score_closing", columns=("month",))}
    wanted = query_of(search).get("month") or ""
    chosen = next((day for day in days if f"{day:%Y-%m}" == wanted), days[-1])

    def text(day: Any) -> str:
        running = day == days[-1] and day < last_day(day)
        if day.replace(day=1) in closed:
            return _("%(month)s (closed)", month=month_text(day))
        return _("%(month)s (running)", month=month_text(day)) if running else month_text(day)

    links = [
        html.A(text(day), href=address(path, search or "", month=None if day == days[-1] else f"{day:%Y-%m}"),
               className="menu-item current" if day == chosen else "menu-item")
        for day in reversed(days)
    ]  # fmt: skip
    face = html.Summary([icon("calendar"), html.Span(text(chosen)), icon("down")],
                        className="period" if chosen == days[-1] else "period past")  # fmt: skip
    return html.Details([face, html.Div(links, className="menu-panel")], className="menu")


def own_slot(search: str | None) -> list[Any]:
    """On everybody's own page: the month alone, beside the score."""
    if query_of(search).get("view", "score") != "score":
        return []
    try:
        return [html.Span(className="bar-rule"), months("/me", search)]
    except QianhuiError:
        return []
