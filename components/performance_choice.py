"""What the reader chose on the performance page: unit, month, what is listed, what it is compared with. From the address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from components.address_words import Word, number, one_of
from components.performance_filters import KINDS, SIZES
from data.i18n import _, current_language
from data.performance.indicators import GROUPS, indicators
from data.performance.scheme import LEVELS, POSTS
from data.query.stock import stock_days
from data.scope import Node

COMPARED = ("last_month", "last_quarter", "last_year", "version", "target")
VIEWS = ("ranking", "steps", "heat", "scheme", "flags")
MONTHS_BACK = {"last_month": 1, "last_quarter": 3, "last_year": 12}
METRICS = ("score", *(f"score_{group}" for group in GROUPS))
ALL = "all"  # of the posts
FULL = 100  # what a scheme's weights sum to

SOURCE = "total_entity"  # the stock whose days are the months with scores

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def held() -> dict[date, date]:
    """First day of each month with scores → the last day counted, oldest first."""
    return {day.replace(day=1): day for day in stock_days(SOURCE)}


MONTH = Word(
    lambda value, _query: (
        bool(_MONTH.fullmatch(value)) and (not (months := held()) or date.fromisoformat(f"{value}-01") in months)
    ),
    lambda _query: _("a month with scores, from %(first)s to %(last)s", **_ends()),
)
WORDS = {  # of the address, beside those whose units are looked up
    "month": MONTH,
    "by": one_of("entity", "branch", "staff"),
    "compare": one_of(*COMPARED),
    "view": one_of(*VIEWS),
    "indicator": one_of(*indicators()),
    "post": one_of(*POSTS, ALL),
    "group": one_of(*GROUPS),
    "scheme": one_of(*POSTS, *LEVELS),
    "version": number(1, 99, whole=True),
    "kind": one_of(*KINDS),
    "size": one_of(*SIZES),
}


def _ends() -> dict[str, str]:
    months = [f"{month:%Y-%m}" for month in held()] or ["–"]
    return {"first": months[0], "last": months[-1]}


@dataclass(frozen=True)
class Choice:
    """``month`` is a first day, None for the newest; ``by`` is the level listed, empty for a person; ``peer`` another unit
    of the same level, compared with in the place of an earlier month. ``kind`` of county and ``size`` narrow what is listed
    at the top of what one may see. ``post``: as the address has it, empty for the usual (``listed_post``).
    """

    node: Node
    month: date | None = None
    by: str = ""
    compare: str = "last_month"
    view: str = "ranking"
    indicator: str = ""
    post: str = ""
    scheme: str = ""
    version: int = 0
    peer: Node | None = None
    kind: str = ""
    size: str = ""

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> Choice:
        """From the query string or a store; unknown words become the usual, a foreign node is refused."""
        node, month = Node.parse(raw.get("node")), str(raw.get("month") or raw.get("period") or "")
        levels = node.levels_below
        is_person = not levels
        view = str(raw.get("view") or "")
        allowed = ("steps", "scheme", "flags") if is_person else VIEWS
        return cls(
            node=node,
            month=date.fromisoformat(f"{month}-01") if _MONTH.fullmatch(month) else None,
            by=str(raw["by"]) if raw.get("by") in levels else (levels[0] if levels else ""),
            compare=str(raw["compare"]) if raw.get("compare") in COMPARED else COMPARED[0],
            view=view if view in allowed else "steps" if is_person or raw.get("indicator") else "ranking",
            indicator=str(raw["indicator"]) if raw.get("indicator") in indicators() else "",
            post=str(raw["post"]) if raw.get("post") in (*POSTS, ALL) else "",
            scheme=str(raw["scheme"]) if raw.get("scheme") in (*POSTS, *LEVELS) else "",
            version=int(raw["version"]) if str(raw.get("version") or "").isdigit() else 0,
            peer=_peer(node, str(raw.get("peer") or "")),
            kind=str(raw["kind"]) if raw.get("kind") in KINDS else "",
            size=str(raw["size"]) if raw.get("size") in SIZES else "",
        )

    @property
    def level(self) -> str:
        """The level of the scores the unit is one of; the province stands for its entities."""
        return "entity" if self.node.level == "province" else self.node.level

    @property
    def listed_post(self) -> str:
        """The post whose people are listed; empty for all, as inside an outlet: places are fair inside a post."""
        if self.by != "staff" or self.post == ALL:
            return ""
        return self.post or ("manager" if self.node.level != "branch" else "")

    def address(self, **changes: Any) -> str:
        """The page's address with ``changes``; None or the usual takes a word out."""
        usual = {"compare": COMPARED[0], "node": "province", "view": "ranking"}
        words = {
            "node": str(self.node),
            "month": f"{self.month:%Y-%m}" if self.month else None,
            "by": self.by if self.node.levels_below and self.by != self.node.levels_below[0] else None,
            "compare": self.compare,
            "view": None if self.view == "steps" and not self.node.levels_below else self.view,
            "indicator": self.indicator,
            "post": self.post,
            "scheme": self.scheme if self.view == "scheme" else None,
            "version": self.version if self.view == "scheme" else None,
            "peer": self.peer.id if self.peer else None,
            "kind": self.kind,
            "size": self.size,
        } | changes
        kept = {name: value for name, value in words.items() if value and value != usual.get(name)}
        return "/performance" + (f"?{urlencode(kept, safe=':')}" if kept else "")

    def to(self, level: str, key: str, **changes: Any) -> str:
        """The address of another unit, as this one is looked at."""
        return self.address(
            node=f"{level}:{key}",
            **{"by": None, "view": None, "indicator": None, "post": None, "peer": None} | changes,
        )


def _peer(node: Node, key: str) -> Node | None:
    """Another of the level; the province has none, and nobody is compared with themselves."""
    return (
        Node.parse(f"{node.level}:{key}")
        if key and node.level in ("entity", "branch", "staff") and key != node.id
        else None
    )


def month_beside(day: date, other: date) -> str:
    """10月, or Oct; with its year where the ``other`` month beside it is of another year."""
    if current_language() == "zh":
        return f"{day.month}月" if day.year == other.year else f"{day.year}年{day.month}月"
    return f"{day:%b}" if day.year == other.year else f"{day:%b} {day.year}"


def months_before(month: date, count: int) -> date:
    """The first day of the month so many months earlier."""
    for _step in range(count):
        month = (month - timedelta(days=1)).replace(day=1)
    return month
