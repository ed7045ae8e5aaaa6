"""``listing``: the only way to rows. What can be listed is declared in ``listings/*.yaml``; scope and masks always apply.

``where`` works as in ``ask``: a value, a list, or for dates ``{"from": …, "to": …}``. Names, phones and id numbers of
customers are masked; ``unmask=True`` needs the right ``personal:read``, and the caller audits it beside the action.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
from sqlglot import exp

from data.asker import LEVELS, Asker, current_asker
from data.clock import now
from data.errors import BadRequest, Forbidden
from data.i18n import current_language
from data.listing_rows import all_of_few, counted, is_newest_first, newest, places_in_order
from data.listing_spec import Column, Spec, narrowed, specs
from data.listing_sql import records_sql
from data.lookups import looked_up
from data.masking import MASKS
from data.metrics.sources import TIME
from data.newest import first_day_of, rows_by_day
from data.period import AsOf
from data.query.cache import AnswerCache
from data.query.question import FAR, Dates, check_filter_values, read_dates
from data.query.sql import SCHEMA
from data.query.stock import day_listed
from data.query.table import Row, in_order
from data.serving import reading
from data.settings import settings
from data.state import State

MOST_ROWS = 100_000
_kept = AnswerCache(most=256, cells=60_000)


@dataclass(frozen=True)
class Listing:
    """``frame``: the rows of this page; ``total``: how many there are with these filters; ``labels`` of its columns."""

    frame: pd.DataFrame
    total: int
    snapshot_id: str
    labels: dict[str, str]


def listing(
    name: str,
    where: Mapping[str, Any] | None = None,
    *,
    order: str | Sequence[str] | None = None,
    limit: int = 50,
    offset: int = 0,
    as_of: date | datetime | str | None = None,
    unmask: bool = False,
    columns: Sequence[str] = (),
    is_counted: bool = True,
) -> Listing:
    """Rows inside the asker's scope. Raises BadRequest, Forbidden, NotSignedIn, Unavailable.

    ``columns``: those read, with what they are found and ordered by; none is all. Without ``is_counted`` rows beyond the page
    are not counted: ``total`` is how far they are known.
    """
    asker, whole = current_asker(), _spec(name)
    spec = narrowed(whole, tuple(columns), tuple(name for name, _down in _order(whole, order))) if columns else whole
    asker.need(*spec.right)
    if unmask:
        asker.need("personal:read")
    if not 0 < limit <= MOST_ROWS or offset < 0:
        raise BadRequest("limit %(value)s: allowed are 1 to %(most)s", value=limit, most=MOST_ROWS)
    filters = {key: value for key, value in (where or {}).items() if value not in (None, "", [], ())}
    with reading() as state:
        conditions, params = _conditions(spec, filters, AsOf.parse(as_of), asker, state)
        terms = _terms(whole, order)
        counts = rows_by_day(spec.counted_by, filters, AsOf.parse(as_of)) if is_newest_first(spec, terms) else None
        since = first_day_of(counts, offset + limit) if counts else None
        since = since and since - timedelta(days=1)  # of the day before some ended later than others began
        every = (
            all_of_few(spec, conditions, params, state) if spec.stock and {"staff", "branch"} & set(filters) else None
        )
        if every is not None:
            rows = places_in_order(every, _order(whole, order))
            frame, total = every.take(rows[offset : offset + limit]), len(every)
        else:
            frame = newest(spec, conditions, terms, params, limit, offset, state, since)
            total = offset + len(frame)
            if counts is not None:
                total = sum(counts.values())
            elif is_counted and (len(frame) == limit or (offset and frame.empty)):
                total = counted(spec, conditions, params, state)
        more = looked_up(frame, spec.lookups, state)
        frame = pd.DataFrame({name: more.get(name, frame.get(name)) for name in spec.columns}, index=frame.index)
        frame = _named(_guarded(frame, spec, asker, unmask), spec, state)
        labels = {column: str(card.label) for column, card in spec.columns.items()}
        return Listing(frame, total, state.snapshot.snapshot_id, labels)


def records(
    name: str, where: Mapping[str, Any] | None = None, *, columns: Sequence[str], order: str | Sequence[str] | None = None
) -> list[dict[str, Any]]:  # fmt: skip
    """All rows with these own columns (and the names of those that have any), as they are kept: decimals, dates, None.

    For what a page works out from rows; the same scope, kept by snapshot: not to be changed. Of tables that no live rows
    reach. Raises BadRequest also for a column that is masked.
    """
    asker, spec = current_asker(), _spec(name)
    asker.need(*spec.right)
    if strange := [one for one in columns if one not in spec.own_columns or _is_guarded(spec.columns[one])]:
        raise BadRequest("%(listing)s has no open column %(name)s", listing=name, name=", ".join(strange))
    filters = {key: value for key, value in (where or {}).items() if value not in (None, "", [], ())}
    with reading() as state:
        conditions, params = _conditions(spec, filters, AsOf.parse(None), asker, state)
        terms = _order(spec, order)
        read = tuple(dict.fromkeys([*columns, *(name for name, _descending in terms)]))
        sql = records_sql(spec.table, read, tuple(conditions))
        values = ((name, str(value)) for name, value in params.items())
        key = (state.number, current_language(), sql, tuple(columns), tuple(terms), *values)

        def compute() -> list[dict[str, Any]]:
            rows = state.cursor().execute(sql.replace(SCHEMA, state.schema), params).fetchall()
            return _recorded(spec, columns, in_order(rows, [(read.index(name), down) for name, down in terms]), state)

        return _kept.get(key, compute, lambda found: len(found) * len(columns))


def _recorded(spec: Spec, columns: Sequence[str], rows: list[Row], state: State) -> list[dict[str, Any]]:
    found = [dict(zip(columns, row, strict=False)) for row in rows]  # what is ordered by stands behind
    for one in columns:
        if one in spec.names:
            namer = state.names.namer(spec.names[one])
            for row in found:
                row[f"{spec.names[one]}_name"] = namer(row[one])
    return found


def _is_guarded(column: Column) -> bool:
    return bool(column.mask or column.right)


def latest_live(name: str, key: str, where: Mapping[str, Any]) -> dict[str, datetime]:
    """The last moment of each ``key`` (a column) among the live rows of a listing, inside the asker's scope."""
    asker, spec = current_asker(), _spec(name)
    if spec.moment is None or key not in spec.own_columns:
        raise BadRequest("%(listing)s has no last %(name)s", listing=name, name=key)
    with reading() as state:
        conditions, params = _conditions(spec, dict(where), AsOf.parse(None), asker, state)
        column, last = exp.column(key), exp.Max(this=exp.column(spec.moment))
        chosen = exp.select(column, last).from_(exp.table_(spec.table, db=SCHEMA)).where(*conditions).group_by(column)
        sql = chosen.sql("duckdb").replace(f"{SCHEMA}.{spec.table}", state.live_part(spec.table))
        return {one: moment for one, moment in state.cursor().execute(sql, params).fetchall() if one is not None}


