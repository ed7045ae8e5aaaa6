"""How the rows of a listing's page are read: newest first out of a few days, few ones whole, the others sorted by the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
from sqlglot import exp

from data.listing_spec import Spec
from data.listing_sql import count_sql, page_sql
from data.query.ask import run
from data.query.sql import SCHEMA
from data.query.table import in_order
from data.state import State

FEW = 1_000
RECENT_DAYS = (3, 31)  # looked at first when the newest rows are wanted


def is_newest_first(spec: Spec, terms: list[exp.Expr]) -> bool:
    """Whether the order asked for is by time, newest first."""
    first = terms[0]
    moments = {spec.date, spec.moment, spec.order[0].lstrip("-")}
    return bool(spec.date and first.this.name in moments and first.args["desc"])


def newest(
    spec: Spec,
    conditions: list[exp.Expr],
    terms: list[exp.Expr],
    params: dict[str, Any],
    limit: int,
    offset: int,
    state: State,
    since: date | None,
) -> pd.DataFrame:
    """A page of rows; newest first out of the days ``since``, or out of a few last ones, which usually fill it."""
    paging = params | {"limit": limit, "offset": offset}
    if "lo" not in params and is_newest_first(spec, terms):
        recent = exp.GTE(this=exp.column(spec.date or ""), expression=exp.Placeholder(this="lo"))
        sql = _page(spec, [*conditions, recent], terms, state)
        last = min(params["hi"], state.last_day)
        for day in [since] if since else [last - timedelta(days=days) for days in RECENT_DAYS]:
            frame = run(sql, paging | {"lo": day}, state)
            if len(frame) == limit:
                return frame
    return run(_page(spec, conditions, terms, state), paging, state)


def all_of_few(spec: Spec, conditions: list[exp.Expr], params: dict[str, Any], state: State) -> pd.DataFrame | None:
    """All rows in no order where they are few, as those of a person or outlet are: cheaper than a sorted page and a count."""
    frame = run(_page(spec, conditions, (), state), params | {"limit": FEW + 1, "offset": 0}, state)
    return frame if len(frame) <= FEW else None


def places_in_order(frame: pd.DataFrame, order: Sequence[tuple[str, bool]]) -> list[int]:
    """The rows' places in order; of a few rows it costs a tenth of what pandas takes."""
    columns = (frame[name] for name, _downward in order)
    known = (
        [None if no else one for one, no in zip(column.tolist(), column.isna(), strict=True)] for column in columns
    )
    rows = list(zip(range(len(frame)), *known, strict=True))
    terms = [(place, downward) for place, (_name, downward) in enumerate(order, 1)]
    return [row[0] for row in in_order(rows, terms)]


def _page(spec: Spec, conditions: Sequence[exp.Expr], terms: Sequence[exp.Expr], state: State) -> str:
    missing = frozenset(spec.own_columns) - state.columns(spec.table)
    return page_sql(spec.table, spec.own_columns, missing, tuple(conditions), tuple(terms))


def counted(spec: Spec, conditions: Sequence[exp.Expr], params: dict[str, Any], state: State) -> int:
    """How many rows there are."""
    sql = count_sql(spec.table, tuple(conditions)).replace(SCHEMA, state.schema)
    ((count,),) = state.cursor().execute(sql, params).fetchall()
    return int(count)
