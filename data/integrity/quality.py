"""How right the checks are, from a random sample: a share with the interval chance leaves it."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

Z = 1.959964  # 95 %


class Rate(NamedTuple):
    """``hits`` of ``total``; ``low`` and ``high`` bound the share with 95 % confidence (Wilson). Nothing is known of none."""

    hits: int
    total: int

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.hits / self.total if self.total else None

    @property
    def low(self) -> float:
        """The lower bound."""
        return self._bounds()[0]

    @property
    def high(self) -> float:
        """The upper bound."""
        return self._bounds()[1]

    def _bounds(self) -> tuple[float, float]:
        if not self.total:
            return 0.0, 1.0
        share, spread = self.hits / self.total, Z * Z / self.total
        middle = share + spread / 2
        half = sqrt(share * (1 - share) * spread + spread * spread / 4)
        return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))
