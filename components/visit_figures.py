"""The five headline figures of a unit, each with its comparator, course and definition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from components.cards import number_card
from data.i18n import _
from data.metrics.registry import metric

HEADLINES = ("households_today", "households_mtd", "households_ytd", "visits_per_manager_mtd", "satisfaction_mtd")
OF_A_MANAGER = ("households_today", "households_mtd", "households_ytd", "visits_mtd", "satisfaction_mtd")


def narrow_label(name: str) -> str:
    """What a phone has room for."""
    return {
        "households_today": _("Households today"),
        "households_mtd": _("This month"),
        "households_ytd": _("This year"),
        "visits_per_manager_mtd": _("Per manager"),
        "visits_mtd": _("Visits"),
        "satisfaction_mtd": _("Satisfied"),
    }.get(name, metric(name).short.text())


def figures(
    page: str,
    names: Sequence[str],
    values: Mapping[str, Any],
    befores: Mapping[str, Any],
    comparators: Mapping[str, str],
    courses: Mapping[str, Sequence[Any]],
) -> html.Div:
    """Cards side by side, ids ``<page>-figure-<metric>``; a missing comparator says so."""
    cards = [
        number_card(
            f"{page}-figure-{name}",
            name,
            values.get(name),
            before=befores.get(name),
            comparator=comparators.get(name, ""),
            series=courses.get(name),
            label=[
                html.Span(metric(name).label.text(), className="wide"),
                html.Span(narrow_label(name), className="narrow"),
            ],
        )
        for name in names
    ]
    return html.Div(cards, id=f"{page}-figures", className="numbers card figures")
