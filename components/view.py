"""What a page looks at: a node of the organisation and a period, as the address holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from components.breadcrumb import address
from components.period import Period
from components.short_names import short_name
from data.clock import now
from data.metrics.sources import ORG
from data.query import ask
from data.rights import page_right
from data.scope import Node, current_asker
from data.trust import history_start

FEW_PLACES = 3


@dataclass(frozen=True)
class View:
    """``moment`` is now; all of a page's questions share it."""

    node: Node
    period: Period
    moment: datetime

    @classmethod
    def parse(cls, query: dict[str, Any]) -> View:
        """From the query string. Raises BadRequest or Forbidden for a node that is not the asker's."""
        return cls(Node.parse(query.get("node")), Period.parse(query.get("period")), now())

    @property
    def where(self) -> dict[str, str]:
        """The filter of the node."""
        return self.node.where()

    @property
    def as_of(self) -> date | None:
        """For ``ask``: None is now."""
        return self.period.as_of

    @property
    def as_of_text(self) -> str | None:
        """The same for a question kept as a value."""
        return str(self.period.end) if self.period.end else None

    @property
    def month_end_before(self) -> date | None:
        """The end of the month before, for what only grows over the year; None in January or before history."""
        last = self.day.replace(day=1) - timedelta(days=1)
        first = history_start()
        return last if first and last >= first and last.year == self.day.year else None

    @property
    def day(self) -> date:
        """The last day looked at."""
        return self.period.end or self.moment.date()

    @property
    def split(self) -> str | None:
        """What a first look splits by: prefectures where there are several, else the level below; None for a person."""
        if self.node.level == "province" and len(ask("households_total", by="prefecture").frame) >= FEW_PLACES:
            return "prefecture"
        return self.node.children_dimension

    def short(self, name: str) -> str:
        """A unit's name for an axis or a sentence."""
        return short_name(name, self.node.name)

    def metric(self, base: str) -> str:
        """``households`` → ``households_today``, by the period."""
        return f"{base}_{self.period.suffix}"

    def lead(self, path: str, dimension: str, key: object) -> str:
        """Where a mark of ``dimension`` leads: the unit's own view. Places are no units and lead to the page."""
        if page_right(path) not in current_asker().rights:
            path = "/"
        node = f"{dimension}:{key}" if dimension in ORG else str(self.node)
        period = None if self.period.kind == "today" else str(self.period)
        extra = {"prefecture": str(key)} if dimension == "prefecture" else {}
        return address(path, "", node=None if node == "province" else node, period=period, **extra)
