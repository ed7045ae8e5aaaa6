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


def resident_mb(pid: int) -> float:
    """Resident set size in MB: all pages in memory, shared ones in full."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1000
    raise LookupError(pid)


def measure(master: int) -> list[Measure]:
    """The largest worker."""
    workers = children(master)
    own, resident = max(map(own_mb, workers)), max(map(resident_mb, workers))
    words = "proportional set size, largest web process after the run"
    return [
        Measure("frame_web_process_mb", round(own), "MB", "lower", 500.0, words),
        Measure("frame_web_resident_mb", round(resident), "MB", "lower", None, "resident size of the largest one"),
    ]
