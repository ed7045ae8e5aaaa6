"""What somebody asks the planner: policy, budget or service days, how many new centres, who must get a day. A value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from components.address_words import is_number
from data.errors import BadRequest, Forbidden
from data.i18n.numbers import as_number
from data.scope import Asker, Node

MOST = {"budget": 100_000_000, "days": 20_000}
MOST_SITES = 3
PLANNERS = ("province", "entity", "centre")  # levels that plan


def mode_of(raw: Mapping[str, Any]) -> str:
    """What is given: a budget, or service days."""
    return "days" if raw.get("mode") == "days" else "budget"


def may_plan(asker: Asker) -> bool:
    """Whether the asker's part of the organisation plans at all: the province, an entity, a service centre."""
    return asker.scope_level in PLANNERS


@dataclass(frozen=True)
class Asked:
    """``mode`` is budget (``amount`` in yuan) or days; ``sites`` how many new centres are looked for."""

    policy: str
    amount: float
    mode: str = "budget"
    sites: int = 1
    counties: tuple[str, ...] = ()
    centres: tuple[str, ...] = ()
    node: Node = field(default_factory=lambda: Node("province"))

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> Asked:
        """From the form or the address. Raises BadRequest in words, Forbidden for a node that does not plan."""
        node, mode = Node.parse(raw.get("node")), mode_of(raw)
        if node.level not in PLANNERS:
            raise Forbidden("Plans are made for the province, an entity or a service centre")
        if not raw.get("policy"):
            raise BadRequest("Choose a policy first")
        sites = as_number(raw.get("sites"))
        return cls(
            policy=str(raw["policy"]),
            mode=mode,
            amount=_amount(raw.get("amount"), mode),
            sites=int(min(max(sites or 1, 1), MOST_SITES)),
            counties=several(raw.get("counties")),
            centres=several(raw.get("centres")),
            node=node,
        )

    @property
    def where(self) -> dict[str, str]:
        """The filter of its questions."""
        return self.node.where() | {"policy": self.policy}

    def as_json(self) -> dict[str, Any]:
        """For the page and the address; ``parse`` reads it back."""
        return {
            "policy": self.policy,
            "mode": self.mode,
            "amount": int(self.amount),
            "sites": self.sites,
            "counties": ",".join(self.counties),
            "centres": ",".join(self.centres),
            "node": str(self.node),
        }


def _amount(raw: Any, mode: str) -> float:
    """A whole sum of yuan or number of days within reason."""
    written = plain(raw)
    if not is_number(written, 1, MOST[mode], whole=True):
        if mode == "days":
            raise BadRequest(
                "Service days: a whole number from 1 to %(most)s, not %(value)s",
                most=f"{MOST['days']:,}",
                value=repr(raw if raw is not None else ""),
            )
        raise BadRequest(
            "Budget: whole yuan from 1 to %(most)s, not %(value)s",
            most=f"{MOST['budget']:,}",
            value=repr(raw if raw is not None else ""),
        )
    return float(written)


def plain(raw: Any) -> str:
    """A number as people write it, without what parts its thousands."""
    return "" if raw is None else str(raw).replace(",", "").replace("，", "")


def several(raw: Any) -> tuple[str, ...]:
    """Ids as a list of the form or joined by commas in the address."""
    found = raw.split(",") if isinstance(raw, str) else raw or []
    return tuple(sorted({str(one) for one in found if one}))
