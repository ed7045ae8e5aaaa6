"""What would I get: the real calculation on one unit's kept steps with other values; and what moves the score most.

Targets stay as they were; peers stay where they are. A value is what the unit did itself: items that count the value of
its branch or entity do not move.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any

import duckdb

from data.performance.calculation import add_up
from data.performance.calculation_items import COLUMNS, items_sql
from data.performance.calculation_items import steps_sql as tiers_sql
from data.performance.calculation_points import points_sql
from data.performance.exact import literal, scaled
from data.performance.indicators import indicators
from data.performance.library import in_force

REACH = Decimal("0.05")  # of the target: what is looked at as within reach


@dataclass(frozen=True)
class Outcome:
    """``points`` by (branch, post, item number), ``groups`` by name, ``total``; all as the calculation gives them."""

    points: dict[tuple[str | None, str, int], Decimal]
    groups: dict[str, Decimal]
    total: Decimal


@dataclass(frozen=True)
class Lever:
    """What an indicator can still bring. ``per_step``: points for one more ``step`` (the indicator's natural unit);
    ``amount`` is about a twentieth of the target in whole steps, ``gain`` the points for it."""

    indicator: str
    group: str
    step: Decimal
    per_step: Decimal
    amount: Decimal
    gain: Decimal


def what_if(
    con: duckdb.DuckDBPyConnection, level: str, unit_id: str, month: date, changes: Mapping[str, Decimal]
) -> Outcome:
    """The scores with other numerators: indicator → what is added to what was done. ``con`` holds ``score_step``."""
    con.execute(f"create or replace temp table what_if_step as {what_if_sql(level, unit_id, month, changes)}")
    add_up(con, steps="what_if_step", into="what_if")
    steps = con.execute("select branch_id, post_code, item, points from what_if_step").fetchall()
    groups = con.execute("select grp, points from what_if_group").fetchall()
    total = con.execute("select total from what_if_total").fetchone()
    return Outcome({tuple(row[:3]): row[3] for row in steps}, dict(groups), total[0] if total else Decimal(0))


def what_if_sql(level: str, unit_id: str, month: date, changes: Mapping[str, Decimal]) -> str:
    """SQL of the unit's ``score_step`` with the changes. A person's changes count in the longest segment."""
    schemes = [s for s in in_force(month).values() if s.level == level]
    added = " ".join(f"when {literal(name)} then {_amount(amount)}" for name, amount in changes.items())
    where = f"month = {literal(month)} and level = {literal(level)}"
    kept = f"(select * from score_step where {where} and unit_id = {literal(unit_id)})"
    others = f"""(select * from score_step where {where} and unit_id <> {literal(unit_id)} and (scheme, version, item) in (
            select (scheme, version, item) from item where rule = 'rank' or target_kind = 'peers'))"""
    first = "dense_rank() over (order by k.days desc, coalesce(k.branch_id, ''), k.post_code) = 1"
    given = ", ".join(f"item.{name.strip()}" for name in COLUMNS.split(", "))
    more = (
        f"case when k.\"of\" = 'self' and {first} then case k.indicator {added} else 0 end else 0 end" if added else "0"
    )
    return f"""with item as (
    {items_sql(schemes)}
),
step as (
    {tiers_sql(schemes)}
),
given as (
    select k.month, k.as_of, k.unit_id, k.entity_id, coalesce(k.branch_id, '') as branch_id, k.post_code,
        cast(k.month_days as bigint) as month_days, cast(k.days as bigint) as days, {given},
        k.numerator + {more} as numerator, k.denominator, k.adjustment, {scaled("k.target", 6)} as target6
    from {kept} as k join item on k.scheme = item.scheme and k.version = item.version and k.item = item.item
),{points_sql(others)}
select * from scored"""


def _amount(amount: Decimal) -> str:
    return f"cast('{amount:.4f}' as decimal(24, 4))"


def levers(con: duckdb.DuckDBPyConnection, level: str, unit_id: str, month: date) -> list[Lever]:
    """What moves the score most, best first: only what the unit does itself, and only what still brings points."""
    rows = _movable(con, level, unit_id, month)
    now = what_if(con, level, unit_id, month, {}).points
    one = what_if(con, level, unit_id, month, {r["indicator"]: r["one"] for r in rows}).points
    much = what_if(con, level, unit_id, month, {r["indicator"]: r["much"] for r in rows}).points
    found: dict[str, Lever] = {}
    for row in rows:
        per_step = sum((one[key] - now[key] for key in row["keys"]), Decimal(0))
        gain = sum((much[key] - now[key] for key in row["keys"]), Decimal(0))
        if gain > 0:
            found[row["indicator"]] = Lever(row["indicator"], row["group"], row["step"], per_step, row["amount"], gain)
    return sorted(found.values(), key=lambda lever: (-lever.gain, lever.indicator))


def _movable(con: duckdb.DuckDBPyConnection, level: str, unit_id: str, month: date) -> list[dict[str, Any]]:
    """Indicators of the longest segment with what one step and what a twentieth of the target adds to the numerator."""
    rows = con.execute(
        """select indicator, any_value(grp), max(abs(target)), max(abs(value)), max(denominator), any_value(days),
            any_value(month_days), list((branch_id, post_code, item)) from score_step
        where month = ? and level = ? and unit_id = ? and "of" = 'self' and rule <> 'veto'
        group by indicator, scheme, branch_id, post_code
        qualify dense_rank() over (order by any_value(days) desc, coalesce(branch_id, ''), post_code) = 1""",
        [month, level, unit_id],
    ).fetchall()
    return [_moved(*row) for row in rows]


def _moved(
    name: str, group: str, target: Decimal | None, value: Decimal | None, denominator: Decimal | None, days: int,
    month_days: int, keys: list[tuple[str | None, str, int]],
) -> dict[str, Any]:  # fmt: skip
    known = indicators()[name]
    sign = 1 if known.direction == "up" else -1
    base = (target or value or Decimal(0)) * REACH * (Decimal(days) / month_days if known.additive else 1)
    amount = known.step * max(1, int((base / known.step).to_integral_value(ROUND_CEILING)))
    under = Decimal(1) if known.additive else denominator or Decimal(0)
    return {
        "indicator": name, "group": group, "step": known.step, "amount": sign * amount, "one": sign * known.step * under,
        "much": sign * amount * under, "keys": [tuple(key) for key in keys],
    }  # fmt: skip
