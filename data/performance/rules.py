"""The rules by which an item's completion or value becomes points. Shares are parts of the item's weight, 1 is all of it.

``completion`` is 1 + (value − target) ÷ |target|, mirrored where less is better; so it is value ÷ target for the usual
positive target, and rises with the value whatever the target's sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Within = Literal["entity", "province"]
Basis = Literal["completion", "value"]
Measure = Literal["median", "mean", "upper_quartile"]
ONE, NONE = Decimal(1), Decimal(0)


@dataclass(frozen=True)
class Linear:
    """Weight × completion, at least ``floor`` and at most ``cap`` of the weight."""

    floor: Decimal = NONE
    cap: Decimal = ONE


@dataclass(frozen=True)
class Tier:
    """From this completion or value on, these points."""

    start: Decimal
    points: Decimal


@dataclass(frozen=True)
class Tiered:
    """The points of the last tier reached; below the first, none (where less is better: the first tier's)."""

    tiers: tuple[Tier, ...]
    by: Basis = "completion"


@dataclass(frozen=True)
class Deduction:
    """Begins at the full weight and loses ``per_unit`` for each unit, ``most`` points at most."""

    per_unit: Decimal
    most: Decimal


@dataclass(frozen=True)
class Veto:
    """When the value is above or below the limit, the total is ``total_cap`` at most. Carries no weight."""

    total_cap: Decimal
    above: Decimal | None = None
    below: Decimal | None = None


@dataclass(frozen=True)
class Band:
    """The best ``top`` share of the peers get these points."""

    top: Decimal
    points: Decimal


@dataclass(frozen=True)
class Ranked:
    """Points by the place among peers: place − 1 is less than ``top`` × peers.

    Equals share the better place; where more is better, those who have nothing share the last.
    """

    bands: tuple[Band, ...]
    within: Within = "entity"
    by: Basis = "value"


@dataclass(frozen=True)
class Peer:
    """As linear, with what the peers do as the target."""

    within: Within = "entity"
    measure: Measure = "median"
    floor: Decimal = NONE
    cap: Decimal = ONE


Rule = Linear | Tiered | Deduction | Veto | Ranked | Peer
NAMES: dict[type, str] = {
    Linear: "linear", Tiered: "tiered", Deduction: "deduction", Veto: "veto", Ranked: "rank", Peer: "peer",
}  # fmt: skip


def needs_target(rule: Rule) -> bool:
    """Whether the item must say what to reach."""
    by = rule.by if isinstance(rule, Tiered | Ranked) else None
    return isinstance(rule, Linear) or by == "completion"
