"""The sizes of the demo province; ``district`` is for benchmarks that need several."""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import BadRequest


@dataclass(frozen=True)
class Scale:
    """Sizes of a province.

    ``counties`` empty: all 88. ``out_share``: about the part of managers out on a working day; ``stops``: what a round
    plans; ``haste`` shortens talks and ways, so that the benchmark's numbers fit into a day; ``workers``: registered as
    working away by the end of October 2026; ``corrections``: of an account's balance, a month (each that comes late has a closed
    month calculated anew).
    """

    name: str
    counties: tuple[str, ...]
    branches: int
    staff: int
    managers: int
    households: int
    customers: int
    months: int
    out_share: float
    stops: float
    phones_out: int
    seconds_per_visit: float
    haste: float = 1.0
    workers: int = 0
    corrections: float = 0.0006


# Neighbours in Zunyi: one bank over two districts, one over one, and a county union.
TINY_COUNTIES = ("520302", "520303", "520304", "520328")

SCALES = {
    scale.name: scale
    for scale in (
        Scale(
            "tiny",
            TINY_COUNTIES,
            24,
            260,
            104,
            6_000,
            2_000,
            13,
            0.26,
            5.0,
            80,
            21.0,
            workers=1_500,
            corrections=0.0002,
        ),
        Scale("district", TINY_COUNTIES, 240, 3_700, 1_470, 140_000, 42_000, 13, 0.63, 6.2, 400, 4.5, workers=20_000),
        Scale("demo", (), 2_293, 28_000, 11_026, 1_000_000, 300_000, 13, 0.63, 6.2, 3_500, 1.0, workers=160_000),
        Scale(
            "province",
            (),
            2_293,
            28_000,
            11_026,
            11_000_000,
            10_000_000,
            24,
            1.60,
            44.0,
            3_500,
            1.0,
            haste=8.5,
            workers=1_600_000,
        ),
    )
}


def scale_named(name: str) -> Scale:
    """The scale of that name. Raises BadRequest naming those that exist."""
    if name not in SCALES:
        raise BadRequest("Scale %(name)s is unknown; allowed: %(allowed)s", name=name, allowed=", ".join(SCALES))
    return SCALES[name]
