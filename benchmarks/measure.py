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


def median_ms(work: Callable[[int], object], *, times: int, warm: int = 5) -> float:
    """Median milliseconds of ``work(i)`` after ``warm`` calls that do not count."""
    for i in range(warm):
        work(i)
    return 1000 * statistics.median(seconds(lambda i=i: work(warm + i)) for i in range(times))


def percentile(values: list[float], share: float) -> float:
    """The smallest value that ``share`` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
