"""From a plan to SQL: built as a tree, values only as bound parameters, identifiers only from the registry.

The text is kept by plan (``lru_cache``): values and the snapshot's schema are filled in when it runs.
"""

from __future__ import annotations

from functools import lru_cache

from sqlglot import exp, parse_one

from data.metrics.registry import metric
from data.metrics.sources import ALL_SOURCES, Source
from data.query.kinds import output
from data.query.plan import Part, Plan, leaves

STOCK_DAYS = "stock_days"  # the parameter with the days a stock is read on
SCHEMA = "the_schema"  # stands for the schema of the snapshot read; replaced as text when the query runs


@lru_cache(maxsize=1024)
def sql_of(plan: Plan) -> str:
    """The text of the plan's query, with ``SCHEMA`` where the snapshot's schema belongs."""
    whole = [part for part in plan.parts if set(part.by) == set(plan.by)]
    coarse = [part for part in plan.parts if set(part.by) != set(plan.by)]
    if not whole:  # nothing splits this finely: cannot be, a metric is refused dimensions it does not have
        raise ValueError("a plan needs a part that splits by all dimensions asked for")
    query = _merged(whole, plan.by)
    for index, part in enumerate(coarse):
        query = query.with_(f"coarse{index}", as_=_select(part, part.by, [c for c, _e in part.counts], part.counts))
    query = _joined(query, coarse, plan)
    for name in plan.outputs:
        query = query.select(exp.alias_(output(metric(name), _columns(name), plan.by), name, quoted=False))
    query = query.order_by(*_order(plan))
    if plan.has_limit:
        query = query.limit(_bound("limit"))
    return query.sql(dialect="duckdb")


@lru_cache(maxsize=1024)
def sql_of_part(part: Part) -> str:
    """The text of one part alone: its groups, then its counts; a month or year is its first day."""
    return _select(part, part.by, [column for column, _expression in part.counts], part.counts).sql(dialect="duckdb")


def _merged(parts: list[Part], by: tuple[str, ...]) -> exp.Select:
    """``with merged as (all parts stacked, one row a group)``, nothing selected yet."""
    columns = [column for part in parts for column, _expression in part.counts]
    selects = [_select(part, by, columns, part.counts) for part in parts]
    if len(selects) == 1:
        return exp.Select().with_("merged", as_=selects[0])
    stacked: exp.Expr = selects[0]
    for select in selects[1:]:
        stacked = exp.union(stacked, select, distinct=False)
    merged = exp.select(*[exp.column(d) for d in by], *[exp.alias_(exp.Max(this=exp.column(c)), c) for c in columns])
    merged = merged.from_(exp.to_table("stacked"))
    if by:
        merged = merged.group_by(*[exp.column(d) for d in by])
    return exp.Select().with_("stacked", as_=stacked).with_("merged", as_=merged)


def _joined(query: exp.Select, coarse: list[Part], plan: Plan) -> exp.Select:
    query = query.select(*[_shown(d) for d in plan.by]).from_(exp.to_table("merged"))
    for index, part in enumerate(coarse):
        name = f"coarse{index}"
        same = [
            exp.NullSafeEQ(this=exp.column(d, table="merged"), expression=exp.column(d, table=name)) for d in part.by
        ]
        query = query.join(exp.to_table(name), on=exp.and_(*same) if same else exp.true(), join_type="left")
    return query


def _select(part: Part, by: tuple[str, ...], columns: list[str], counts: tuple[tuple[str, str], ...]) -> exp.Select:
    """The select of one part: its groups, its counts, and nulls where other parts have theirs."""
    source, mine = ALL_SOURCES[part.source], dict(counts)
    select = exp.select(*[exp.alias_(_group(source, d), d) for d in by])
    for column in columns:
        value = parse_one(mine[column], read="duckdb") if column in mine else exp.null()
        select = select.select(exp.alias_(value, column))
    select = select.from_(exp.table_(source.name, db=SCHEMA))
    if source.time == "instant":
        select = _at_instants(select, part)
    for condition in _conditions(part, source):
        select = select.where(condition)
    return select.group_by(*[_group(source, d) for d in by]) if by else select


