"""Small answers, put together from parts that are kept by themselves.

What history says does not change before the next publication: such a part is asked once, for all units of a level, and
a unit's answer is its slice. Live rows come on top as signed counts (``data/live/delta.py``): a part of
``visit_level_day`` is history plus ``live_level_day``, and only the second is asked again when a visit came in.
Answers that split by several dimensions at once are left to one query (``data/query/sql.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from data.asker import Asker
from data.metrics.dimensions import DIMENSIONS
from data.metrics.registry import Metric, metric
from data.metrics.sources import ALL_SOURCES, ORG, TIME
from data.query.cache import AnswerCache
from data.query.plan import Part, leaves, make_parts
from data.query.question import Question
from data.query.sql import SCHEMA, sql_of_part
from data.query.stock import stocks
from data.query.table import Row, Table, in_order
from data.state import State

BOUNDED = frozenset({*TIME, *ORG, "prefecture", "county"})  # dimensions with few groups
LONGEST_SHARED = timedelta(days=31)  # of rows counted one by one for all units at once

Params = dict[str, Any]
parts = AnswerCache(most=1024, cells=150_000)


def is_small(question: Question) -> bool:
    """Whether the answer has few groups, of one dimension at most and not of villages or hours, and plain counts."""
    return (
        len(question.by) <= 1 and BOUNDED.issuperset(question.by) and all(map(_is_plain, map(metric, question.metrics)))
    )


def _is_plain(one: Metric) -> bool:
    """Whether its counts are whole numbers that make it group by group, and no state of a day."""
    return one.kind in {"count", "difference", "ratio"} and one.format != "money" and not stocks(one)


def assemble(question: Question, asker: Asker, state: State) -> Table:
    """The answer as a table. Its parts are read one after the other: when a visit came in between, all are read again."""
    for _try in range(3):
        version = state.version
        table = _assemble(question, asker, state)
        if version == state.version:
            break
    return table


def _assemble(question: Question, asker: Asker, state: State) -> Table:
    """Parts merged, metrics made of their counts, in order."""
    merged: dict[Any, dict[str, Any]] = {} if question.by else {None: {}}
    common: dict[str, Any] = {}
    for part, params in make_parts(question, asker, state):
        names = [column for column, _expression in part.counts]
        for row in _rows_of(part, params, state):
            key, counts = (row[0], row[1:]) if part.by else (None, row)
            held = common if len(part.by) < len(question.by) else merged.setdefault(key, {})
            for name, count in zip(names, counts, strict=True):
                if count is not None:
                    held[name] = held.get(name, 0) + count
    outputs = [_output(metric(name)) for name in question.metrics]
    rows = [(key, *[made(held | common) for made in outputs]) for key, held in merged.items()]
    return _table(_in_order(rows, question)[: question.limit], question, state)


def _rows_of(part: Part, params: Params, state: State) -> Iterable[Row]:
    """Rows of one part: what is kept of history, and what live rows change."""
    source = ALL_SOURCES[part.source]
    if source.time == "now":
        return _asked(part, params, state.table(part.source), state)
    past = state.history(part.source)
    if not state.is_live(part.source) or not state.has_live_until(params[f"hi_{part.window or 'all'}"]):
        return _for_all(part, params, past, state, -1)
    if source.leveled:
        live = _for_all(part, params, state.live_part(part.source), state, state.version)
        return [*_for_all(part, params, past, state, -1), *live]
    return _kept(part, params, state.table(part.source), state, state.version)[None]


def _for_all(part: Part, params: Params, table: str, state: State, version: int) -> Sequence[Row]:
    """The part's rows, out of those of all units when it is about one of them."""
    shared = _shared(part, params)
    if shared is None:
        return _kept(part, params, table, state, version)[None]
    others = tuple(one for one in part.filters if one[0] != shared)
    wide = replace(part, by=(shared, *part.by), filters=others)
    rest = {name: value for name, value in params.items() if name != shared}
    return _kept(wide, rest, table, state, version, by_unit=True).get(params[shared], ())


