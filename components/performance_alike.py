"""Like with like: the kind of county a unit is in, its size, and which units of a level are of both; kept by snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from components.performance_filters import county_kind, sizes
from data.listing import listing
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


def alike(level: str, kind: str, size: str, as_of: date) -> dict[str, Any] | None:
    """The filter by kind of county and size, empty where neither is wished; None when no unit is of both."""
    kept = [
        {key for key, what in told(level, as_of).items() if what == wish}
        for wish, told in ((kind, county_kinds), (size, unit_sizes))
        if wish and level
    ]
    if not kept:
        return {}
    units = set.intersection(*kept)
    return {level: sorted(units)} if units else None