def _spec(name: str) -> Spec:
    if name not in specs():
        raise BadRequest("No listing %(name)s; there are: %(allowed)s", name=repr(name), allowed=", ".join(specs()))
    return specs()[name]


def _conditions(
    spec: Spec, filters: dict[str, Any], as_of: AsOf, asker: Asker, state: State
) -> tuple[list[exp.Expr], dict[str, Any]]:
    allowed = {*spec.filters, *(TIME if spec.date or spec.stock else ())}
    if strange := set(filters) - allowed:
        raise BadRequest(
            "%(listing)s cannot be filtered by %(name)s; allowed are: %(allowed)s",
            listing=spec.name,
            name=", ".join(sorted(strange)),
            allowed=", ".join(sorted(allowed)),
        )
    conditions, params = _scope(spec, asker)
    check_filter_values({k: v for k, v in filters.items() if k not in TIME}, state, asker)
    for key, value in filters.items():
        if key not in TIME:
            many = isinstance(value, (list, tuple, set, frozenset))
            bound: exp.Expr = exp.Placeholder(this=f"f_{key}")
            conditions.append(exp.column(spec.filters[key]).eq(exp.Any(this=exp.paren(bound)) if many else bound))
            params[f"f_{key}"] = list(value) if many else value
    if spec.date:
        dates = read_dates({key: value for key, value in filters.items() if key in TIME})
        more, bounds = _date_conditions(spec, dates, as_of)
        conditions, params = conditions + more, params | bounds
    if spec.stock:
        dates = read_dates({key: value for key, value in filters.items() if key in TIME})
        conditions.append(exp.column(spec.stock).eq(exp.Placeholder(this="stock_day")))
        params["stock_day"] = day_listed(spec.table, dates, as_of, state)
    if spec.live_only and spec.moment:
        conditions.append(exp.GTE(this=exp.column(spec.moment), expression=exp.Placeholder(this="seen_after")))
        params["seen_after"] = now() - timedelta(minutes=settings().out_now_minutes)
    return conditions, params


