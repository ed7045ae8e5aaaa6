"""The rows of a long list of scores, block by block, as the grid asks for them while one scrolls and sorts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from components import performance_ranking as ranking
from components.performance_choice import METRICS
from data.i18n import current_language
from data.query.cache import AnswerCache
from data.scope import current_asker
from data.serving import reading
from pages import _performance_questions as ask_for
from pages._performance_seen import Seen
from pages._performance_targets import goals

Sort = tuple[str, bool]  # a metric, and whether the smallest come first
_lists = AnswerCache(most=24, cells=120_000)  # rows: four lists of everybody


@dataclass
class Ranked:
    """A whole list by place, what stands beside each unit, and its rows in other orders once asked for."""

    columns: ranking.Columns
    courses: Mapping[str, Sequence[float]] = field(default_factory=dict)
    asides: Mapping[str, str] = field(default_factory=dict)
    orders: dict[Sort, np.ndarray] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.columns["rank"])

    def part(self, sort: Sort | None, start: int, end: int) -> ranking.Columns:
        """Rows ``start`` to before ``end`` in an order, by place when none; who has no points stands last."""
        if sort is None:
            return ranking.part(self.columns, slice(start, end))
        if sort not in self.orders:
            self.orders[sort] = _order(self.columns[sort[0]], sort[1])
        return ranking.part(self.columns, self.orders[sort][start:end])


def _order(values: np.ndarray, is_up: bool) -> np.ndarray:
    return np.argsort(np.where(np.isnan(values), np.inf, values if is_up else -values), kind="stable")


def whole(seen: Seen) -> Ranked:
    """The list of the choice, kept by snapshot and by what the asker may see."""
    with reading() as state:
        where = json.dumps([seen.list_where(seen.month), str(seen.base)], sort_keys=True)
        key = (state.number, current_asker().scope, current_language(), seen.choice.by, where)
    return _lists.get(key, lambda: _ranked(seen), len)


def _ranked(seen: Seen) -> Ranked:
    by = seen.choice.by
    frame = ask_for.list_frame(seen, by, seen.month)
    if frame is None:
        return Ranked(ranking.ranked(dict.fromkeys((by, f"{by}_name", *METRICS), ()), None, by))
    columns = ranking.ranked(frame, ask_for.list_frame(seen, by, seen.base), by)
    return Ranked(columns, ask_for.courses_of_all(seen, by), ask_for.asides(seen, by, columns))


def block(seen: Seen, request: Mapping[str, Any]) -> dict[str, Any]:
    """What the grid asked for: ``rowData`` and ``rowCount``. ``request``: startRow, endRow, sortModel."""
    found, by = whole(seen), seen.choice.by
    start = max(int(request.get("startRow") or 0), 0)
    part = found.part(sort_of(request), start, min(int(request.get("endRow") or 0), start + ranking.MOST))
    rows = ranking.rows(part, seen.choice, by, courses=found.courses, asides=found.asides,
                        weights=seen.weights_by(by), since=seen.since, goals=goals(seen, by),
                        within=seen.choice.node.name, whole=found.columns)  # fmt: skip
    return {"rowData": rows, "rowCount": len(found)}


def sort_of(request: Mapping[str, Any]) -> Sort | None:
    """The first column asked for that can be sorted by; none otherwise."""
    for one in request.get("sortModel") or ():
        if one.get("colId") in METRICS:
            return str(one["colId"]), one.get("sort") == "asc"
    return None
