"""The tiny province's rows in a lake in memory, to which a test may add what it likes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from data import lake
from data.settings import settings
from etl.offers.cuts import Plan, plan
from etl.offers.features import visits

RAW = (
    "customer", "holding", "account_balance", "channel_activity", "product_change", "life_event", "past_campaign",
    "campaign_member", "visit",
)  # fmt: skip
MART = ("fct_visit", "dim_household", "dim_region", "dim_customer")
Tables = dict[str, pa.Table]


@pytest.fixture(scope="session")
def kept(province: Path) -> Tables:
    """What the lake holds."""
    con = lake.connect(settings())
    names = [*(f"raw.{name}" for name in RAW), *(f"mart.{name}" for name in MART)]
    try:
        return {name: con.execute(f"select * from lake.{name}").to_arrow_table() for name in names}
    finally:
        con.close()


@pytest.fixture
def bench(kept: Tables) -> Iterator[duckdb.DuckDBPyConnection]:
    """A lake in memory with the same rows."""
    con = duckdb.connect(config={"threads": 1})
    con.execute("attach ':memory:' as lake")
    con.execute("create schema lake.raw")
    con.execute("create schema lake.mart")
    for name, rows in kept.items():
        con.register("rows", rows)
        con.execute(f"create table lake.{name} as select * from rows")
        con.unregister("rows")
    yield con
    con.close()


@pytest.fixture
def made(bench: duckdb.DuckDBPyConnection) -> Plan:
    """The plan of the tiny province."""
    found = plan(bench, as_of(bench))
    assert found is not None
    visits(bench, date(2024, 1, 1))
    return found


def as_of(con: duckdb.DuckDBPyConnection) -> date:
    """The last day of the accounts."""
    return con.execute("select max(business_date) from lake.raw.account_balance").fetchone()[0]
