"""What is said of the lineage of offers is what the stage's SQL reads."""

from __future__ import annotations

import duckdb
import pytest
from sqlglot import exp, parse_one
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import traverse_scope

from etl.offers.features import BIT, EVENTS, SQL
from etl.offers.sources import JUDGED, KNOWN, RULES, sources

KEYS = {"customer_id", "household_id", "code", "county_code", "prefecture_code"}  # what rows are joined by
Columns = set[tuple[str, str]]


@pytest.fixture
def there(bench: duckdb.DuckDBPyConnection) -> Columns:
    """(table, column) of everything in the lake."""
    sql = "select schema_name || '.' || table_name, column_name from duckdb_columns() where database_name = 'lake'"
    return set(bench.execute(sql).fetchall())


def read_by(text: str, there: Columns) -> Columns:
    """What of it a select reads."""
    schema: dict = {}
    for table, column in there:
        place, name = table.split(".")
        schema.setdefault(place, {}).setdefault(name, {})[column] = "varchar"
    tree = qualify(parse_one(text, dialect="duckdb"), schema={"lake": schema}, dialect="duckdb")
    return {
        (f"{table.db}.{table.name}", column.name)
        for scope in traverse_scope(tree)
        for column in scope.columns
        if isinstance(table := scope.sources.get(column.table), exp.Table)
    }


def test_what_a_model_may_look_at_is_what_the_features_read(there: Columns) -> None:
    events = ", ".join(f"max(happened_on) filter (where kind = '{one}') as days_since_{one}" for one in EVENTS)
    text = SQL.format(bit=BIT, holdings="h.held, h.given_up", events=events)
    text = text.replace("offer_visit", "lake.mart.fct_visit")
    told = KNOWN | RULES | JUDGED
    assert {one for one in read_by(text, there) if one[1] not in KEYS} == told and len(told) > 30


def test_every_source_is_a_column_there_is(there: Columns) -> None:
    assert all(sources().values()) and frozenset().union(*sources().values()) <= there
