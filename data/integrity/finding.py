"""What a check found, in two forms: many at once in columns, and one at a time as it is kept and shown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from data.integrity.limits import Number, at


class Finding(NamedTuple):
    """``check`` found ``value`` where ``limit`` is allowed, which takes ``weight`` off the score.

    ``grade``: ``odd``; of the distance ``verified``, ``out_of_range`` or ``cannot_verify``. ``other``: what it was compared
    with (a visit, a person) or why it cannot be said.
    """

    check: str
    grade: str
    value: float | None = None
    limit: float | None = None
    weight: int = 0
    other: str | None = None


@dataclass(frozen=True)
class Found:
    """Findings of one kind: ``rows`` of the facts, and of each what came and what is allowed."""

    check: str
    grade: str
    rows: np.ndarray
    value: np.ndarray | None = None
    limit: np.ndarray | None = None
    weight: float = 0
    other: np.ndarray | None = None

    def texts(self) -> list[str]:
        """Each as a piece of JSON."""
        count, weight = len(self.rows), f",{self.weight:.0f}"
        head = f'["{self.check}","{self.grade}"'
        values, limits = _numbers(self.value, count), _numbers(self.limit, count)
        if self.other is None:
            return [f"{head},{value},{limit}{weight}]" for value, limit in zip(values, limits, strict=True)]
        others = [json.dumps(None if other is None else str(other)) for other in self.other]
        return [
            f"{head},{value},{limit}{weight},{other}]"
            for value, limit, other in zip(values, limits, others, strict=True)
        ]


def odd(check: str, rows: np.ndarray, value: np.ndarray, limit: Number, weight: float) -> Found:
    """Findings against the visits at ``rows``; ``value`` is that of all rows."""
    return Found(check, "odd", rows, value[rows], at(limit, rows), weight)


def read_findings(kept: object) -> list[Finding]:
    """From what is kept with a visit; none where nothing is."""
    return [Finding(*one) for one in json.loads(kept)] if isinstance(kept, str) and kept else []


def _numbers(values: np.ndarray | None, count: int) -> Iterable[str]:
    if values is None:
        return ["null"] * count
    return ["null" if value != value else f"{value:.0f}" for value in np.asarray(values, float).tolist()]
