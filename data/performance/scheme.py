"""A scheme: which indicators count for whom, with which weight, target and rule, from which month on.

A document becomes a scheme in ``document.py``; two versions are compared in ``difference.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from data.metrics.text import Text
from data.performance.rules import Measure, Rule, Within

Of = Literal["self", "branch", "entity"]
TargetKind = Literal["feed", "fixed", "own_last_year", "peers", "none"]
POSTS = ("manager", "branch_head", "teller", "lobby", "back_office", "entity_management")
LEVELS = ("branch", "entity")


@dataclass(frozen=True)
class Target:
    """What to reach. ``feed``: the year's target as delivered; ``fixed``: ``number``; ``own_last_year``: ``number`` × the
    unit's value in the same month of last year; ``peers``: what the peers do."""

    kind: TargetKind = "none"
    number: Decimal = Decimal(0)
    within: Within = "entity"
    measure: Measure = "median"


@dataclass(frozen=True)
class Phasing:
    """How a year's target falls on the months: ``cumulative`` percent reached by the end of each.

    ``over`` is what the indicator's value counts: the ``month``, or the ``year`` so far.
    """

    cumulative: tuple[Decimal, ...]
    over: Literal["month", "year"] = "month"


@dataclass(frozen=True)
class Item:
    """One line of a scheme. ``number`` is its place; ``of``: whose value counts; ``unmeasured``: the share of the weight
    given when there is nothing to measure or no target."""

    number: int
    indicator: str
    group: str
    weight: Decimal
    rule: Rule
    target: Target = Target()
    phasing: Phasing | None = None
    of: Of = "self"
    unmeasured: Decimal = Decimal(0)


@dataclass(frozen=True)
class Scheme:
    """A version of a scheme. ``name`` is a post or a level."""

    name: str
    version: int
    effective_from: date
    title: Text
    note: Text
    items: tuple[Item, ...]
    text: str = ""

    @property
    def key(self) -> str:
        """``manager v2``."""
        return f"{self.name} v{self.version}"

    @property
    def level(self) -> str:
        """Whom it scores: staff, branch or entity."""
        return self.name if self.name in LEVELS else "staff"

    @property
    def weights(self) -> dict[str, Decimal]:
        """Weight by group."""
        found: dict[str, Decimal] = {}
        for item in self.items:
            found[item.group] = found.get(item.group, Decimal(0)) + item.weight
        return found
