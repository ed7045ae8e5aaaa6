"""Amounts cut among holders in whole cents: parts side by side, so that they always add up to the whole."""

from __future__ import annotations

from typing import Any

from sqlglot import exp
from sqlmesh import macro


@macro()
def part(
    evaluator: Any, amount: exp.Expression, low: exp.Expression, high: exp.Expression, whole: exp.Expression
) -> str:
    """The piece of a whole number from ``low`` to ``high`` of ``whole`` (all of it where there is no holder)."""
    a, lo, hi, w = (e.sql("duckdb") for e in (amount, low, high, whole))
    return f"case when {lo} is null or {hi} - {lo} = {w} then {a} else ({a} * {hi}) // {w} - ({a} * {lo}) // {w} end"


@macro()
def unpivot(evaluator: Any, source: exp.Expression, *measures: exp.Expression) -> str:
    """A row per month, holder and measure that is not zero, from columns of ``source``."""
    keys = "month, staff_id, branch_id, entity_id, post_code"
    return " union all ".join(
        f"select {keys}, '{name}' as measure, cast({name} as decimal(24, 4)) as value "
        f"from {source.sql('duckdb')} where {name} <> 0"
        for name in (m.sql("duckdb") for m in measures)
    )
