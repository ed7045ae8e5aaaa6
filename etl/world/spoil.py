"""Deliberate bad rows, as banks deliver them: few, and known in number.

A spoilt visit takes the place of a good one (a doubled key adds one). Spoilt customers are always broken second copies,
so that nothing that refers to them falls with them. Every kind must be caught by the feed's contract.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from etl.world.dice import dice


@dataclass(frozen=True)
class Spoiling:
    """One way to spoil a row: the values put into its columns. ``doubles`` keeps the good row and adds a second."""

    name: str
    values: dict[str, str]
    doubles: bool = False


VISIT = (
    Spoiling("missing_key", {"visit_id": ""}),
    Spoiling("unknown_staff", {"staff_id": "99999999"}),
    Spoiling("impossible_date", {"started_at": "2026-02-30 10:00:00"}),
    Spoiling("rating_out_of_range", {"satisfaction": "9"}),
    Spoiling("not_a_number", {"accuracy_m": "约20米"}),
    Spoiling("doubled_key", {}, doubles=True),
    Spoiling("outside_the_globe", {"lon": "206.713", "lat": "96.55"}),
)
CUSTOMER = (
    Spoiling("missing_key", {"customer_id": ""}, doubles=True),
    Spoiling("impossible_date", {"birth_date": "1985-13-41"}, doubles=True),
    Spoiling("not_a_number", {"annual_income": "三万左右"}, doubles=True),
    Spoiling("doubled_key", {}, doubles=True),
)
CHANCE = 0.15  # that a kind occurs on a day


def visits_to_spoil(seed: int, day: date, rows: int) -> dict[int, Spoiling]:
    """Which rows of the whole day (numbered in the order visits ended) are spoilt, and how."""
    rng = dice(seed, "spoil", day.toordinal())
    occurs, place = rng.random(len(VISIT)) < CHANCE, rng.random(len(VISIT))
    if rows < 20:
        return {}
    return {int(p * rows): way for way, p, happens in zip(VISIT, place, occurs, strict=True) if happens}


def customers_to_spoil(seed: int, rows: int) -> dict[int, Spoiling]:
    """Three of each kind in a delivery of customers."""
    places = dice(seed, "spoil customers").choice(rows, 3 * len(CUSTOMER), replace=False)
    return {int(place): CUSTOMER[index % len(CUSTOMER)] for index, place in enumerate(places)}


def part(table: pa.Table, ways: dict[int, Spoiling]) -> tuple[pa.Table, list[str]]:
    """Take the rows to spoil out of the table; return what stays and the bad rows as CSV lines."""
    lines = [_line(table.slice(row, 1), way) for row, way in sorted(ways.items())]
    gone = [row for row, way in ways.items() if not way.doubles]
    if not gone:
        return table, lines
    stays = np.ones(table.num_rows, bool)
    stays[gone] = False
    return table.filter(pa.array(stays)), lines


def _line(row: pa.Table, way: Spoiling) -> str:
    buffer = io.BytesIO()
    pacsv.write_csv(row, buffer, pacsv.WriteOptions(include_header=False, quoting_style="none"))
    values = dict(zip(row.column_names, buffer.getvalue().decode().rstrip("\n").split(","), strict=True))
    return ",".join((values | way.values).values())
