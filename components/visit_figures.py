"""The five headline figures of a unit, each with its comparator, course and definition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html

from components.cards import number_card
from data.i18n import _
from data.i18n.numbers import day_text
from data.metrics.registry import metric
from data.query.compare import Comparison

HEADLINES = ("households_today", "households_mtd", "households_ytd", "visits_per_manager_mtd", "satisfaction_mtd")
OF_A_MANAGER = ("households_today", "households_mtd", "households_ytd", "visits_mtd", "satisfaction_mtd")


def heading(name: str, day: date | None = None) -> list[html.Span]:
    """A figure's name as short as a card has room for, and shorter still for a phone; the ⓘ has it in full.

    ``day``: the last day of a past period, which is no "today" and no "this month".
    """
    wide, narrow = (_names_then(day) if day else _names_now()).get(
        name, (metric(name).label.text(), metric(name).short.text())
    )
    return [html.Span(wide, className="wide"), html.Span(narrow, className="narrow")]


def _names_then(day: date) -> dict[str, tuple[str, str]]:
    on = _("Households on %(day)s", day=day_text(day, weekday=False))
    return {
        "households_today": (on, on),
        "households_mtd": (_("Households that month"), _("That month")),
        "households_ytd": (_("Households that year"), _("That year")),
        "visits_per_manager_mtd": (_("Per manager that month"), _("Per manager")),
        "visits_mtd": (_("Visits that month"), _("Visits")),
        "satisfaction_mtd": (_("Satisfaction"), _("Satisfied")),
    }


def _names_now() -> dict[str, tuple[str, str]]:
    return {
        "households_today": (_("Households today"), _("Households today")),
        "households_mtd": (_("Households this month"), _("This month")),
        "households_ytd": (_("Households this year"), _("This year")),
        "visits_per_manager_mtd": (_("Visits per manager"), _("Per manager")),
        "visits_mtd": (_("Visits this month"), _("Visits")),
        "satisfaction_mtd": (_("Satisfaction"), _("Satisfied")),
    }


def figures(
    page: str, found: Mapping[str, Comparison], courses: Mapping[str, Sequence[Any]], day: date | None = None
) -> html.Div:
    """Cards side by side, ids ``<page>-figure-<metric>``; where nothing compares, the card says so."""
    cards = [
        number_card(
            f"{page}-figure-{name}",
            name,
            one.value,
            before=one.base,
            comparator=one.name,
            series=courses.get(name),
            label=heading(name, day),
        )
        for name, one in found.items()
    ]
    return html.Div(cards, id=f"{page}-figures", className="numbers card figures")
