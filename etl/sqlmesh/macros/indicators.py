"""The indicators of performance as rows a model joins: which measure is part of which indicator."""

from __future__ import annotations

from typing import Any

from sqlmesh import macro

from data.performance.indicators import indicators

# (indicator, measure, is_numerator, is_ratio): kept with the model, so that it is built anew when a definition changes
PARTS = tuple(
    (one.id, measure, part == 0, int(one.denominator is not None))
    for one in indicators().values()
    for part, measure in enumerate((one.numerator, one.denominator))
    if measure is not None
)


@macro()
def indicator_parts(evaluator: Any) -> str:
    """A row per indicator and measure that goes into it."""
    return " union all ".join(
        f"select '{name}' as indicator, '{measure}' as measure, {str(above).lower()} as is_numerator, {ratio} as is_ratio"
        for name, measure, above, ratio in PARTS
    )
