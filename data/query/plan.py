"""From a question to a plan: which source answers which count exactly and cheapest, and with what parameters.

Exact means: every group of the answer is one unit at the level read (distinct counts of parts do not add up), and its
days are a day, a month to date or a year to date. Otherwise the row-level source is scanned. ``Plan`` holds only
shapes, no values: it is the key under which its SQL is kept (``data/query/sql.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from data.asker import Asker
from data.clock import now
from data.errors import BadRequest, Forbidden
from data.metrics.registry import Metric, metric
from data.metrics.sources import ALL_SOURCES, LEVELS, SOURCES, TIME, UNITS, Source
from data.period import AsOf, Period, group_ends, window
from data.query.question import Clause, Question
from data.query.stock import days_read
from data.settings import settings
from data.state import State


@dataclass(frozen=True)
class Part:
    """One select: counts of one source over one window. ``counts``: (column, expression); ``filters``: (name, shape)."""

    source: str
    level: str | None
    window: str | None
    by: tuple[str, ...]
    filters: tuple[tuple[str, str], ...]
    scope: str | None
    has_low: bool
    until_moment: bool
    picked: tuple[str, ...]
    counts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Plan:
    """``parts`` are merged on ``by``; those that split by less are joined to every group they fit."""

    parts: tuple[Part, ...]
    by: tuple[str, ...]
    outputs: tuple[str, ...]
    order: tuple[tuple[str, bool], ...]
    has_limit: bool


@dataclass(frozen=True)
class Leaf:
    """A count within a window: what a metric comes down to."""

    name: str
    window: str | None

    @property
    def column(self) -> str:
        """Its column inside the query."""
        return f"{self.name}__{self.window or 'all'}"


def leaves(one: Metric) -> tuple[Leaf, ...]:
    """The counts behind a metric; a ratio's parts share its window."""
    if one.kind == "count":
        return (Leaf(one.base, one.window),)
    return tuple(leaf for part in one.parts for leaf in (Leaf(metric(part).base, one.window),))


def make_plan(question: Question, asker: Asker, state: State) -> tuple[Plan, dict[str, Any]]:
    """The plan of one query and its parameters. Raises BadRequest when no source can answer."""
    found = make_parts(question, asker, state)
    plan = Plan(
        parts=tuple(part for part, _own in found),
        by=question.by,
        outputs=question.metrics,
        order=question.order,
        has_limit=question.limit is not None,
    )
    params: dict[str, Any] = {} if question.limit is None else {"limit": question.limit}
    for _part, own in found:
        params |= own
    return plan, params


def make_parts(question: Question, asker: Asker, state: State) -> list[tuple[Part, dict[str, Any]]]:
    """The parts of an answer, each with its own parameters. Raises BadRequest when no source can answer."""
    parts: dict[Part, list[tuple[str, str]]] = {}
    for leaf in dict.fromkeys(leaf for name in question.metrics for leaf in leaves(metric(name))):
        part, expression = _part(leaf, question, asker)
        parts.setdefault(part, []).append((leaf.column, expression))
    if units := _units_part(question, asker):
        parts[units] = []
    return [
        (replace(part, counts=tuple(counts)), _params(part, question, asker, state)) for part, counts in parts.items()
    ]


def period_of(kind: str | None, question: Question) -> Period:
    """The days a window covers, cut to the date filters."""
    return window(kind, question.as_of).within(question.dates.period)


def _part(leaf: Leaf, question: Question, asker: Asker) -> tuple[Part, str]:
    one = metric(leaf.name)
    by = tuple(d for d in question.by if d in one.dimensions)
    clauses = tuple(c for c in question.clauses if c.dimension in one.dimensions)
    period = period_of(leaf.window, question)
    grain = period.grain(by) if _keeps_grain(question, by) else None
    until = question.as_of.moment is not None and question.as_of.day <= period.hi
    for name, by_grain in one.expressions.items():
        source = SOURCES[name]
        found = _expression(source, by_grain, by, clauses, asker, grain)
        if found is None or (until and source.time == "rows" and source.moment is None):
            continue
        level, expression = found
        return _shape(source, level, leaf, by, clauses, asker, period, question, until), expression
    _refuse_scope(one, asker)
    raise BadRequest(
        "%(metric)s cannot be counted by %(by)s with these filters",
        metric=leaf.name,
        by=", ".join([*by, *(c.dimension for c in clauses)]),
    )


def _refuse_scope(one: Metric, asker: Asker) -> None:
    """Forbidden when no source of the count knows the asker's part of the organisation."""
    if asker.scope_level != "province" and not any(asker.scope_level in SOURCES[s].columns for s in one.expressions):
        raise Forbidden("%(metric)s is not kept for a part of the organisation such as yours", metric=one.name)


def _shape(
    source: Source,
    level: str | None,
    leaf: Leaf,
    by: tuple[str, ...],
    clauses: tuple[Clause, ...],
    asker: Asker,
    period: Period,
    question: Question,
    until: bool,
) -> Part:
    rows = source.time == "rows"
    return Part(
        source=source.name,
        level=level,
        window=leaf.window if source.time in {"rows", "instant"} else None,
        by=by,
        filters=tuple((c.dimension, c.shape) for c in clauses),
        scope=None if asker.scope_level == "province" else asker.scope_level,
        has_low=rows and period.lo is not None,
        until_moment=rows and until,
        picked=tuple(name for name, _values in question.dates.picked) if rows else (),
        counts=(),
    )


