"""Exact arithmetic in SQL on whole numbers: DuckDB divides decimals as doubles, and its ``//`` on wide integers is slow.

A quotient is guessed as a double and put right by what is left over, which is exact whatever the guess was.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

MICRO = 1_000_000


def half_up(a: str, b: str) -> str:
    """SQL: the whole number ``a`` over the positive ``b``, rounded half away from zero. Both are names of columns."""
    return f"(sign({a}) * {_floor(f'(2 * abs({a}) + {b})', f'(2 * {b})')})"


def _floor(a: str, b: str) -> str:
    """a ≥ 0, b > 0. The first guess is off by a double's error, the second by one at most, the third is right."""
    guess = f"cast(round(cast({a} as double) / cast({b} as double)) as hugeint)"
    nearer = f"({guess} + cast(floor(cast({a} - {guess} * {b} as double) / cast({b} as double)) as hugeint))"
    rest = f"({a} - {nearer} * {b})"
    return f"({nearer} + case when {rest} < 0 then -1 when {rest} >= {b} then 1 else 0 end)"


def scaled(column: str, decimals: int) -> str:
    """SQL: a decimal as a whole number of its last digit."""
    return f"cast({column} * {10**decimals} as hugeint)"


def as_decimal(whole: str, decimals: int, width: int = 28) -> str:
    """SQL: a whole number back as a decimal with so many places."""
    unit = f"cast('0.{'0' * (decimals - 1)}1' as decimal({decimals + 1}, {decimals}))"
    return f"cast(cast({whole} as decimal({37 - decimals}, 0)) * {unit} as decimal({width}, {decimals}))"


def micro(value: Decimal) -> int:
    """A number in millionths."""
    return int(value * MICRO)


def hundredths(value: Decimal) -> int:
    """Points in hundredths."""
    return int(value * 100)


def literal(value: object) -> str:
    """A value as SQL writes it."""
    if value is None:
        return "null"
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, date):
        return f"date '{value:%Y-%m-%d}'"
    if isinstance(value, list | tuple):
        return f"[{', '.join(literal(v) for v in value)}]"
    return "'" + str(value).replace("'", "''") + "'"


def relation(columns: dict[str, str], rows: Iterable[tuple[object, ...]]) -> str:
    """SQL: rows as a relation with typed columns; without rows an empty one."""
    listed = list(rows)
    kept = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in columns.items())
    marks = listed or [tuple(None for _ in columns)]
    values = ",\n    ".join(f"({', '.join(literal(v) for v in row)})" for row in marks)
    none = "" if listed else " where false"
    return f"select {kept} from (values\n    {values}) as given({', '.join(columns)}){none}"
