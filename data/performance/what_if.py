"""What would I get: the real calculation on one unit's kept steps with other values; and what moves the score most.

Targets stay as they were; peers stay where they are. What a person does more of, the outlet and the entity have more of too,
so items that count their value move as well (``EVERYWHERE``). One change moves all indicators it touches (``linked``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

import duckdb

from data.performance.calculation import add_up
from data.performance.calculation_items import COLUMNS, items_sql
from data.performance.calculation_items import steps_sql as tiers_sql
from data.performance.calculation_points import points_sql
from data.performance.exact import literal, scaled
from data.performance.indicators import indicators
from data.performance.library import in_force
from data.performance.linked import Amounts, Moved, moved, touched

REACH = Decimal("0.05")  # of the target: what is looked at as within reach
OWN, EVERYWHERE = ("self",), ("self", "branch", "entity")  # whose value an item counts


@dataclass(frozen=True)
class Outcome:
    """``points`` by (branch, post, item number), ``groups`` by name, ``total``; all as the calculation gives them.

    ``by_indicator``: indicator → points of its items together, in all segments.
    """

    points: dict[tuple[str | None, str, int], Decimal]
    groups: dict[str, Decimal]
    total: Decimal
    by_indicator: dict[str, Decimal]


@dataclass(frozen=True)
class Lever:
    """What an indicator can still bring: ``amount`` more of it, about a twentieth of the target in whole steps (``step`` is the
    indicator's natural unit), gives ``gain`` points. ``of`` says whose value counts."""

    indicator: str
    group: str
    of: str
    step: Decimal
    amount: Decimal
    gain: Decimal


def what_if(
    con: duckdb.DuckDBPyConnection,
    level: str,
    unit_id: str,
    month: date,
    changes: Moved,
    of: Sequence[str] = EVERYWHERE,
) -> Outcome:
    """The scores with other values, of items that count the value ``of`` these. ``con`` holds ``score_step``."""
    con.execute(f"create or replace temp table what_if_step as {what_if_sql(level, unit_id, month, changes, of)}")
    add_up(con, steps="what_if_step", into="what_if")
    steps = con.execute("select branch_id, post_code, item, points, indicator from what_if_step").fetchall()
    groups = con.execute("select grp, points from what_if_group").fetchall()
    total = con.execute("select total from what_if_total").fetchone()
    sums: dict[str, Decimal] = {}
    for *_key, points, name in steps:
        sums[name] = sums.get(name, Decimal(0)) + points
    return Outcome({tuple(row[:3]): row[3] for row in steps}, dict(groups), total[0] if total else Decimal(0), sums)


def what_if_sql(level: str, unit_id: str, month: date, changes: Moved, of: Sequence[str]) -> str:
    """SQL of the unit's ``score_step`` with the changes. A person's changes count in the longest segment."""
    schemes = [s for s in in_force(month).values() if s.level == level]
    where = f"month = {literal(month)} and level = {literal(level)}"
    kept = f"(select * from score_step where {where} and unit_id = {literal(unit_id)})"
    others = f"""(select * from score_step where {where} and unit_id <> {literal(unit_id)} and (scheme, version, item) in (
            select (scheme, version, item) from item where rule = 'rank' or target_kind = 'peers'))"""
    given = ", ".join(f"item.{name.strip()}" for name in COLUMNS.split(", "))
    return f"""with item as (
    {items_sql(schemes)}
),
step as (
    {tiers_sql(schemes)}
),
given as (
    select k.month, k.as_of, k.unit_id, k.entity_id, coalesce(k.branch_id, '') as branch_id, k.post_code,
        cast(k.month_days as bigint) as month_days, cast(k.days as bigint) as days, {given},
        k.numerator + {_added(changes.above, of)} as numerator, k.denominator + {_added(changes.under, of)} as denominator,
        k.adjustment, {scaled("k.target", 6)} as target6
    from {kept} as k join item on k.scheme = item.scheme and k.version = item.version and k.item = item.item
),{points_sql(others)}
select * from scored"""


def _added(amounts: Amounts, of: Sequence[str]) -> str:
    if not amounts:
        return "0"
    cases = " ".join(f"when {literal(name)} then {_amount(amount)}" for name, amount in amounts.items())
    first = "dense_rank() over (order by k.days desc, coalesce(k.branch_id, ''), k.post_code) = 1"
    mine = f'list_contains({literal(list(of))}, k."of")'
    return f"case when {mine} and {first} then case k.indicator {cases} else 0 end else 0 end"


def _amount(amount: Decimal) -> str:
    return f"cast('{amount:.4f}' as decimal(24, 4))"


def levers(con: duckdb.DuckDBPyConnection, level: str, unit_id: str, month: date) -> list[Lever]:
    """What moves the score most, best first: only what still brings points, and of what moves together the best alone."""
    now = what_if(con, level, unit_id, month, Moved()).by_indicator
    found: list[Lever] = []
    for rows in _apart(_movable(con, level, unit_id, month)):
        then = what_if(con, level, unit_id, month, moved({row.indicator: row.numerator for row in rows})).by_indicator
        for row in rows:
            gain = sum((then[name] - now[name] for name in touched(row.indicator) & now.keys()), Decimal(0))
            found.append(Lever(row.indicator, row.group, row.of, row.step, row.amount, gain))
    kept: list[Lever] = []
    for lever in sorted(found, key=lambda lever: (-lever.gain, lever.indicator)):
        if lever.gain > 0 and not any(lever.indicator in indicators()[better.indicator].moves for better in kept):
            kept.append(lever)
    return kept


@dataclass(frozen=True)
class _Change:
    """A lever before its gain is known; ``numerator``: what is added to what was done."""

    indicator: str
    group: str
    of: str
    step: Decimal
    amount: Decimal
    numerator: Decimal


def _apart(changes: Sequence[_Change]) -> Iterator[list[_Change]]:
    """In lots of what does not touch each other, so that one calculation tells of all in a lot."""
    left = list(changes)
    while left:
        taken, used = list[_Change](), set[str]()
        for change in left:
            if not (mine := touched(change.indicator)) & used:
                taken.append(change)
                used |= mine
        left = [change for change in left if change not in taken]
        yield taken


def _movable(con: duckdb.DuckDBPyConnection, level: str, unit_id: str, month: date) -> list[_Change]:
    """A twentieth of the target more of each indicator of the longest segment."""
    rows = con.execute(
        """select indicator, any_value(grp), case when bool_or("of" = 'self') then 'self' else min("of") end,
            max(abs(target)), max(abs(value)), max(denominator), any_value(days), any_value(month_days)
        from score_step where month = ? and level = ? and unit_id = ? and rule <> 'veto'
        group by indicator, scheme, branch_id, post_code
        qualify dense_rank() over (order by any_value(days) desc, coalesce(branch_id, ''), post_code) = 1""",
        [month, level, unit_id],
    ).fetchall()
    return [_sized(*row) for row in rows]


def _sized(
    name: str, group: str, of: str, target: Decimal | None, value: Decimal | None, denominator: Decimal | None, days: int,
    month_days: int,
) -> _Change:  # fmt: skip
    known = indicators()[name]
    part = Decimal(days) / month_days if known.additive and of == "self" else Decimal(1)
    steps = ((target or value or Decimal(0)) * REACH * part / known.step).to_integral_value(ROUND_CEILING)
    amount = known.step * max(1, int(steps)) * (1 if known.direction == "up" else -1)
    under = Decimal(1) if known.additive else denominator or Decimal(0)
    return _Change(name, group, of, known.step, amount, amount * under)
