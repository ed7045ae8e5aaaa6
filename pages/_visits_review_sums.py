"""How many visits are under review where, and what came of them: sums of the last thirty days, no names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from statistics import median
from typing import Any

import pandas as pd
from dash import html

from components.cards import card, number_card
from components.case_queue import SUMS, href
from components.short_names import short_name
from components.states import empty
from components.tables import Column, table
from data.clock import now
from data.i18n import _, current_language
from data.i18n.numbers import as_number, clock_text, human
from data.integrity.cases import takes_part
from data.listing import records
from data.metrics.registry import metric
from data.node import Node
from data.query import ask
from data.serving import snapshot

DAYS = 30
FIGURES = ("cases_opened", "cases_open", "cases_closed", "cases_confirmed_rate", "cases_overturned_rate")
COUNTS = ("cases_opened", "cases_open", "cases_closed", "cases_confirmed", "cases_overturned_rate")


def body(node: Node) -> list[Any]:
    """Figures, and a row for each unit of the next level."""
    if node.level not in ("province", "entity", "branch"):
        return [html.Div(empty(_("Sums are kept down to the outlet")), className="card review-sums")]
    return [_figures(node), *_by_unit(node)]


def _span(before: int = 0) -> dict[str, Any]:
    """The last days, or as many ``before`` them once more."""
    last = now().date() - timedelta(days=before * DAYS)
    return {"day": {"from": str(last - timedelta(days=DAYS - 1)), "to": str(last)}}


def _figures(node: Node) -> html.Section:
    answer, earlier = (ask(list(FIGURES), where=node.where() | _span(back)) for back in (0, 1))
    before = {name: as_number(earlier.value(name)) for name in FIGURES[:1] + FIGURES[2:]}
    if is_first := not any(before.values()):  # of the days before nothing is known: said once, not on every card
        before = {}
    cards = [_figure(name, answer.value(name), before.get(name)) for name in FIGURES]
    words = _foot(is_first=is_first)
    numbers = html.Div([*cards, _days_card(days(node))], className="numbers review-figures")
    return html.Section([numbers, html.Footer(words, className="card-foot muted")], className="card")


def _foot(*, is_first: bool) -> str:
    """Which days, counted when; of a queue only to those who have one."""
    words = [_("last %(n)s days · counted at publication, %(when)s", n=DAYS, when=_published())]
    if takes_part():
        words.append(_("the queue itself is live"))
    if is_first:
        words.append(_("no cases in the 30 days before to compare with"))
    return (" · " if current_language() == "en" else "；").join(words)


def _figure(name: str, value: Any, before: Any) -> html.Div:
    """What is open is of that moment, the rest of the days, beside the days before where those are known."""
    if name == "cases_open":
        return number_card(f"review-figure-{name}", name, value, note=html.Span(_("at publication"), className="muted"))
    beside = "" if before is None else _("the 30 days before")  # of 0 too it is said what there was
    return number_card(f"review-figure-{name}", name, value, before=before, comparator=beside)


def _published() -> str:
    return clock_text(snapshot().published_at, today=now().date())


def _days_card(found: Sequence[int]) -> html.Div:
    """The median time from opening to closing."""
    value = human(median(found), decimals=1) if found else human(None)
    label = html.Div(html.Span(_("Median time to close")), className="number-label")
    line = html.Div(
        [html.Span(value, className="number-value"), html.Span(_("days"), className="number-unit")],
        className="number-line",
    )
    note = html.Div(html.Span(_("%(n)s cases", n=human(len(found))), className="muted"))
    return html.Div([label, line, note], className="number")


def closed(node: Node) -> list[Mapping[str, Any]]:
    """The cases closed in the last days: branch, entity and days."""
    first = now().date() - timedelta(days=DAYS - 1)
    rows = records("integrity_case", node.where(), columns=("closed_date", "days_open", "branch_id", "entity_id"))
    return [row for row in rows if row["closed_date"] and row["closed_date"] >= first]


def days(node: Node) -> list[int]:
    """Days from opening to closing of the cases closed."""
    return [int(row["days_open"]) for row in closed(node)]


def _by_unit(node: Node) -> list[Any]:
    level = node.children_dimension
    if level not in ("entity", "branch"):
        return []
    frame = ask(list(COUNTS), by=[level], where=node.where() | _span(), order="-cases_opened").frame
    frame = frame[frame[list(COUNTS[:4])].fillna(0).sum(axis=1) > 0]
    if frame.empty:
        words = _("A visit put forward since the last publication is counted here from the next one on.")
        return [html.Div(empty(_("No visit was put forward"), words), className="card review-sums")]
    title = _("By entity") if level == "entity" else _("By outlet")
    note = _("Whose visits they are is told to nobody who does not decide.")
    return [card("review-sums", title, _table(frame, level, node), foot=note, className="review-sums")]


def _table(frame: pd.DataFrame, level: str, node: Node) -> Any:
    found: dict[str, list[int]] = {}
    for row in closed(node):
        found.setdefault(str(row[f"{level}_id"]), []).append(int(row["days_open"]))
    middle = [median(found[key]) if key in found else None for key in frame[level]]

    def name(value: Any, row: Mapping[str, Any]) -> Any:
        return html.A(short_name(str(value), node.name), href=href(f"{level}:{row[level]}", SUMS), className="link")

    numbers = [Column(one, metric(one).short.text(), metric(one).format) for one in COUNTS]
    columns = [
        Column(f"{level}_name", _("Entity") if level == "entity" else _("Outlet"), draw=name),
        *numbers,
        Column("median_days", _("Median days"), "count", decimals=1),
    ]
    return table(frame.assign(median_days=middle), columns, caption=_("Visits under review"), className="wide-head")
