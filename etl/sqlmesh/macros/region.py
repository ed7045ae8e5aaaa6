"""Walking up the regions by parent code, whatever the codes look like."""

from __future__ import annotations

from typing import Any

from sqlglot import exp
from sqlmesh import macro


@macro()
def ancestor(evaluator: Any, level: exp.Expression) -> str:
    """The code of the region itself (r0) or its ancestor (r1 parent, r2, r3) that is of ``level``."""
    whens = " ".join(f"when r{i}.level = {level.sql('duckdb')} then r{i}.code" for i in range(4))
    return f"case {whens} end"
