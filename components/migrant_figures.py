"""The five figures of the place and origin chosen, each with its comparator and course; public figures beside ours. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from components.cards import fitting_label, number_card
from components.change import change_line, change_of, no_base
from components.migrant_months import Months
from data.i18n import _
from data.i18n.numbers import human
from data.metrics.registry import metric

FIGURES = (
    "migrant_workers",
    "migrants_reached",
    "migrant_coverage",
    "migrant_loan_balance",
    "migrant_deposit_balance",
)


def figures(months: Months, public: Sequence[Mapping[str, Any]]) -> html.Div:
    """Cards side by side, ids ``migrants-figure-<metric>``; ``public``: rows of the listing ``public_figure``."""
    cards = [_card(name, months, public if name == FIGURES[0] else ()) for name in FIGURES]
    return html.Div(cards, className="numbers")


def _card(name: str, months: Months, public: Sequence[Mapping[str, Any]]) -> html.Div:
    meant, value = metric(name), months.value(name)
    before, comparator = months.before(name)
    change = change_of(value, before, format=meant.format, direction=meant.direction)
    line = change_line(change, comparator, no_base(before, comparator))
    return number_card(
        f"migrants-figure-{name}",
        name,
        value,
        series=months.course(name),
        label=[html.Span(fitting_label(meant), className="wide"), html.Span(meant.short.text(), className="narrow")],
        note=[line, *(public_line(row) for row in public[:1])],
    )


def public_line(row: Mapping[str, Any]) -> html.Div:
    """Public: born in Guizhou, living in Zhejiang 1,710,000 (2020-11, estimate). Theirs, and says so."""
    kind = _("estimate") if row["status"] == "estimate" else _("published")
    value = human(row["value"], row["unit"])
    when = _("%(day)s, %(kind)s", day=str(row["as_of"])[:7], kind=kind)
    text = _("Public figure %(value)s (%(when)s): %(name)s", name=row["name"], value=value, when=when)
    return html.Div(text, className="public-figure", title=f"{text} — {row['source']}")
