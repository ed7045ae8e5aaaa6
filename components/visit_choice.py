"""What the reader chose on the visits page: unit, period, level, measure, shade, person. A value, from the address.

From it follow the metrics to ask for; nothing here asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from components.address_words import number, one_of
from components.period import Period
from data.scope import Node

MEASURES = {  # (measure, per) → metric name before its window
    ("households", "total"): "households",
    ("households", "manager"): "households_per_manager",
    ("households", "thousand"): "households_per_1000",
    ("out", "total"): "managers_out",
    ("out", "manager"): "out_rate",
}
OF_A_UNIT = {("households", "manager"), ("out", "total"), ("out", "manager")}  # of one manager they say nothing
SHADES = {"visits": "visits", "reach": "reach_rate_ytd", "villages": "villages_untouched_ytd"}
USUAL = {"measure": "households", "per": "total", "shade": "reach", "level": None, "sel": None}

WORDS = {  # of the address, beside those whose units are looked up
    "measure": one_of(*dict.fromkeys(measure for measure, _per in MEASURES)),
    "per": one_of(*dict.fromkeys(per for _measure, per in MEASURES)),
    "shade": one_of(*SHADES),
    "level": one_of("entity", "branch", "staff"),
    "z": number(0, 10_000),
    "lon": number(-180, 180),
    "lat": number(-90, 90),
}


@dataclass(frozen=True)
class Chosen:
    """Who was chosen, as the address holds it: ``0812``, or one visit of theirs: ``0812@2026-11-25@<visit id>``."""

    staff_id: str
    day: date | None = None
    visit_id: str | None = None

    @classmethod
    def parse(cls, text: str) -> Chosen:
        """What the address says; a visit that cannot be read is left out."""
        staff_id, _at, visit = text.partition("@")
        day, _at, visit_id = visit.partition("@")
        try:
            return cls(staff_id, date.fromisoformat(day), visit_id) if visit_id else cls(staff_id)
        except ValueError:
            return cls(staff_id)

    def __str__(self) -> str:
        return f"{self.staff_id}@{self.day}@{self.visit_id}" if self.visit_id else self.staff_id


@dataclass(frozen=True)
class Choice:
    """``level`` is what the ranking lists: a level below ``node``, or the node's own when nothing lies below."""

    node: Node
    period: Period
    level: str
    measure: str = "households"
    per: str = "total"
    shade: str = "reach"
    selected: str | None = None
    prefecture: str | None = None

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> Choice:
        """From the query string or the page's stores; unknown words become the usual, a foreign node is refused."""
        node = Node.parse(raw.get("node"))
        levels = cls.levels_of(node)
        level = raw["level"] if raw.get("level") in levels else levels[0]
        pairs = cls.measures_of(level)
        measure = raw["measure"] if raw.get("measure") in dict(pairs) else "households"
        per = raw["per"] if (measure, raw.get("per")) in pairs else "total"
        return cls(
            node=node,
            period=Period.parse(raw.get("period")),
            level=level,
            measure=measure,
            per=per,
            shade=raw["shade"] if raw.get("shade") in SHADES else "reach",
            selected=raw.get("sel") or None,
            prefecture=raw.get("prefecture") or None,
        )

    @property
    def where(self) -> dict[str, str]:
        """The filter of every question of the page: the unit, and the prefecture a mark elsewhere led to."""
        return self.node.where() | ({"prefecture": self.prefecture} if self.prefecture else {})

    @staticmethod
    def levels_of(node: Node) -> list[str]:
        """Levels a ranking inside ``node`` can list, the nearest first."""
        all_levels = ["entity", "branch", "staff"]
        return all_levels[all_levels.index(node.children_dimension or "staff") :]

    @staticmethod
    def measures_of(level: str) -> list[tuple[str, str]]:
        """Measure and per a ranking of that level can be by."""
        return [pair for pair in MEASURES if level != "staff" or pair not in OF_A_UNIT]

    @property
    def metric(self) -> str:
        """The ranked metric."""
        return f"{MEASURES[self.measure, self.per]}_{self.period.suffix}"

    def windowed(self, name: str) -> str:
        """``visits`` → ``visits_today``, in the period's window."""
        return f"{name}_{self.period.suffix}"

    @property
    def shade_metric(self) -> str:
        """What shades the counties; reach and villages are counted over the year."""
        return self.windowed("visits") if self.shade == "visits" else SHADES[self.shade]

    def address(self, **changes: Any) -> str:
        """The page's address with ``changes`` (None takes a word out)."""
        words = {"node": str(self.node), "period": str(self.period), "measure": self.measure, "per": self.per}
        words |= {"level": self.level, "shade": self.shade, "prefecture": self.prefecture} | changes
        kept = {
            key: value for key, value in words.items() if value not in (None, "", USUAL.get(key), "today", "province")
        }
        return "/visits" + ("?" + "&".join(f"{key}={value}" for key, value in kept.items()) if kept else "")
