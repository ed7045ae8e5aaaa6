"""The scores the wall shows: of a unit (of the province the mean of its entities) and of all units one level below it.

As on ``/performance``: the month asked for or the newest, against the month before it. Units only, never people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from components.performance_choice import METRICS, held, months_before
from components.performance_ranking import Columns, part, ranked
from components.wall_day import month_of
from data.i18n.numbers import as_number
from data.listing import records
from data.performance.indicators import GROUPS
from data.performance.library import in_force
from data.query import ask
from data.scope import Node

COLUMNS = {"score": "total", "withheld": "withheld", "balance": "balance"} | {
    f"score_{group}": f"points_{group}" for group in GROUPS
}
BELOW = {"province": "entity", "entity": "branch"}  # whose units are listed
Steps = dict[str, list[dict[str, Any]]]  # unit → its steps


@dataclass(frozen=True)
class Scores:
    """``month`` is the first day of the month shown, ``before`` that of the one compared with, None where it is not held."""

    node: Node
    months: Mapping[date, date]
    month: date
    before: date | None

    @classmethod
    def of(cls, node: Node, period: str) -> Scores | None:
        """None while no month has scores."""
        months = held()
        if not months:
            return None
        wish = month_of(period)
        month = date.fromisoformat(f"{wish}-01") if wish else max(months)
        month = month if month in months else max(months)
        before = months_before(month, 1)
        return cls(node, months, month, before if before in months else None)

    @property
    def by(self) -> str:
        """The level listed; empty below an outlet, whose units are people."""
        return BELOW.get(self.node.level, "")

    @property
    def as_of(self) -> date:
        """The last day counted."""
        return self.months[self.month]

    def own(self, month: date | None) -> dict[str, float | None]:
        """The unit's score, groups and, as the month runs, what is expected at its end."""
        names = (*METRICS, "score_expected")
        if month is None:
            return dict.fromkeys(names)
        where = self.node.where() | {"month": f"{month:%Y-%m}"}
        found = ask(names, by=self.node.level, where=where) if self.node.id else ask(names, where=where)
        rows = list(found.table.rows())
        return {name: as_number(rows[0][name]) if rows else None for name in names}

    def weights(self) -> dict[str, float]:
        """Group → its weight in the scheme of the unit's level."""
        found = in_force(self.month).get("entity" if self.node.level == "province" else self.node.level)
        return {group: float(weight) for group, weight in found.weights.items()} if found else {}

    @cached_property
    def rows(self) -> Columns:
        """The units below, best first, with ``rank`` and places gained (``moved``)."""
        now = part(self._every, self._every["month"] == self.month)
        return ranked(now, self.earlier if self.before else None, self.by)

    @cached_property
    def earlier(self) -> Columns:
        """The same units in the month before, in no order; none where it is not held."""
        return part(self._every, self._every["month"] == self.before)

    @cached_property
    def _every(self) -> Columns:
        months = [f"{one:%Y-%m}" for one in (self.before, self.month) if one]
        where = {"level": self.by, "month": months} | self.node.where()
        found = records("score", where, columns=("month", f"{self.by}_id", *COLUMNS.values()))
        told = {self.by: f"{self.by}_id", f"{self.by}_name": f"{self.by}_name", "month": "month"}
        texts = {name: np.array([row[column] for row in found], object) for name, column in told.items()}
        return texts | {name: np.array([row[column] for row in found], float) for name, column in COLUMNS.items()}

    def steps(self, units: list[str], month: date | None) -> Steps:
        """The steps of some units' scores in a month."""
        if month is None or not units:
            return {}
        where = {"level": self.by, "unit": units, "month": f"{month:%Y-%m}"} | self.node.where()
        columns = ("unit_id", "branch_id", "post_code", "indicator", "grp", "value", "points", "days", "total_cap")
        found: Steps = {unit: [] for unit in units}
        for row in records("score_item", where, columns=columns, order="item"):
            found[row["unit_id"]].append(row)
        return found
