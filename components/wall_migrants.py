"""The wall's scene of people working away: how many are reached, where they are, the centres, and where to push.

The same questions as on ``/migrants``: the newest month or the one asked for, of the unit shown.
"""

from __future__ import annotations

from typing import Any

from components import wall_migrants_map, wall_migrants_side
from components.migrant_choice import Choice
from components.migrant_data import held
from components.migrant_months import Months
from components.migrant_service import executions
from components.wall_day import month_of, reached
from components.wall_parts import Figure, shift, written
from data.i18n import _
from data.metrics.registry import metric
from data.query import ask
from data.scope import Node

HERO = "migrant_coverage"
FIGURES = ("migrant_workers", "migrants_reached", "migrant_loans", "migrant_loan_balance", "migrant_deposit_balance")


def told(node: Node, period: str) -> dict[str, Any]:
    """The scene of a unit; without anybody away there is nothing but words."""
    choice = Choice(node=node, month=month_of(period))
    months = _months(choice)
    about = {"title": _("Finance for people working away"), "daily": True, "as_of": reached()}
    if months.frame.empty or not months.value(FIGURES[0]):
        return about | {"empty": _("Nobody from here is registered as working away")}
    rows, whole = executions(choice, months.end)
    return about | {
        "month": months.text,
        "hero": _hero(months),
        "figures": [_row(name, months) for name in FIGURES],
        "note": _note(months),
        "execution": wall_migrants_side.execution(whole),
        "map": wall_migrants_map.drawn(choice, months.end, rows),
        "centres": wall_migrants_side.centres(rows),
        "gaps": wall_migrants_side.gaps(choice, months.end, rows),
    }


def _note(months: Months) -> str:
    """Whose numbers these are, and of which month where it is not the newest."""
    said = _("People we have registered, not a census")
    return said if months.is_newest else f"{months.text} · {said}"


def _months(choice: Choice) -> Months:
    """The figures of thirteen months, oldest first; the chosen one is the newest unless another is asked for."""
    first, last = held()
    span = {"month": {"from": f"{first:%Y-%m}", "to": f"{last:%Y-%m}"}}
    frame = ask([HERO, *FIGURES], by="month", where=choice.where | span, order="month").frame
    return Months.of(frame.dropna(subset=[FIGURES[0]]).reset_index(drop=True), choice.month)


def _hero(months: Months) -> dict[str, Any]:
    """The share reached, with it as a part of the whole for its bar."""
    return {**_figure(HERO, months, metric(HERO).label.text()), "part": months.value(HERO)}


def _row(name: str, months: Months) -> Figure:
    """A figure below the first, its comparator in a word."""
    found = _figure(name, months, metric(name).short.text())
    if found["change"]:
        is_year = months.before(name)[1] == _("a year ago")
        found["change"]["words"] = _("YoY") if is_year else _("MoM")
    return found


def _figure(name: str, months: Months, label: str) -> Figure:
    meant, value = metric(name), months.value(name)
    before, comparator = months.before(name)
    return written(
        value,
        unit=meant.unit.text(),
        format=meant.format,
        decimals=meant.decimals,
        label=label,
        change=shift(value, before, comparator, format=meant.format, direction=meant.direction),
    )
