"""Who is ahead, and who moved since yesterday."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from data.clock import now
from data.metrics.registry import metric
from data.period import AsOf
from data.query.ask import Answer, ask
from data.query.kinds import COMPARING
from data.query.table import Table
from data.serving import reading


def ranking(
    metrics: str | Sequence[str],
    by: str,
    where: Mapping[str, Any] | None = None,
    *,
    limit: int | None = None,
    as_of: date | datetime | str | None = None,
) -> Answer:
    """Units in order of the first metric, best first, every unit of the scope with a row.

    The frame gets ``rank`` (equal values share one) and ``rank_change`` since yesterday: places gained are positive,
    <NA> where there was no rank; ``rank_base`` is what the first metric was then, <NA> where nothing is known.
    A metric of the day is compared with yesterday until the same minute.
    """
    names = (metrics,) if isinstance(metrics, str) else tuple(metrics)
    order = ("" if metric(names[0]).direction == "down" else "-") + names[0]
    earlier = _yesterday(names[0], AsOf.parse(as_of))
    with reading() as state:
        answer = ask(names, by=[by], where=where, order=[order, by], as_of=as_of, complete=True)
        is_held = AsOf.parse(earlier).day >= state.first_day
        whole = metric(names[0]).kind in COMPARING
        before = ask(names[:1], by=[by], where=where, as_of=earlier, complete=whole).table if is_held else None
    ranks = _ranks(answer.table.columns[names[0]], names[0])
    ranked = answer.table.with_columns(
        {"rank": ranks, "rank_change": _change(answer.table.columns[by], ranks, before, by, names[0])}, "Int64"
    )
    held = dict(zip(before.columns[by], before.columns[names[0]], strict=True)) if before else {}
    based = ranked.with_columns({"rank_base": [held.get(key) for key in answer.table.columns[by]]}, "Float64")
    return replace(answer, table=based.head(limit))


def _yesterday(name: str, as_of: AsOf) -> date | datetime:
    day = as_of.day - timedelta(days=1)
    if metric(name).window != "day":
        return day
    moment = as_of.moment or (now() if as_of.day == now().date() else None)
    return day if moment is None else datetime.combine(day, moment.time().replace(second=0, microsecond=0))


def _ranks(values: Sequence[Any], name: str) -> list[int | None]:
    """1 for the best; equal values share a rank; None without a value."""
    best_first = sorted((v for v in values if v is not None), reverse=metric(name).direction != "down")
    places: dict[Any, int] = {}
    for place, value in enumerate(best_first, 1):
        places.setdefault(value, place)
    return [None if value is None else places[value] for value in values]


def _change(
    keys: Sequence[Any], ranks: Sequence[int | None], before: Table | None, by: str, name: str
) -> list[int | None]:
    """Places gained since the earlier ranking of the same units; nothing where all stood at zero (a day without visits)."""
    held = dict(zip(before.columns[by], before.columns[name], strict=True)) if before else {}
    if not any(held.values()):
        return [None] * len(keys)
    none = 0 if metric(name).kind in {"count", "difference", "net"} else None  # what a unit without any has
    every = dict.fromkeys([*keys, *held], none) | held
    earlier = dict(zip(every, _ranks(list(every.values()), name), strict=True))
    pairs = zip((earlier[key] for key in keys), ranks, strict=True)
    return [None if old is None or new is None else old - new for old, new in pairs]
