"""When a month closes, in SQL as ``etl/score_inputs.py`` has it: what the marts hold and what becomes a balance meet."""

from __future__ import annotations

from typing import Any

from sqlglot import exp
from sqlmesh import macro

from macros.closing_rule import CLOSES_AFTER

DAYS = CLOSES_AFTER.days  # kept with the model


@macro()
def closes_at(evaluator: Any, month: exp.Expression) -> str:
    """The moment from which what is recorded about the month (its first day) comes too late for it."""
    return f"(cast({month.sql('duckdb')} as timestamp) + interval '1' month + interval '{DAYS}' day)"
