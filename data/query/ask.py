"""``ask``: the only way to a number. Who asks comes from the session; their part of the organisation is in every query."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

import pandas as pd

from data.asker import Asker, current_asker
from data.clock import now
from data.errors import BadRequest
from data.i18n import current_language
from data.log import logger
from data.metrics.dimensions import DIMENSIONS
from data.metrics.registry import metric
from data.query.assembled import assemble, is_small
from data.query.cache import AnswerCache
from data.query.plan import leaves, make_plan
from data.query.question import Question, check_dates, check_values, sentence, understand
from data.query.sql import SCHEMA, sql_of
from data.query.stock import check_stock_dates, counted_to, unknown_before
from data.query.table import Framed, Table
from data.serving import reading
from data.state import State

SLOW_SECONDS = 0.25

log = logger(__name__)
cache = AnswerCache()


@dataclass(frozen=True)
class Answer:
    """``table``: a column per dimension, ``<dimension>_name`` where it has names, a column per metric; ``frame`` the same.

    ``as_of``: the day or moment asked for, else up to when the data reaches (of stocks by month: the day counted).
    ``scope``: the node the asker sees.
    """

    table: Table
    as_of: date | datetime
    snapshot_id: str
    scope: str
    sentence: str

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The table as a frame of the caller's own."""
        return self.table.frame()

    def with_frame(self, frame: pd.DataFrame) -> Answer:
        """The same answer with these rows in place of its own."""
        return replace(self, table=Framed(frame))

    def value(self, name: str) -> int | float | None:
        """The number of a question without ``by``; None when there is no base for it."""
        if name not in self.table.columns:
            raise BadRequest("%(name)s was not asked for", name=repr(name))
        if len(self.table) != 1:
            raise BadRequest("%(name)s has a value for each of %(rows)s groups", name=name, rows=len(self.table))
        return self.table.columns[name][0]


def ask(
    metrics: str | Sequence[str],
    by: str | Sequence[str] = (),
    where: Mapping[str, Any] | None = None,
    *,
    order: str | Sequence[str] | None = None,
    limit: int | None = None,
    as_of: date | datetime | str | None = None,
    complete: bool = False,
) -> Answer:
    """Metrics by dimensions under filters, inside the asker's scope. Day is a date, month ``2026-10``, year a number.

    ``complete`` adds a row of zeros for units without any. Counts are whole numbers, ratios floats (NaN without base).
    Raises BadRequest (unknown name or value, days without data), Forbidden (outside the scope), NotSignedIn, Unavailable.
    """
    asker = current_asker()
    question = understand(metrics, by, where, order, limit, as_of, complete)
    for rights in {metric(name).right for name in question.metrics}:
        asker.need(*rights)
    with reading() as state:
        check_values(question, state, asker)
        check_dates(question, state)
        check_stock_dates(question, state)
        key = cache_key(question, asker, state)
        answer: Answer = cache.get(key, lambda: _compute(question, asker, state), lambda a: a.table.cells)
        counted = counted_to(question.metrics, question, state)
        reached = question.as_of.value if as_of is not None else counted or data_reaches(state)
        return replace(answer, as_of=reached)


def cache_key(question: Question, asker: Asker, state: State) -> tuple[Any, ...]:
    """All an answer depends on. Live rows matter only when their days are asked for; "out now" moves with the clock."""
    version = state.version if state.reaches_live(question) else -1
    people = None
    if any(leaf.name == "managers_out_now" for name in question.metrics for leaf in leaves(metric(name))):
        people = (state.people_version, now().replace(second=0, microsecond=0))
    return (question, asker.scope, current_language(), state.snapshot.snapshot_id, state.number, version, people)


def data_reaches(state: State) -> datetime:
    """Up to when the data reaches: the last look at the operations DB, else the history."""
    return max(state.live_at or state.snapshot.data_as_of, state.snapshot.data_as_of)


def _compute(question: Question, asker: Asker, state: State) -> Answer:
    started = time.perf_counter()
    table = assemble(question, asker, state) if is_small(question) else _queried(question, asker, state)
    seconds = time.perf_counter() - started
    if seconds > SLOW_SECONDS:
        log.warning("slow question", seconds=round(seconds, 3), metrics=question.metrics, by=question.by)
    return Answer(table, question.as_of.value, state.snapshot.snapshot_id, asker.scope, sentence(question, state))


def _queried(question: Question, asker: Asker, state: State) -> Table:
    """The answer by one query."""
    plan, params = make_plan(question, asker, state)
    frame = unknown_before(run(sql_of(plan), params, state), question, state)
    for position, dimension in reversed(list(enumerate(question.by))):
        if DIMENSIONS[dimension].named:
            namer = state.names.namer(dimension)
            frame.insert(position + 1, f"{dimension}_name", [namer(key) for key in frame[dimension]])
    return Framed(frame)


def run(sql: str, params: Mapping[str, Any], state: State) -> pd.DataFrame:
    """Run a query built by this package on one snapshot."""
    return state.cursor().execute(sql.replace(SCHEMA, state.schema), dict(params)).df()
