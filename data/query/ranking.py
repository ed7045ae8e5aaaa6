"""Who is ahead, and who moved since yesterday."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from data.clock import now
from data.metrics.registry import metric
from data.period import AsOf
from data.query.ask import Answer, ask
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
    <NA> where there was no rank. A metric of the day is compared with yesterday until the same minute.
    """
    names = (metrics,) if isinstance(metrics, str) else tuple(metrics)
    order = ("" if metric(names[0]).direction == "down" else "-") + names[0]
    earlier = _yesterday(names[0], AsOf.parse(as_of))
    with reading() as state:
        answer = ask(names, by=[by], where=where, order=[order, by], as_of=as_of, complete=True)
        is_held = AsOf.parse(earlier).day >= state.first_day
        before = ask(names[:1], by=[by], where=where, as_of=earlier, complete=True).frame if is_held else None
    frame = answer.frame
    frame["rank"] = _ranks(frame[names[0]], names[0])
    frame["rank_change"] = _change(frame, before, by, names[0])
    if limit is not None:
        frame = frame.head(limit)
    return Answer(frame, answer.as_of, answer.snapshot_id, answer.scope, answer.sentence)


def _yesterday(name: str, as_of: AsOf) -> date | datetime:
    day = as_of.day - timedelta(days=1)
    if metric(name).window != "day":
        return day
    moment = as_of.moment or (now() if as_of.day == now().date() else None)
    return day if moment is None else datetime.combine(day, moment.time().replace(second=0, microsecond=0))


def _ranks(values: pd.Series[Any], name: str) -> pd.Series[Any]:
    return values.rank(method="min", ascending=metric(name).direction == "down").astype("Int64")


def _change(frame: pd.DataFrame, before: pd.DataFrame | None, by: str, name: str) -> pd.Series[Any]:
    """Places gained since the earlier ranking; nothing where all stood at zero (a day without visits)."""
    if before is None or before.empty or not before[name].fillna(0).any():
        return pd.Series(pd.NA, index=frame.index, dtype="Int64")
    earlier = pd.Series(_ranks(before[name], name).values, index=before[by])
    return frame[by].map(earlier).astype("Int64") - frame["rank"]
