"""What a unit would have got by another version of its scheme: the real calculation on its figures as they are served."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from data.performance.calculation import add_up, steps_sql
from data.performance.calculation_given import Given
from data.performance.exact import literal
from data.performance.rules import Peer, Ranked
from data.performance.scheme import Scheme


@dataclass(frozen=True)
class Earlier:
    """``steps`` as the calculation leaves them, ``groups`` group → points, ``total`` without balances of closed months."""

    steps: list[dict[str, Any]]
    groups: dict[str, float]
    total: float


def by_version(con: duckdb.DuckDBPyConnection, level: str, unit_id: str, month: date, scheme: Scheme) -> Earlier | None:
    """The score by ``scheme``; None when it does not fit the unit. ``con`` holds the served marts and ``score_step``."""
    con.execute(
        f"create or replace temp table earlier_step as {steps_sql([month], [scheme], _given(level, unit_id, month, scheme))}"
    )
    con.execute(f"delete from earlier_step where unit_id <> {literal(unit_id)}")
    add_up(con, steps="earlier_step", into="earlier")
    total = con.execute("select total from earlier_total").fetchone()
    if total is None:
        return None
    groups = con.execute("select grp, points from earlier_group").fetchall()
    rows = con.execute("from earlier_step order by item, branch_id")
    names = [column[0] for column in rows.description or ()]
    steps = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    return Earlier(steps, {name: float(points) for name, points in groups}, float(total[0]))


def _given(level: str, unit_id: str, month: date, scheme: Scheme) -> Given:
    """The unit alone, with what its branch and entity did; all of its kind where the scheme looks at peers."""
    months = f"month in ({literal(month)}, {literal(month.replace(year=month.year - 1))}) and level = {literal(level)}"
    own, above = months, "level <> 'staff'"
    if not looks_at_peers(scheme):
        own = f"{months} and unit_id = {literal(unit_id)}"
        above += f""" and unit_id in (select unnest([branch_id, entity_id]) from performance_unit
            where level = {literal(level)} and unit_id = {literal(unit_id)})"""
    return Given(
        units=f"(select * from performance_unit where ({own}) or ({above}))",
        values=f"(select * from indicator_value where ({own}) or ({above}))",
        adjustments=f"""(select distinct month, level, unit_id, indicator, adjustment as amount from score_step
            where month = {literal(month)} and level = {literal(level)} and unit_id = {literal(unit_id)} and adjustment <> 0)""",
    )


def looks_at_peers(scheme: Scheme) -> bool:
    """Whether a score by it depends on what others do."""
    return any(isinstance(item.rule, Ranked | Peer) or item.target.kind == "peers" for item in scheme.items)
