"""What a chart's marks show, made from plain answers: moves against the comparator, the best and the last, shares.

Chart, table twin and Excel all take these rows, so that they hold the same units in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from components.overview_frames import ends, moved, shares
from data.i18n import _
from data.query import Answer, ask, compare
from data.query.table import Framed
from data.scope import current_asker
from data.serving import snapshot
from data.trust import rejected_by_feed

SHAPES = ("moves", "ends", "shares", "quarantine")


def shaped(
    shape: str, metrics: Sequence[str], by: str, where: Mapping[str, Any], as_of: str | None, most: int | None
) -> Answer:
    """One row a unit, at most ``most`` of them, by the first metric (``moves``, ``shares``: the only one).

    ``quarantine`` is about the data: rows put aside by feed, for those who may judge it.
    ``moves`` adds ``base`` and ``difference`` and has no rows where history holds no base; ``shares`` adds ``share``.
    """
    name = metrics[0]
    if shape == "quarantine":
        return _quarantine(most)
    if shape == "moves":
        return _moves(name, by, where, as_of, most)
    answer = ask(list(metrics), by=by, where=where, order=f"-{name}", as_of=as_of)
    if shape == "shares":
        frame = shares(answer.frame, name)
        return answer.with_frame((frame.head(most) if most else frame).reset_index(drop=True))
    return answer.with_frame(ends(answer.frame.dropna(subset=[name]), name, most or len(answer.frame)))


def _moves(name: str, by: str, where: Mapping[str, Any], as_of: str | None, most: int | None) -> Answer:
    main = compare(name, where, as_of=as_of)
    answer = ask(name, by=by, where=where, as_of=as_of, complete=True)
    if not main.base:
        return answer.with_frame(answer.frame.head(0).assign(base=None, difference=None))
    before = ask(name, by=by, where=where, as_of=main.base_as_of, complete=True)
    frame = moved(answer.frame, before.frame, by, name).rename(columns={"now": name, "before": "base"})
    return answer.with_frame(ends(frame, "difference", most or len(frame)))


def _quarantine(most: int | None) -> Answer:
    current_asker().need("page:quality")
    frame, shown = rejected_by_feed(), snapshot()
    frame = frame.head(most) if most else frame
    return Answer(Framed(frame), shown.as_of_date, shown.snapshot_id, "province", _("deliveries of 30 days"))
