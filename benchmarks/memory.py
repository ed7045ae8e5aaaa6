"""Memory of each web process after it has served the other measurements."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measure import Measure


def children(pid: int) -> list[int]:
    """Process ids of the direct children."""
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def own_mb(pid: int) -> float:
    """Proportional set size in MB: pages of one's own, and of shared pages one's share."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1000
    raise LookupError(pid)


def measure(master: int) -> list[Measure]:
    """The largest worker."""
    largest = max(own_mb(pid) for pid in children(master))
    return [
        Measure(
            "frame_web_process_mb",
            round(largest),
            "MB",
            "lower",
            500.0,
            "proportional set size, largest web process after the run",
        )
    ]
