"""Who is like whom: how the points of peers spread, the kind of county a unit is in, its size."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from components.performance_filters import county_kind, sizes
from components.performance_spread import Spread
from data.listing import listing
from data.performance.indicators import GROUPS
from data.query import ask
from data.scope import current_asker
from data.serving import reading

ALL = 100_000


def county_kinds(level: str, _as_of: date) -> Mapping[str, str]:
    """Unit → the kind of county it is in (an entity: its seat), of all the asker may see; kept by snapshot and scope."""
    with reading() as state:
        return _kinds(state.number, current_asker().scope, level)


@lru_cache(maxsize=64)
def _kinds(_snapshot: int, _scope: str, level: str) -> Mapping[str, str]:
    names = listing("region", {"level": "county"}, limit=ALL).frame
    kinds = {code: county_kind(name) for code, name in zip(names["code"], names["name"], strict=True)}
    rows = listing(level, limit=ALL).frame
    return {key: kinds.get(code, "") for key, code in zip(rows[f"{level}_id"], rows["county_code"], strict=True)}


def unit_sizes(level: str, as_of: date) -> Mapping[str, str]:
    """Unit → small, middle, large by its managers on the books, among all the asker may see; kept as the kinds are."""
    with reading() as state:
        return _sizes(state.number, current_asker().scope, level, as_of)


@lru_cache(maxsize=64)
def _sizes(_snapshot: int, _scope: str, level: str, as_of: date) -> Mapping[str, str]:
    frame = ask("managers", by=level, as_of=as_of).frame
    return sizes({str(key): count for key, count in zip(frame[level], frame["managers"], strict=True)})


def spreads(level: str, post: str, as_of: date) -> Mapping[str, Spread]:
    """Spread of the total and of each group among the peers of the whole province, kept by snapshot."""
    with reading() as state:
        return _spreads(state.number, level, post, as_of)


@lru_cache(maxsize=64)
def _spreads(_snapshot: int, level: str, post: str, as_of: date) -> Mapping[str, Spread]:
    where = {"level": level, "month": f"{as_of:%Y-%m}"} | ({"post": post} if post else {})
    frame = listing("score_spread", where, limit=ALL).frame
    return {part: Spread.of(frame, part) for part in ("total", *GROUPS)}
