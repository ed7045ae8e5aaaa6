"""What the reader chose on the migrants page: month, place of work, origin, measure, policy. A value, from the address.

``place`` is ``province:330000``, ``city:330100`` or ``centre:C05``; ``drill`` is one level further than the place.
``origin`` (``county`` in the address is the same) is a county, or a prefecture when its code ends with 00. What cannot
be understood is left out and kept in ``strange``. Nothing here asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from components.period import last_day
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

_FORMS = {
    "month": re.compile(r"\d{4}-(0[1-9]|1[0-2])"),
    "place": re.compile(r"(province|city):\d{6}|centre:[\w-]{1,20}"),
    "origin": re.compile(r"\w{1,20}"),
    "policy": re.compile(r"[\w-]{1,40}"),
}


def _read(raw: Mapping[str, Any]) -> tuple[dict[str, str | None], dict[str, str]]:
    """The words that have a form, and those written in another."""
    given = {name: str(raw.get(name) or "") for name in _FORMS}
    given["origin"] = given["origin"] or str(raw.get("county") or "")
    strange = {name: value for name, value in given.items() if value and not _FORMS[name].fullmatch(value)}
    return {name: value or None for name, value in given.items() if name not in strange} | dict.fromkeys(
        strange
    ), strange


def _usual(policy: str | None) -> str:
    """The measure an address without one means: the policy's reach where there is a policy."""
    return POLICY_MEASURE if policy else MEASURES[0]


@dataclass(frozen=True)
class Choice:
    """``month`` is None for the newest one; ``strange``: (word, value) of the address that is nothing here."""

    node: Node
    month: str | None = None
    place: str | None = None
    drill: bool = False
    origin: str | None = None
    measure: str = MEASURES[0]
    policy: str | None = None
    strange: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> Choice:
        """From the query string or the page's stores. Raises BadRequest or Forbidden for a foreign node."""
        kept, strange = _read(raw)
        policy, wish = kept["policy"], str(raw.get("measure") or "")
        allowed = (*MEASURES, POLICY_MEASURE) if policy else MEASURES
        if wish and wish not in (*MEASURES, POLICY_MEASURE):
            strange["measure"] = wish
        return cls(
            node=Node.parse(raw.get("node")),
            drill=bool(kept["place"]) and str(raw.get("drill") or "") == "1",
            measure=wish if wish in allowed else _usual(policy),
            strange=tuple(strange.items()),
            **kept,
        )

    def without(self, lost: Mapping[str, str]) -> Choice:
        """The choice without some of its words (``month``, ``place``, ``origin``, ``policy``), which become strange."""
        measure = MEASURES[0] if "policy" in lost and self.measure == POLICY_MEASURE else self.measure
        drill, strange = self.drill and "place" not in lost, (*self.strange, *lost.items())
        changes: dict[str, Any] = dict.fromkeys(lost) | {"measure": measure, "drill": drill, "strange": strange}
        return replace(self, **changes)

    def corrections(self) -> dict[str, None]:
        """The words of the address to take away, for ``assets/migrants.js``."""
        lost = dict.fromkeys(word for word, _value in self.strange)
        return lost | ({"drill": None} if "place" in lost else {})

    def as_json(self) -> dict[str, str]:
        """Who and where, as ``parse`` reads it back; without month and measure."""
        words = {"node": str(self.node), "place": self.place, "origin": self.origin, "policy": self.policy}
        return {key: value for key, value in words.items() if value}

    @property
    def wish(self) -> str | None:
        """The measure as the address has it: none for the usual one, which follows the policy."""
        return None if self.measure == _usual(self.policy) else self.measure

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
    def is_part(self) -> bool:
        """Whether a part of the organisation is looked at: others may have people where it has none."""
        return self.node.level != "province"

    @property
    def home_level(self) -> str:
        """Whether the origin is a county or a prefecture."""
        return "prefecture" if (self.origin or "").endswith("00") else "county"

    @property
    def home(self) -> dict[str, str]:
        """The filter of where people come from: the unit and the origin."""
        return self.node.where() | ({self.home_level: self.origin} if self.origin else {})

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
        """What a place is split by: provinces of the country, else cities; so is what a centre sees, its place."""
        is_whole = self.kind == "country" and self.node.level != "centre"
        return PLACES["province"] if is_whole else PLACES["city"]

    def look(self) -> dict[str, str]:
        """The filter of the measure: the policy, when it is measured."""
        return {"policy": self.policy} if self.policy and self.measure == POLICY_MEASURE else {}
