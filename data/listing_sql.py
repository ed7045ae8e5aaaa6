"""The text of a listing's queries. Kept by shape: equal trees give one text, the values are bound when it runs."""

from __future__ import annotations

from functools import lru_cache

from sqlglot import exp

from data.query.sql import SCHEMA

Trees = tuple[exp.Expr, ...]
KEPT = 512


@lru_cache(maxsize=KEPT)
def records_sql(table: str, columns: tuple[str, ...], conditions: Trees) -> str:
    """All rows with these columns, in no order: sorting a few rows costs the planner more than it costs us."""
    chosen = exp.select(*(exp.column(one, quoted=True) for one in columns))
    return chosen.from_(_of(table)).where(*conditions).sql("duckdb")


@lru_cache(maxsize=KEPT)
def page_sql(table: str, columns: tuple[str, ...], missing: frozenset[str], conditions: Trees, terms: Trees) -> str:
    """The rows of one page; what other tables add to them is asked for afterwards (``data/lookups.py``).

    Without ``terms`` in no order. A column ``missing`` (it came with a later release) is empty in an earlier publication.
    """
    chosen = exp.select(*(exp.alias_(exp.null(), one) if one in missing else exp.column(one) for one in columns))
    page = chosen.from_(_of(table)).where(*conditions)
    page = page.order_by(*terms) if terms else page
    return page.limit(exp.Placeholder(this="limit")).offset(exp.Placeholder(this="offset")).sql("duckdb")


@lru_cache(maxsize=KEPT)
def count_sql(table: str, conditions: Trees) -> str:
    """How many rows there are."""
    return exp.select("count(*)").from_(_of(table)).where(*conditions).sql("duckdb")


def _of(table: str) -> exp.Table:
    return exp.table_(table, db=SCHEMA)
