"""A question, understood: known metrics and dimensions, filters as clauses with their sentence, checked values.

``where`` values: a scalar, a list, or ``{"from": …, "to": …}``; None, "" and an empty list mean no filter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from data.asker import Asker
from data.clock import now
from data.errors import BadRequest, Forbidden
from data.i18n import _
from data.metrics.dimensions import DIMENSIONS
from data.metrics.registry import Metric, metric
from data.metrics.sources import ORG, TIME
from data.node import Node
from data.period import AsOf, Period, span
from data.state import State

FAR = date(9999, 12, 31)
MOST_ROWS = 100_000
MOST_NAMED = 5  # values of a filter in its sentence


@dataclass(frozen=True)
class Clause:
    """One filter on a dimension that is not a date. ``low``/``high`` only for hours."""

    dimension: str
    values: tuple[Any, ...] = ()
    low: Any = None
    high: Any = None

    @property
    def shape(self) -> str:
        """``one``, ``many`` or ``range``: what the SQL depends on, without the values."""
        return "range" if not self.values else "one" if len(self.values) == 1 else "many"


@dataclass(frozen=True)
class Dates:
    """The date filters together: a period, and days, months or years picked out of it."""

    period: Period
    picked: tuple[tuple[str, tuple[Any, ...]], ...] = ()


@dataclass(frozen=True)
class Question:
    """What is asked, ready for the planner and as part of a cache key."""

    metrics: tuple[str, ...]
    by: tuple[str, ...]
    clauses: tuple[Clause, ...]
    dates: Dates
    as_of: AsOf
    order: tuple[tuple[str, bool], ...]
    limit: int | None
    complete: bool = False


def understand(
    metrics: str | Sequence[str],
    by: str | Sequence[str],
    where: Mapping[str, Any] | None,
    order: str | Sequence[str] | None,
    limit: int | None,
    as_of: date | datetime | str | None,
    complete: bool = False,
) -> Question:
    """Check names and shapes. Raises BadRequest saying what came and what is allowed."""
    asked = tuple(metric(name) for name in _names(metrics, "metrics"))
    if not asked:
        raise BadRequest("A question needs at least one metric")
    dimensions = tuple(_dimension(name) for name in _names(by, "by"))
    filters = {_dimension(key): value for key, value in (where or {}).items() if not _is_empty(value)}
    for one in asked:
        _check_fits(one, [*dimensions, *filters])
    clauses = tuple(_clause(key, value) for key, value in sorted(filters.items()) if key not in TIME)
    return Question(
        metrics=tuple(one.name for one in asked),
        by=dimensions,
        clauses=clauses,
        dates=read_dates({key: value for key, value in filters.items() if key in TIME}),
        as_of=AsOf.parse(as_of),
        order=_order(order, {one.name for one in asked} | set(dimensions)),
        limit=_limit(limit),
        complete=complete,
    )


def check_values(question: Question, state: State, asker: Asker) -> None:
    """Values must exist (BadRequest with close matches) and units lie in the asker's part (Forbidden)."""
    check_filter_values({c.dimension: c.values for c in question.clauses if c.values}, state, asker)


def check_dates(question: Question, state: State) -> None:
    """A day without data must not answer 0. Raises BadRequest with the days there are."""
    first, last, period = data_begins(state), now().date(), question.dates.period
    days = {"first": str(first), "last": str(last)}
    if not first <= question.as_of.day <= last:
        raise BadRequest(
            "There is no data for %(value)s, only from %(first)s to %(last)s", value=question.as_of.value, **days
        )
    if period.is_empty or period.hi < first or (period.lo and period.lo > last):
        span = f"{period.lo or ''} – {'' if period.hi == FAR else period.hi}".strip()
        raise BadRequest(
            "%(value)s holds no day with data: there is data from %(first)s to %(last)s", value=span, **days
        )


def data_begins(state: State) -> date:
    """The first day of history, or of live rows when a phone sent older ones."""
    live = state.live.first_day if state.live else None
    return min(state.first_day, live) if live else state.first_day


def check_filter_values(filters: Mapping[str, Any], state: State, asker: Asker) -> None:
    """The same for filters as written; those that are no dimension with names are left alone."""
    for dimension, given in filters.items():
        if dimension not in DIMENSIONS or not DIMENSIONS[dimension].named:
            continue
        values = given if isinstance(given, (list, tuple, set, frozenset)) else [given]
        inside = asker.scope_level == "province" or dimension not in _kept_apart(asker)
        for strange in state.names.unknown(dimension, values):
            if not inside:
                raise Forbidden("%(node)s is outside your part of the organisation", node=f"{dimension}:{strange}")
            raise _unknown(dimension, strange, state)
        if not inside:
            for value in values:
                _check_within(Node(dimension, value), asker)


def _unknown(dimension: str, value: str, state: State) -> BadRequest:
    label, names = DIMENSIONS[dimension].label.text(), state.names
    if few := names.few(dimension):
        all_of = names.listed(dimension, few)
        return BadRequest(
            "No %(dimension)s %(value)s; there are: %(allowed)s", dimension=label, value=value, allowed=all_of
        )
    if close := names.like(dimension, value):
        likely = names.listed(dimension, close)
        return BadRequest(
            "No %(dimension)s %(value)s; close to it: %(allowed)s", dimension=label, value=value, allowed=likely
        )
    return BadRequest("No %(dimension)s %(value)s, and none that is written much like it", dimension=label, value=value)


def _kept_apart(asker: Asker) -> tuple[str, ...]:
    """Dimensions whose other units are none of the asker's business. A filter on any other only narrows what is theirs."""
    return ("centre",) if asker.scope_level == "centre" else ORG