def _keeps_grain(question: Question, by: tuple[str, ...]) -> bool:
    """Days picked one by one leave gaps: groups stay whole only when split at least as finely."""
    fineness = {name: index for index, name in enumerate(TIME)}
    finest = min((fineness[d] for d in by if d in fineness), default=len(TIME))
    return all(finest <= fineness[name] for name, _values in question.dates.picked)


def _expression(
    source: Source,
    by_grain: dict[Any, str],
    by: tuple[str, ...],
    clauses: tuple[Clause, ...],
    asker: Asker,
    grain: str | None,
) -> tuple[str | None, str] | None:
    """(level, expression) with which ``source`` answers exactly; None when it cannot."""
    grouped = {d for d in by if d not in TIME}
    single = {c.dimension for c in clauses if c.shape == "one"}
    dims = grouped | {c.dimension for c in clauses}
    if asker.scope_level != "province":
        dims, single = dims | {asker.scope_level}, single | {asker.scope_level}
    known = set(source.columns) | ({"hour"} if source.time == "rows" and source.moment else set())
    if not dims <= known:
        return None
    if not source.leveled:
        return (None, by_grain["any"]) if "any" in by_grain else None
    if "any" in by_grain:
        level = _coarsest(dims)
        return (level, by_grain["any"]) if level else None
    key = "unit" if source.time == "none" else grain
    level = _unit_level(dims, grouped | single, key)
    return (level, by_grain[key]) if level and key in by_grain else None


def _coarsest(dims: set[str]) -> str | None:
    """The level with the fewest rows that fills all of ``dims``: sums may be taken over its units."""
    return next((level for level, filled in LEVELS.items() if dims <= set(filled)), None)


def _unit_level(dims: set[str], fixed: set[str], grain: str | None) -> str | None:
    """The level whose unit is fixed in each group, for counts that do not add up over units.

    A person's months and years are counted over all branches: cut to one branch or entity they must be recounted.
    """
    for level, filled in LEVELS.items():
        if dims <= set(filled) and (level == "province" or level in fixed):
            moved = level == "staff" and grain in {"month", "year"} and dims - {"staff"}
            return None if moved else level
    return None


def _params(part: Part, question: Question, asker: Asker, state: State) -> dict[str, Any]:
    source, kind = ALL_SOURCES[part.source], part.window or "all"
    params: dict[str, Any] = {}
    period = period_of(part.window, question)
    if source.time == "rows":
        params[f"hi_{kind}"] = period.hi
        if part.has_low:
            params[f"lo_{kind}"] = period.lo
        if part.until_moment:
            params["moment"] = question.as_of.moment
        params |= {f"picked_{name}": list(values) for name, values in question.dates.picked if name in part.picked}
    elif source.time == "instant":
        groups = _instants(part, period, question, state)
        params[f"starts_{kind}"], params[f"days_{kind}"] = [g[0] for g in groups], [g[1] for g in groups]
    elif source.time == "stock":
        params["stock_days"] = days_read(state.stock_days(source.name), part.by, question, period)
    elif source.time == "now":
        params["seen_after"] = _seen_after(question.as_of)
    return params | _filter_params(part.filters, question, asker)


def _filter_params(filters: tuple[tuple[str, str], ...], question: Question, asker: Asker) -> dict[str, Any]:
    params: dict[str, Any] = {} if asker.scope_id is None else {"scope": asker.scope_id}
    used = {name for name, _shape in filters}
    for clause in question.clauses:
        if clause.dimension in used:
            params |= clause_params(clause)
    return params


def clause_params(clause: Clause) -> dict[str, Any]:
    """Bound values of a clause, named after its dimension."""
    name = clause.dimension
    if clause.shape == "range":
        return {f"{name}_from": clause.low, f"{name}_to": clause.high}
    return {name: clause.values[0] if clause.shape == "one" else list(clause.values)}


def _instants(part: Part, period: Period, question: Question, state: State) -> list[tuple[Any, Any]]:
    """(start of the group, day at which the stock is counted): the last day of each day, month or year."""
    finest = next((d for d in TIME if d in part.by), None)
    if finest is None:
        return [(period.hi, period.hi)]
    bounded = Period(period.lo or state.first_day, period.hi)
    groups = group_ends(bounded, finest) if not bounded.is_empty else []
    for name, values in question.dates.picked:
        wanted = set(values)
        groups = [g for g in groups if _start(name, g[0]) in wanted]
    return groups


def _start(name: str, day: Any) -> Any:
    return {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[name]


def _seen_after(as_of: AsOf) -> Any:
    current = now()
    if as_of.day != current.date() or (as_of.moment and current - as_of.moment > timedelta(minutes=2)):
        raise BadRequest("Who is out is known only for now: leave as_of out")
    return current - timedelta(minutes=settings().out_now_minutes)


def _units_part(question: Question, asker: Asker) -> Part | None:
    """The part that brings in every unit of the one dimension split by; None when there is no list of them."""
    if not question.complete or len(question.by) != 1 or question.by[0] not in UNITS:
        return None
    source = UNITS[question.by[0]]
    is_scoped = asker.scope_level in source.columns
    if asker.scope_level != "province" and not is_scoped and not source.is_open:
        return None
    return Part(
        source=source.name,
        level=None,
        window=None,
        by=question.by,
        filters=tuple((c.dimension, c.shape) for c in question.clauses if c.dimension in source.columns),
        scope=asker.scope_level if is_scoped else None,
        has_low=False,
        until_moment=False,
        picked=(),
        counts=(),
    )
