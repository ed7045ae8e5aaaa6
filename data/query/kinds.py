"""What a metric's kind makes of its counts, as SQL. Counts without rows are zero.

Shares compare the groups of one answer: those of the same day, month or year when it is split by these, all of them
otherwise, before any limit is applied.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from data.metrics.registry import Metric
from data.metrics.sources import TIME

COMPARING = frozenset({"share", "share_gap", "shortfall"})  # kinds that look at the other groups of the answer


def output(one: Metric, columns: Sequence[str], by: Sequence[str]) -> exp.Expr:
    """The expression of a metric over the ``columns`` of its counts. ``by``: what the answer is split by."""
    counts = [_zero(column) for column in columns]
    if one.kind == "count":
        return _whole(counts[0], one)
    if one.kind in {"difference", "net"}:
        left = exp.Sub(this=counts[0], expression=counts[1])
        return _whole(left if one.kind == "net" else exp.func("greatest", left, exp.Literal.number(0)), one)
    if one.kind in COMPARING:
        return _compared(one.kind, counts, [d for d in by if d in TIME])
    return exp.cast(
        _part(exp.Mul(this=exp.Literal.number(f"{one.factor}.0"), expression=counts[0]), counts[1]), "double"
    )


def _whole(value: exp.Expr, one: Metric) -> exp.Expr:
    """A whole number; money and points to the hundredth, what is cut among people to the ten thousandth."""
    return exp.cast(
        value,
        {"money": "decimal(38, 2)", "score": "decimal(38, 2)", "decimal": "decimal(38, 4)"}.get(one.format, "bigint"),
    )


def _compared(kind: str, counts: list[exp.Expr], beside: Sequence[str]) -> exp.Expr:
    alls = [_over_groups(count, beside) for count in counts]
    if kind == "shortfall":
        expected = _part(exp.Mul(this=exp.cast(counts[0], "double"), expression=alls[1]), alls[0])
        lacking = exp.Sub(this=exp.paren(expected), expression=counts[1].copy())
        return exp.cast(exp.func("greatest", exp.func("round", lacking), exp.Literal.number(0)), "bigint")
    shares = [
        _part(exp.Mul(this=exp.Literal.number("1.0"), expression=c), a) for c, a in zip(counts, alls, strict=True)
    ]
    if kind == "share":
        return exp.cast(shares[0], "double")
    gap = exp.paren(exp.Sub(this=exp.paren(shares[0]), expression=exp.paren(shares[1])))
    return exp.cast(exp.Mul(this=exp.Literal.number("100.0"), expression=gap), "double")


def _over_groups(count: exp.Expr, beside: Sequence[str]) -> exp.Expr:
    columns: list[exp.Expr] = [exp.column(d, table="merged") for d in beside]
    return exp.Window(this=exp.func("sum", count.copy()), partition_by=columns)


def _part(of: exp.Expr, whole: exp.Expr) -> exp.Expr:
    """A division that is null without a base."""
    base = exp.func("nullif", whole.copy(), exp.Literal.number(0), dialect="duckdb")
    return exp.Div(this=of, expression=base, typed=False, safe=False)


def _zero(column: str) -> exp.Expr:
    return exp.func("coalesce", exp.column(column), exp.Literal.number(0))