def _scope(spec: Spec, asker: Asker) -> tuple[list[exp.Expr], dict[str, Any]]:
    if asker.scope_level == "province":
        return [], {}
    if asker.scope_level not in spec.filters:
        if spec.open or (not spec.scoped and asker.scope_level in LEVELS):
            return [], {}
        raise Forbidden("%(listing)s is not kept for a part of the organisation such as yours", listing=spec.name)
    scope = exp.column(spec.filters[asker.scope_level]).eq(exp.Placeholder(this="scope"))
    return [scope], {"scope": asker.scope_id}


def _date_conditions(spec: Spec, dates: Dates, as_of: AsOf) -> tuple[list[exp.Expr], dict[str, Any]]:
    column = exp.column(spec.date or "")
    params: dict[str, Any] = {"hi": min(dates.period.hi, as_of.day, FAR)}
    found: list[exp.Expr] = [exp.LTE(this=column, expression=exp.Placeholder(this="hi"))]
    if dates.period.lo:
        found.append(exp.GTE(this=column, expression=exp.Placeholder(this="lo")))
        params["lo"] = dates.period.lo
    for name, values in dates.picked:
        start = column if name == "day" else exp.func("date_trunc", exp.Literal.string(name), column, dialect="duckdb")
        found.append(
            exp.ArrayContains(this=exp.Placeholder(this=f"picked_{name}"), expression=start)
        )  # inside hi and lo
        params[f"picked_{name}"] = list(values)
    if as_of.moment and spec.moment:
        found.append(exp.LTE(this=exp.column(spec.moment), expression=exp.Placeholder(this="moment")))
        params["moment"] = as_of.moment
    return found, params


def _order(spec: Spec, order: str | Sequence[str] | None) -> list[tuple[str, bool]]:
    """(column, downward): as asked, then as the listing says."""
    given = (order,) if isinstance(order, str) else tuple(order or ())
    for term in given:
        if term.lstrip("-") not in spec.own_columns:
            raise BadRequest(
                "Cannot order by %(name)s; allowed are: %(allowed)s",
                name=repr(term.lstrip("-")),
                allowed=", ".join(spec.own_columns),
            )
    terms = [*given, *(t for t in spec.order if t.lstrip("-") not in {g.lstrip("-") for g in given})]
    return [(term.lstrip("-"), term.startswith("-")) for term in terms]


def _terms(spec: Spec, order: str | Sequence[str] | None) -> list[exp.Expr]:
    ordered = _order(spec, order)
    return [exp.Ordered(this=exp.column(name), desc=downward, nulls_first=False) for name, downward in ordered]


def _guarded(frame: pd.DataFrame, spec: Spec, asker: Asker, unmask: bool) -> pd.DataFrame:
    """Masks, and columns for which a right is missing left empty."""
    for name, column in spec.columns.items():
        if column.right and not asker.may(column.right):
            frame[name] = None
        elif column.mask and not unmask:
            frame[name] = [MASKS[column.mask](None if pd.isna(value) else value) for value in frame[name]]
    return frame


def _named(frame: pd.DataFrame, spec: Spec, state: State) -> pd.DataFrame:
    for column, dimension in spec.names.items():
        namer = state.names.namer(dimension)
        frame.insert(frame.columns.get_loc(column) + 1, f"{dimension}_name", [namer(key) for key in frame[column]])
    return frame


def described(name: str) -> Spec:
    """What a listing offers: its columns, filters and order."""
    return _spec(name)
