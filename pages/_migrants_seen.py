"""A choice on the migrants page as seen: with its month, its centres' executions, and where its flows begin."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from components import migrant_data as people
from components import migrant_places as places
from components import migrant_service as service
from components.export import Question
from components.export_rows import Rows
from components.export_told import ToldTable
from components.migrant_choice import PLACES, Choice
from components.migrant_known import known
from components.migrant_months import Months
from components.migrant_scene import Origin
from components.short_names import short_name
from data.scope import current_asker
from data.serving import reading

PROVINCE, CITY = PLACES["province"], PLACES["city"]
COUNTY = "county"


class Seen:
    """A choice of what there is, with its month resolved, and what several views need of it."""

    def __init__(self, choice: Choice) -> None:
        self.choice = known(choice)
        self.province = places.province_of(self.choice)

    @cached_property
    def months(self) -> Months:
        """The months up to the newest; a change of measure does not ask for them."""
        return people.months(self.choice)

    @property
    def is_empty(self) -> bool:
        """Nobody was ever registered in this choice."""
        return self.months.frame.empty

    @cached_property
    def as_of(self) -> Any:
        """The end of the month shown; None for the newest, also when the month wished for is not held."""
        first, last = people.held()
        return self.choice.end if self.choice.end and first <= self.choice.end < last else None

    @property
    def month(self) -> str:
        """The month shown, as the address has it; empty for the newest."""
        return self.choice.month or "" if self.as_of else ""

    @cached_property
    def executions(self) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """The centres' rows and their sum."""
        return service.executions(self.choice, self.as_of)

    @property
    def may_unmask(self) -> bool:
        """Whether the asker may see names in full, one by one."""
        return current_asker().may("personal:read")

    def corrections(self) -> dict[str, None]:
        """The words of the address that are nothing here, each with None: ``assets/migrants.js`` drops them."""
        lost = self.choice.corrections()
        if self.choice.month and self.choice.month != self.months.chosen:
            lost["month"] = None
        return lost

    def question(self, metrics: tuple[str, ...], by: str, where: Any, title: str, **more: Any) -> Question:
        """A question of this month, for twin and export."""
        as_of = self.as_of.isoformat() if self.as_of else None
        return Question(metrics=metrics, by=(by,), where=where, as_of=as_of, title=self._titled(title), **more)

    def rows(self, name: str, title: str, where: Mapping[str, Any] | None = None, **more: Any) -> str:
        """A listing of this choice and month, for its export, as JSON; ``where`` in place of the choice's."""
        as_of = self.as_of.isoformat() if self.as_of else None
        asked = Rows(name, where or self.choice.where, as_of=as_of, title=self._titled(title), **more)
        return json.dumps(asked.as_json(), ensure_ascii=False)

    def told(self, name: str, title: str) -> ToldTable:
        """A table with words (``components/export_told.py``) of this choice and month, for its export."""
        as_of = self.as_of.isoformat() if self.as_of else None
        return ToldTable(name, self.choice.as_json(), as_of=as_of, title=self._titled(title))

    def _titled(self, title: str) -> str:
        """With the month it is of: a saved file has no top bar."""
        return f"{title} · {self.months.text}"

    @property
    def origin(self) -> Origin:
        """Where the flows begin: the county, or the whole region."""
        code, (_home, *middle) = self.choice.origin, places.home_province()
        if not code:
            return self._lone_county or Origin(places.home_name(), *middle)
        with reading() as state:
            name = state.names.name(self.choice.home_level, code)
        return Origin(short_name(name), *(places.region_spot(code) or middle))

    @property
    def _lone_county(self) -> Origin | None:
        """The one county a part of the organisation has its people from."""
        if self.choice.node.level not in {"entity", "branch", "staff"}:
            return None
        frame = people.workers_by(COUNTY, self.choice.home, self.as_of)
        held = frame[frame["migrant_workers"] > 0]
        spot = places.region_spot(str(held[COUNTY].iloc[0])) if len(held) == 1 else None
        return Origin(short_name(str(held[f"{COUNTY}_name"].iloc[0])), *spot) if spot else None
