"""One measured figure, the list of them, and the file they are written to."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Measure:
    """``value`` in ``unit`` against ``limit``; ``against`` says what the limit or the ratio's base was."""

    name: str
    value: float
    unit: str
    better: str  # lower | higher
    limit: float | None
    against: str

    @property
    def ok(self) -> bool:
        """True when within the limit, or when there is none."""
        if self.limit is None:
            return True
        return self.value <= self.limit if self.better == "lower" else self.value >= self.limit

    def row(self) -> dict[str, object]:
        """As written to ``latest.json``."""
        return asdict(self) | {"ok": self.ok}


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def in_turn(works: dict[str, Callable[[int], object]], *, times: int, warm: int = 5) -> dict[str, float]:
    """Median milliseconds of each ``work(i)``, one after the other in every round, so that a slow minute of the machine
    falls on all of them alike; ``warm`` rounds do not count."""
    took: dict[str, list[float]] = {name: [] for name in works}
    for i in range(warm + times):
        for name, work in works.items():
            took[name].append(seconds(lambda i=i, work=work: work(i)))
    return {name: 1000 * statistics.median(values[warm:]) for name, values in took.items()}


def told_in_turn(works: dict[str, Callable[[int], float]], *, times: int, warm: int = 5) -> dict[str, float]:
    """As ``in_turn``, of works that tell their milliseconds themselves."""
    told: dict[str, list[float]] = {name: [] for name in works}
    for i in range(warm + times):
        for name, work in works.items():
            told[name].append(work(i))
    return {name: statistics.median(values[warm:]) for name, values in told.items()}


def percentile(values: list[float], share: float) -> float:
    """The smallest value that ``share`` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