def _shared(part: Part, params: Params) -> str | None:
    """The filter whose units are asked for together, if that is cheap."""
    single = {name for name, shape in part.filters if shape == "one"} - set(part.by)
    kind = part.window or "all"
    if ALL_SOURCES[part.source].time == "rows" and part.level is None:
        days = params[f"hi_{kind}"] - params[f"lo_{kind}"] if part.has_low else None
        return "entity" if "entity" in single and days is not None and days <= LONGEST_SHARED else None
    if "branch" in single and "day" not in part.by:
        return "branch"
    return "entity" if "entity" in single else None


def _kept(
    part: Part, params: Params, table: str, state: State, version: int, *, by_unit: bool = False
) -> dict[Any, list[Row]]:
    """The part's rows under None, or by unit without it, kept until history or the version changes."""
    values = tuple((name, tuple(v) if isinstance(v, list) else v) for name, v in sorted(params.items()))
    key = (part, values, table, state.number, version, by_unit)
    return parts.get(key, lambda: _parted(_asked(part, params, table, state), by_unit), _cells)


def _parted(rows: list[Row], by_unit: bool) -> dict[Any, list[Row]]:
    if not by_unit:
        return {None: rows}
    found: dict[Any, list[Row]] = {}
    for unit, *row in rows:
        found.setdefault(unit, []).append(tuple(row))
    return found


def _asked(part: Part, params: Params, table: str, state: State) -> list[Row]:
    sql = sql_of_part(part).replace(f"{SCHEMA}.{part.source}", table)
    return state.cursor().execute(sql, params).fetchall()


def _cells(found: dict[Any, list[Row]]) -> int:
    return sum(len(rows) * (len(rows[0]) if rows else 1) for rows in found.values())


def _output(one: Metric) -> Callable[[dict[str, Any]], Any]:
    """From counts to the metric, as ``data/query/kinds.py`` does: None without base, a difference never below zero."""
    columns = [leaf.column for leaf in leaves(one)]
    if one.kind == "count":
        return lambda held: round(held.get(columns[0], 0))
    first, second = columns
    if one.kind == "difference":
        return lambda held: round(max(held.get(first, 0) - held.get(second, 0), 0))

    def ratio(held: dict[str, Any]) -> float | None:
        whole = held.get(second, 0)
        return float(one.factor * held.get(first, 0) / whole) if whole else None

    return ratio


def _in_order(rows: list[Row], question: Question) -> list[Row]:
    """As asked; else time forward, or the first metric downward; then by key. What has no value comes last."""
    places = {name: 1 + place for place, name in enumerate(question.metrics)} | {name: 0 for name in question.by}
    terms = list(question.order)
    if not terms and not set(TIME).intersection(question.by):
        terms = [(question.metrics[0], True)]
    return in_order(rows, [*((places[name], down) for name, down in terms), (0, False)])


def _table(rows: list[Row], question: Question, state: State) -> Table:
    keys, *outputs = zip(*rows, strict=True) if rows else [()] * (1 + len(question.metrics))
    columns: dict[str, Sequence[Any]] = {}
    for dimension in question.by:
        columns[dimension] = _shown(dimension, keys)
        if DIMENSIONS[dimension].named:
            columns[f"{dimension}_name"] = list(map(state.names.namer(dimension), keys))
    types = {name: "float64" if metric(name).kind == "ratio" else "int64" for name in question.metrics}
    return Table(columns | dict(zip(question.metrics, outputs, strict=True)), types)


def _shown(dimension: str, keys: Sequence[Any]) -> Sequence[Any]:
    """A month as 2026-10, a year as a number."""
    if dimension == "month":
        return [f"{day:%Y-%m}" for day in keys]
    return [day.year for day in keys] if dimension == "year" else list(keys)