def sentence(question: Question, state: State) -> str:
    """The filters in the reader's words: 贵阳农商行 · 2026-10-01 – 2026-10-31."""
    words = []
    for clause in question.clauses:
        if clause.values:
            shown = [
                state.names.name(clause.dimension, v) if clause.dimension != "hour" else f"{v}:00"
                for v in clause.values
            ]
            words.append(_listed(shown))
        else:
            words.append(f"{clause.low}:00 – {clause.high}:59")
    period = question.dates.period
    for _name, values in question.dates.picked:
        words.append(", ".join(map(str, values)))
    if not question.dates.picked and (period.lo or period.hi != FAR):
        ends = [str(period.lo or ""), "" if period.hi == FAR else str(period.hi)]
        words.append(ends[0] if ends[0] == ends[1] else " – ".join(ends).strip())
    return " · ".join(words)


def _listed(shown: list[str]) -> str:
    """All of a few; of many the first, and how many more there are."""
    some = ", ".join(shown[:MOST_NAMED])
    return _("%(some)s and %(n)s more", some=some, n=len(shown) - MOST_NAMED) if len(shown) > MOST_NAMED else some


def _check_within(node: Node, asker: Asker) -> None:
    if not (node.is_within(asker) or _holds(node, asker)):
        raise Forbidden("%(node)s is outside your part of the organisation", node=str(node))


def _holds(node: Node, asker: Asker) -> bool:
    """A filter on what the asker's own unit lies in adds nothing, and is allowed."""
    return asker.scope_id is not None and Node(asker.scope_level, asker.scope_id).parents.get(node.level) == node.id


def _names(given: str | Sequence[str], what: str) -> tuple[str, ...]:
    names = (given,) if isinstance(given, str) else tuple(given)
    if len(set(names)) != len(names):
        raise BadRequest("%(what)s names something twice: %(names)s", what=what, names=", ".join(map(str, names)))
    return names


def _dimension(name: str) -> str:
    if name not in DIMENSIONS:
        close = get_close_matches(str(name), DIMENSIONS, 3, 0.5)
        allowed = ", ".join([*close, *(one for one in DIMENSIONS if one not in close)])  # the likely ones first
        raise BadRequest("No dimension %(name)s; there are: %(allowed)s", name=repr(name), allowed=allowed)
    return name


def _check_fits(one: Metric, dimensions: Sequence[str]) -> None:
    for name in dimensions:
        if name not in one.dimensions:
            raise BadRequest(
                "%(metric)s cannot be split or filtered by %(name)s; allowed are: %(allowed)s",
                metric=one.name,
                name=name,
                allowed=", ".join(one.dimensions),
            )


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, (list, tuple, set)) and not value)


def _clause(dimension: str, value: Any) -> Clause:
    if isinstance(value, Mapping):
        if dimension != "hour" or set(value) - {"from", "to"}:
            raise BadRequest("%(name)s takes a value or a list, not %(value)s", name=dimension, value=repr(dict(value)))
        return Clause(dimension, (), _hour(value.get("from", 0)), _hour(value.get("to", 23)))
    values = sorted(set(value), key=str) if isinstance(value, (list, tuple, set, frozenset)) else [value]
    if dimension == "hour":
        return Clause(dimension, tuple(_hour(v) for v in values))
    for one in values:
        if not isinstance(one, str):
            raise BadRequest("%(name)s takes ids as text, not %(value)s", name=dimension, value=repr(one))
    return Clause(dimension, tuple(values))


def _hour(value: Any) -> int:
    if str(value).isdigit() and 0 <= int(value) <= 23:
        return int(value)
    raise BadRequest("hour %(value)s: allowed are 0 to 23", value=repr(value))


def read_dates(filters: Mapping[str, Any]) -> Dates:
    """``day``, ``month`` and ``year`` filters as one period and what is picked out of it. Raises BadRequest."""
    period, picked = Period(None, FAR), []
    for dimension in TIME:
        value = filters.get(dimension)
        if value is None:
            continue
        if isinstance(value, Mapping):
            period = period.within(_range(dimension, value))
        elif isinstance(value, (list, tuple, set, frozenset)) and len(set(value)) > 1:
            spans = sorted({span(dimension, one) for one in value})
            period = period.within(Period(spans[0][0], spans[-1][1]))
            picked.append((dimension, tuple(first for first, _last in spans)))
        else:
            single = next(iter(value)) if isinstance(value, (list, tuple, set, frozenset)) else value
            period = period.within(Period(*span(dimension, single)))
    return Dates(period, tuple(picked))


def _range(dimension: str, value: Mapping[str, Any]) -> Period:
    if set(value) - {"from", "to"}:
        raise BadRequest("%(name)s takes from and to, not %(keys)s", name=dimension, keys=", ".join(map(str, value)))
    low, high = value.get("from"), value.get("to")
    return Period(span(dimension, low)[0] if low else None, span(dimension, high)[1] if high else FAR)


def _order(order: str | Sequence[str] | None, allowed: set[str]) -> tuple[tuple[str, bool], ...]:
    """(name, descending) pairs; ``-name`` is descending."""
    terms = () if not order else (order,) if isinstance(order, str) else tuple(order)
    pairs = tuple((term.lstrip("-"), term.startswith("-")) for term in terms)
    for name, _descending in pairs:
        if name not in allowed:
            raise BadRequest(
                "Cannot order by %(name)s; allowed are: %(allowed)s",
                name=repr(name),
                allowed=", ".join(sorted(allowed)),
            )
    return pairs


def _limit(limit: Any) -> int | None:
    if limit is None:
        return None
    if isinstance(limit, bool) or not isinstance(limit, int) or not 0 < limit <= MOST_ROWS:
        raise BadRequest("limit %(value)s: allowed are 1 to %(most)s", value=repr(limit), most=MOST_ROWS)
    return limit
