"""One statement for the six levels: province, prefecture, county, entity, branch, staff."""

from __future__ import annotations

from typing import Any

from sqlglot import exp
from sqlmesh import macro

ANCESTORS = ("prefecture_code", "county_code", "entity_id", "branch_id", "staff_id")
LEVELS: dict[str, tuple[str, ...]] = {
    "province": (),
    "prefecture": ("prefecture_code",),
    "county": ("county_code", "prefecture_code"),
    "entity": ("entity_id",),
    "branch": ("branch_id", "entity_id"),
    "staff": ("staff_id", "branch_id", "entity_id"),
}


def level_select(source: str, level: str, by: str, measures: str) -> str:
    """A SELECT of one level: level, unit_id, ancestors implied by it (others null), ``by``, measures."""
    columns = LEVELS[level]
    unit = columns[0] if columns else "'province'"
    ancestors = ", ".join(a if a in columns else f"cast(null as varchar) as {a}" for a in ANCESTORS)
    grouping = [*columns, *([by] if by else [])]
    return (
        f"select '{level}' as level, cast({unit} as varchar) as unit_id, {ancestors}, {by + ', ' if by else ''}{measures} "
        f"from {source}"
        + (f" where {columns[0]} is not null" if columns else "")
        + (f" group by {', '.join(grouping)}" if grouping else "")
    )


@macro()
def levels(evaluator: Any, source: exp.Expression, by: exp.Expression, *measures: exp.Expression) -> str:
    """``measures`` of ``source`` at each level by ``by`` (or nothing); source carries all ancestors."""
    column = by.sql("duckdb")
    texts = ", ".join(m.sql("duckdb") for m in measures)
    return " union all ".join(
        level_select(source.sql("duckdb"), level, "" if column in {"NULL", ""} else column, texts) for level in LEVELS
    )
