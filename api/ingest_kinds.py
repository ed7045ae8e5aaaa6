"""The kinds of things phones send, visits and positions: how many at a time, as what model, checked and kept how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Table

from api.ingest_checks import (
    Errors,
    check_positions,
    check_visits,
    numbered_position,
    numbered_visit,
    position_row,
    visit_row,
)
from api.ingest_models import PositionIn, VisitIn
from api.people import Person
from data.ops.directory import Directory
from data.ops.incoming import Row
from data.ops.schema import positions, visits


@dataclass(frozen=True)
class Kind:
    """``models`` reads, ``row`` makes a row of ``table``, ``check`` says what does not fit, ``numbered`` gives its id."""

    many: str
    limit: int
    models: TypeAdapter[list[Any]]
    table: Table
    row: Callable[[Any, Person, datetime], Row]
    check: Callable[[Sequence[Row], Person, Directory], list[Errors]]
    numbered: Callable[[Row, int, Directory], Row]


VISITS = Kind("visits", 500, TypeAdapter(list[VisitIn]), visits, visit_row, check_visits, numbered_visit)
POSITIONS = Kind(
    "positions", 1000, TypeAdapter(list[PositionIn]), positions, position_row, check_positions, numbered_position
)