def _conditions(part: Part, source: Source) -> list[exp.Expr]:
    found: list[exp.Expr] = []
    kind = part.window or "all"
    if part.level:
        found.append(exp.column("level").eq(exp.Literal.string(part.level)))
    if source.time == "stock":
        found.append(_is_any(exp.column(source.date or ""), STOCK_DAYS))
    elif source.date:
        found.append(exp.LTE(this=exp.column(source.date), expression=_bound(f"hi_{kind}")))
        if part.has_low:
            found.append(exp.GTE(this=exp.column(source.date), expression=_bound(f"lo_{kind}")))
    if part.until_moment and source.moment:
        found.append(exp.LTE(this=exp.column(source.moment), expression=_bound("moment")))
    if source.time == "now" and source.moment:
        found.append(exp.GTE(this=exp.column(source.moment), expression=_bound("seen_after")))
    if part.scope:
        found.append(exp.column(source.columns[part.scope]).eq(_bound("scope")))
    found += [_is_any(_group(source, name), f"picked_{name}") for name in part.picked]
    return found + [_filter(source, name, shape) for name, shape in part.filters]


def _filter(source: Source, name: str, shape: str) -> exp.Expr:
    column = _group(source, name)
    if shape == "range":
        return exp.Between(this=column, low=_bound(f"{name}_from"), high=_bound(f"{name}_to"))
    return exp.EQ(this=column, expression=_bound(name)) if shape == "one" else _is_any(column, name)


def _is_any(column: exp.Expr, name: str) -> exp.Expr:
    return exp.EQ(this=column, expression=exp.Any(this=exp.paren(_bound(name))))


def _group(source: Source, dimension: str) -> exp.Expr:
    """The expression of a dimension; a month or year is its first day until it is shown."""
    if dimension in source.columns:
        return exp.column(source.columns[dimension])
    if dimension == "hour":
        assert source.moment, "hours need a moment"
        return exp.func("hour", exp.column(source.moment), dialect="duckdb")
    day = exp.column("group_start" if source.time == "instant" else source.date or "")
    if dimension == "day":
        return day
    return exp.cast(exp.func("date_trunc", exp.Literal.string(dimension), day, dialect="duckdb"), "date")


def _at_instants(select: exp.Select, part: Part) -> exp.Select:
    """Join the days at which a stock is counted: ``valid_from <= at_day < valid_to``."""
    kind = part.window or "all"
    days = exp.select(
        exp.alias_(exp.Anonymous(this="unnest", expressions=[_bound(f"starts_{kind}")]), "group_start"),
        exp.alias_(exp.Anonymous(this="unnest", expressions=[_bound(f"days_{kind}")]), "at_day"),
    )
    day = exp.column("at_day")
    holds = exp.and_(
        exp.LTE(this=exp.column("valid_from"), expression=day),
        exp.LT(this=day.copy(), expression=exp.column("valid_to")),
    )
    return select.join(days.subquery("instants"), on=holds)


def _shown(dimension: str) -> exp.Expr:
    column = exp.column(dimension, table="merged")
    if dimension == "month":
        return exp.alias_(exp.func("strftime", column, exp.Literal.string("%Y-%m"), dialect="duckdb"), "month")
    if dimension == "year":
        return exp.alias_(exp.func("year", column, dialect="duckdb"), "year")
    return column


def _columns(name: str) -> list[str]:
    return [leaf.column for leaf in leaves(metric(name))]


def _order(plan: Plan) -> list[exp.Expr]:
    """As asked; else time forward, or the first metric downward. Ids break ties, so that pages do not flicker."""
    terms = list(plan.order)
    if not terms and not any(d in {"day", "month", "year", "hour"} for d in plan.by):
        terms = [(plan.outputs[0], True)]
    terms += [(d, False) for d in plan.by if d not in {name for name, _descending in terms}]
    return [
        exp.Ordered(
            this=exp.column(name, table="merged" if name in plan.by else None), desc=descending, nulls_first=False
        )
        for name, descending in terms
    ]


def _bound(name: str) -> exp.Expr:
    return exp.Placeholder(this=name)
