"""A listing asked for a few columns gives the same rows; tables of an earlier release are made anew."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from data.errors import BadRequest
from data.listing import listing
from data.offer_shapes import FORECAST, columns
from data.scope import Asker, acting
from etl.offers import tables

PROVINCE = Asker.of("t0", "省", "executive", "province", None)
WHERE = {"product": "insurance", "is_offered": True}


@pytest.mark.parametrize("order", [None, "-probability", "village_code"])
@pytest.mark.parametrize("asked", [("name", "probability"), ("customer_id",), ("phone", "village_code", "as_of")])
def test_few_columns_are_those_of_all(province: Path, asked: tuple[str, ...], order: str | None):
    with acting(PROVINCE):
        whole = listing("propensity", WHERE, order=order, limit=40, offset=5)
        few = listing("propensity", WHERE, order=order, limit=40, offset=5, columns=asked)
    assert set(asked) <= set(few.frame.columns) < set(whole.frame.columns) and few.total == whole.total
    names = [name for name in few.frame.columns]
    assert few.frame.equals(whole.frame[names]), "masked and named as ever"
    assert "phone" not in asked or few.frame["phone"].str.contains(r"\*").all()


def test_a_column_there_is_none_of_is_refused(province: Path):
    with acting(PROVINCE), pytest.raises(BadRequest, match="shoe_size"):
        listing("propensity", WHERE, columns=("customer_id", "shoe_size"))


def test_rows_beyond_the_page_are_counted_when_asked(province: Path):
    with acting(PROVINCE):
        assert listing("propensity", WHERE, limit=10, is_counted=False).total == 10
        assert listing("propensity", WHERE, limit=10).total > 10


def test_a_table_of_an_earlier_release_is_made_anew():
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as lake")
        tables.create(con)
        con.execute("insert into lake.offer.seen values ('2026-11-25/1/x')")
        con.execute("insert into lake.offer.eve values ('v', date '2026-10-01', 'wealth', 'C1', 0.1)")
        tables.create(con)
        assert con.execute("select count(*) from lake.offer.seen").fetchone() == (1,), "nothing to do"
        con.execute("alter table lake.offer.forecast drop column reason_5")
        tables.create(con)
        found = [row[0] for row in con.execute("describe lake.offer.forecast").fetchall()]
        assert found == columns(FORECAST)
        assert con.execute("select count(*) from lake.offer.seen").fetchone() == (0,), "the day is foretold again"
        assert con.execute("select count(*) from lake.offer.eve").fetchone() == (1,), "what is right stays"
