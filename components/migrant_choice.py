"""What the reader chose on the migrants page: month, place of work, origin, measure, policy. A value, from the address.

``place`` is ``province:330000``, ``city:330100`` or ``centre:C05``; ``drill`` is one level further than the place.
``origin`` is a county, or a prefecture when its code ends with 00. Nothing here asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from components.period import last_day
from data.errors import BadRequest
from data.scope import Node

MEASURES = (
    "migrants_reached",
    "migrant_workers",
    "migrant_coverage",
    "migrant_loan_balance",
    "migrant_deposit_balance",
)
POLICY_MEASURE = "policy_reached"
PLACES = {"province": "destination_province", "city": "destination_city", "centre": "centre"}

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_PLACE = re.compile(r"(province|city):\d{6}|centre:[\w-]{1,20}")


@dataclass(frozen=True)
class Choice:
    """``month`` is None for the newest one."""

    node: Node
    month: str | None = None
    place: str | None = None
    drill: bool = False
    origin: str | None = None
    measure: str = MEASURES[0]
    policy: str | None = None

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> Choice:
        """From the query string or the page's stores. Raises BadRequest for a place that is none, or a foreign node."""
        place, month = raw.get("place") or None, str(raw.get("month") or "")
        if place and not _PLACE.fullmatch(str(place)):
            raise BadRequest(
                "No place %(place)s; allowed are province:<code>, city:<code>, centre:<id>", place=repr(place)
            )
        policy = raw.get("policy") or None
        measure = str(raw.get("measure") or "")
        allowed = (*MEASURES, POLICY_MEASURE) if policy else MEASURES
        return cls(
            node=Node.parse(raw.get("node")),
            month=month if _MONTH.fullmatch(month) else None,
            place=place,
            drill=bool(place) and str(raw.get("drill") or "") == "1",
            origin=str(raw.get("origin") or "") or None,
            measure=measure if measure in allowed else POLICY_MEASURE if policy and not measure else MEASURES[0],
            policy=policy,
        )

    @property
    def kind(self) -> str:
        """Level of the place: country, province, city or centre."""
        return self.place.partition(":")[0] if self.place else "country"

    @property
    def code(self) -> str:
        """Code of the place; empty for the country."""
        return self.place.partition(":")[2] if self.place else ""

    @property
    def end(self) -> date | None:
        """Last day of the month; None for the newest."""
        return last_day(date.fromisoformat(f"{self.month}-01")) if self.month else None

    @property
    def home(self) -> dict[str, str]:
        """The filter of where people come from: the unit and the origin."""
        level = "prefecture" if (self.origin or "").endswith("00") else "county"
        return self.node.where() | ({level: self.origin} if self.origin else {})

    @property
    def away(self) -> dict[str, str]:
        """The filter of where they work."""
        return {PLACES[self.kind]: self.code} if self.place else {}

    @property
    def where(self) -> dict[str, str]:
        """The filter of every question of the page."""
        return self.home | self.away

    @property
    def below(self) -> str:
        """What a place is split by: provinces of the country, else cities."""
        return PLACES["province"] if self.kind == "country" else PLACES["city"]

    def look(self) -> dict[str, str]:
        """The filter of the measure: the policy, when it is measured."""
        return {"policy": self.policy} if self.policy and self.measure == POLICY_MEASURE else {}
