"""What a playlist comes to: stretches of time without a hole, each with its items and how dim it is. Pure.

Times are naive Asia/Shanghai, as kept; milliseconds of the world's clock go out. A stretch's position at time t is
``(t - anchor) mod`` the sum of its dwells. The anchor is one moment for all screens and stretches, so that whoever starts when
shows the same, and midnight in the middle of a stretch moves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from data.clock import SHANGHAI
from data.wall.playlist import LANGUAGES, PERIODS, Item, Playlist

DAYS = 9  # from this midnight on: at least eight whole days ahead
EPOCH = datetime(2024, 1, 1)  # a Monday; any moment would do, always the same
DARK = 1.0

Units = Callable[[str, str, str], Sequence[str]]  # (what: entity or branch, node, prefecture or "") → nodes below it


@dataclass(frozen=True)
class Stretch:
    """From ``start`` until ``end`` the same ``keys`` in turn, ``dim`` from 0 (bright) to 1 (dark); without keys it is dark."""

    start: datetime
    end: datetime
    dim: float
    keys: tuple[str, ...]


def expand(items: Iterable[Item], units: Units) -> dict[str, list[Item]]:
    """Item id → what is really shown for it: an item of its own for each turn of its loop."""
    return {item.id: list(_turns(item, units)) for item in items}


def _turns(item: Item, units: Units) -> Iterable[Item]:
    one = replace(item, over="", within="")
    if item.over in {"entity", "branch"}:
        return [replace(one, id=f"{item.id}~{node}", node=node) for node in units(item.over, item.node, item.within)]
    if item.over == "period":
        return [replace(one, id=f"{item.id}~{period}", period=period) for period in PERIODS]
    if item.over == "language":
        return [replace(one, id=f"{item.id}~{language}", language=language) for language in LANGUAGES]
    return [one]


def stretches(playlist: Playlist, shown: dict[str, list[Item]], first: date, days: int = DAYS) -> list[Stretch]:
    """The days from ``first`` on, cut wherever something changes; neighbours that are alike are one."""
    begin = datetime.combine(first, datetime.min.time())
    end = begin + timedelta(days=days)
    opened = {item.id: [time for w in item.windows for time in w.times(first, days)] for item in playlist.items}
    quiet = [(time, one.dim) for one in playlist.quiet for time in one.window.times(first, days)]
    edges = {
        moment for times in (*opened.values(), [time for time, _dim in quiet]) for time in times for moment in time
    }
    marks = [begin, *sorted(edge for edge in edges if begin < edge < end), end]
    found: list[Stretch] = []
    for start, stop in pairwise(marks):
        on = [item for item in playlist.items if not item.windows or _covers(opened[item.id], start)]
        keys = tuple(turn.id for item in on for turn in shown[item.id])
        dim = max((dim for time, dim in quiet if _covers([time], start)), default=0.0) if keys else DARK
        if found and (found[-1].keys, found[-1].dim) == (keys, dim):
            found[-1] = replace(found[-1], end=stop)
        else:
            found.append(Stretch(start, stop, dim, keys))
    return found


def _covers(times: Iterable[tuple[datetime, datetime]], moment: datetime) -> bool:
    return any(start <= moment < end for start, end in times)


def milliseconds(moment: datetime) -> int:
    """A naive Asia/Shanghai moment on the world's clock."""
    return round(moment.replace(tzinfo=SHANGHAI).timestamp() * 1000)


def segments(playlist: Playlist, found: Sequence[Stretch]) -> list[dict[str, Any]]:
    """The stretches as the player reads them; ``anchor`` 0: since the screen began."""
    anchor = milliseconds(EPOCH) if playlist.anchored else 0
    return [
        {
            "from": milliseconds(one.start),
            "until": milliseconds(one.end),
            "anchor": anchor,
            "dim": one.dim,
            "items": list(one.keys),
        }
        for one in found
    ]


def described(item: Item, label: str, language: str) -> dict[str, Any]:
    """An item as the player reads it."""
    told = {"scene": item.scene, "dwell_ms": round(item.dwell_s * 1000), "node": item.node, "language": language}
    return told | {"theme": item.theme, "period": item.period, "label": label}
