"""Who is ahead, and who moved since yesterday."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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

CROWD = 5  # with more than so many equals a place is one of many: gained or lost there says nothing


def ranking(
    metrics: str | Sequence[str],
    by: str,
    where: Mapping[str, Any] | None = None,
    *,
    limit: int | None = None,
    as_of: date | datetime | str | None = None,
) -> Answer:
    """Units in order of the first metric, best first, every unit of the scope with a row.

    The frame gets ``rank`` (equal values share one) and ``rank_change`` since yesterday: places gained are positive, <NA>
    where there was no rank or it says nothing. ``rank_still`` is why: "before" (had nothing then), "now" (has nothing),
    "shared" (a place of more than ``CROWD`` others), else "". A metric of the day is compared until the same minute.
    """
    names = (metrics,) if isinstance(metrics, str) else tuple(metrics)
    order = ("" if metric(names[0]).direction == "down" else "-") + names[0]
    earlier = _yesterday(names[0], AsOf.parse(as_of))
    with reading() as state:
        answer = ask(names, by=[by], where=where, order=[order, by], as_of=as_of, complete=True)
        is_held = AsOf.parse(earlier).day >= state.first_day
        whole = metric(names[0]).kind in COMPARING
        before = ask(names[:1], by=[by], where=where, as_of=earlier, complete=whole).table if is_held else None
    keys, values = answer.table.columns[by], answer.table.columns[names[0]]
    ranks, still = _ranks(values, names[0]), [""] * len(keys)
    then = _then(keys, before, by, names[0])
    if then:
        still = _still(values, [then[key] for key in keys], _crowded(values), _crowded(then.values()))
    changes = _change(keys, ranks, then, still, names[0])
    table = answer.table.with_columns({"rank": ranks, "rank_change": changes}, "Int64")
    return replace(answer, table=table.with_columns({"rank_still": still}, "object").head(limit))


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


def _then(keys: Sequence[Any], before: Table | None, by: str, name: str) -> dict[Any, Any]:
    """What each unit had in the earlier ranking; empty where all stood at zero (a day without visits)."""
    held = dict(zip(before.columns[by], before.columns[name], strict=True)) if before else {}
    if not any(held.values()):
        return {}
    none = 0 if metric(name).kind in {"count", "difference", "net"} else None  # what a unit without any has
    return dict.fromkeys([*keys, *held], none) | held


def _crowded(values: Iterable[Any]) -> set[Any]:
    """Values that more than ``CROWD`` others have too."""
    held = Counter(value for value in values if value is not None)  # without a value there is no place
    return {value for value, count in held.items() if count > CROWD + 1}


def _still(values: Sequence[Any], then: Sequence[Any], crowd: set[Any], crowd_then: set[Any]) -> list[str]:
    """Why the place of a unit is not compared; "" where it is."""
    return [
        "before" if before == 0 else "now" if value == 0 else "shared" if value in crowd or before in crowd_then else ""
        for value, before in zip(values, then, strict=True)
    ]


def _change(
    keys: Sequence[Any], ranks: Sequence[int | None], then: Mapping[Any, Any], still: Sequence[str], name: str
) -> list[int | None]:
    """Places gained since the earlier ranking of the same units."""
    earlier = dict(zip(then, _ranks(list(then.values()), name), strict=True))
    return [
        None if why or rank is None or earlier.get(key) is None else earlier[key] - rank
        for key, rank, why in zip(keys, ranks, still, strict=True)
    ]
