"""The metric registry: every number's name, meaning, unit, owner and expression, read once from ``*.yaml``.

A *count* has an expression per source; a *ratio* divides sum by sum; a *difference* subtracts and ends at zero, a *net*
does not end there. Three compare the groups of an answer (of one day, month or year, when it is split by these): a
*share* is a group's part of them all, a *share gap* what two shares differ by, in percentage points, a *shortfall* what
the second part lacks of the whole's rate of the first. ``of`` makes a metric from another with a window (``day``,
``month`` or ``year`` to date): it takes over all that it does not state itself. ``indicator`` makes one of a part of a
performance indicator (``npl_ratio.numerator``). ``matched``: a ratio both whose parts
must split by what it is split by.
An expression on a leveled source is additive over days, or given per grain: ``month`` then counts the units first seen
in their month, so that its sum from the first of a month is the exact distinct count.
"""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, Self

import sqlglot
from pydantic import BaseModel, ConfigDict, model_validator

from data.any_right import AnyRight
from data.errors import BadRequest
from data.metrics.dimensions import DIMENSIONS
from data.metrics.sources import INDICATOR_LEVELS, SOURCES, TIME
from data.metrics.text import Text
from data.yaml_file import read_yaml

FOLDER = Path(__file__).parent
Kind = Literal["count", "ratio", "difference", "net", "share", "share_gap", "shortfall"]
Window = Literal["day", "month", "year"]
Grain = Literal["any", "unit", "day", "month", "year"]


class Metric(BaseModel):
    """A number's card. ``formula`` is in words; ``direction`` says whether more is better; ``since`` the first day;
    ``right``: without any of these the number is not given."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    label: Text
    short: Text
    definition: Text
    formula: Text
    unit: Text
    direction: Literal["up", "down", "none"]
    levels: tuple[str, ...]
    owner: Text
    source: str
    right: AnyRight = ()
    since: date
    format: Literal["count", "decimal", "percent", "percentage", "money", "score"]
    decimals: int | None = None
    comparator: Literal["weekday", "month", "month_end", "year", "none"]
    kind: Kind
    matched: bool = False
    window: Window | None = None
    of: str | None = None
    expressions: dict[str, dict[Grain, str]] = {}
    parts: tuple[str, ...] = ()
    factor: int = 1

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        wanted = {"count": 0, "share": 1}.get(self.kind, 2)
        if (self.kind == "count") != bool(self.expressions) or len(self.parts) != wanted:
            raise ValueError(f"{self.name}: a count has expressions, a share one part, every other kind two")
        unknown = set(self.expressions) - set(SOURCES)
        if unknown:
            raise ValueError(f"{self.name}: unknown sources {sorted(unknown)}; allowed are {sorted(SOURCES)}")
        for by_grain in self.expressions.values():
            for expression in by_grain.values():
                sqlglot.parse_one(expression, read="duckdb")
        return self

    @property
    def base(self) -> str:
        """The count's name without its window."""
        return self.of or self.name

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """What it can be split and filtered by (a ratio: what its numerator can, and when matched, its base too)."""
        if self.kind != "count":
            first, *others = [metric(part).dimensions for part in self.parts]
            if not self.matched and self.kind in {"ratio", "difference"}:
                return first
            return tuple(d for d in first if d in TIME or all(d in other for other in others))
        chosen = [SOURCES[name] for name in self.expressions]
        found = {d for source in chosen for d in source.columns}
        if {source.time for source in chosen} & {"rows", "instant", "stock"}:
            found |= set(TIME)
        if any(source.time == "rows" and source.moment for source in chosen):
            found.add("hour")
        return tuple(name for name in DIMENSIONS if name in found)


@lru_cache
def metrics() -> dict[str, Metric]:
    """Every metric by name, in the order of the files. Raises ValueError when a file is wrong."""
    raw = _raw_cards()
    made = {name: Metric(name=name, **_complete(name, raw)) for name in raw}
    for one in made.values():
        if missing := [part for part in one.parts if part not in made]:
            raise ValueError(f"{one.name}: unknown parts {missing}")
    return made


def metric(name: str) -> Metric:
    """The metric of that name. Raises BadRequest naming close matches."""
    known = metrics()
    if name not in known:
        close = get_close_matches(str(name), known, 3, 0.5) or sorted(known)
        raise BadRequest("No metric %(name)s; there are: %(allowed)s", name=repr(name), allowed=", ".join(close))
    return known[name]


def _raw_cards() -> dict[str, dict[str, Any]]:
    """Cards as written; one without ``of`` takes over its file's ``common``."""
    raw: dict[str, dict[str, Any]] = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        content = read_yaml(file)
        for name, card in content["metrics"].items():
            if name in raw:
                raise ValueError(f"{file.name}: {name} is defined twice")
            raw[name] = card if "of" in card else content.get("common", {}) | card
    return raw


def _complete(name: str, raw: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The card with what it takes over from ``of``; plain expressions become ``{any: …}``."""
    card = dict(raw[name])
    if base := card.get("of"):
        if base not in raw or raw[base].get("of"):
            raise ValueError(f"{name}: of must name a metric without a window, not {base!r}")
        card = raw[base] | card
    if spelled := card.pop("indicator", None):
        card["expressions"] = _of_indicator(*spelled.split("."))
    card["expressions"] = {
        source: {"any": given} if isinstance(given, str) else given
        for source, given in card.get("expressions", {}).items()
    }
    return card


def _of_indicator(indicator: str, part: str) -> dict[str, str]:
    """A part of a performance indicator (numerator or denominator), at whichever level is the coarsest that will do."""
    return {table: f"sum({part}) filter (indicator = '{indicator}')" for table in INDICATOR_LEVELS}
