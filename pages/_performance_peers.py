"""How the points of peers spread over the province, kept by snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from components.performance_spread import Spread
from data.listing import listing
from data.performance.indicators import GROUPS
from data.serving import reading

ALL = 100_000


def spreads(level: str, post: str, as_of: date) -> Mapping[str, Spread]:
    """Spread of the total and of each group among the peers of the whole province, kept by snapshot."""
    with reading() as state:
        return _spreads(state.number, level, post, as_of)


@lru_cache(maxsize=64)
def _spreads(_snapshot: int, level: str, post: str, as_of: date) -> Mapping[str, Spread]:
    where = {"level": level, "month": f"{as_of:%Y-%m}"} | ({"post": post} if post else {})
    frame = listing("score_spread", where, limit=ALL).frame
    return {part: Spread.of(frame, part) for part in ("total", *GROUPS)}
