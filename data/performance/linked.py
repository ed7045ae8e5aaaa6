"""What moves together: more of one indicator moves every indicator its measure, or one that rises with it, is part of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from data.performance.indicators import indicators

Amounts = Mapping[str, Decimal]


@dataclass(frozen=True)
class Moved:
    """Indicator → what is added to its numerator, and to its denominator."""

    above: Amounts = field(default_factory=dict)
    under: Amounts = field(default_factory=dict)


def moved(changes: Amounts) -> Moved:
    """Indicator → what is added to its own numerator, as all indicators it touches feel it."""
    measures: dict[str, Decimal] = defaultdict(Decimal)
    for name, amount in changes.items():
        known = indicators()[name]
        for measure in dict.fromkeys((known.numerator, *known.moves)):
            measures[measure] += amount
    above = {one.id: measures[one.numerator] for one in indicators().values() if measures.get(one.numerator)}
    under = {one.id: measures[one.denominator] for one in indicators().values() if one.denominator in measures}
    return Moved(above, under)


def touched(name: str) -> set[str]:
    """The indicators that more of one moves, itself among them."""
    found = moved({name: Decimal(1)})
    return {name, *found.above, *found.under}
