"""Features know nothing of what comes after the cut; labels are what a recount finds."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import numpy as np
import pytest

from etl.offers import labels
from etl.offers.cuts import AHEAD, Plan
from etl.offers.features import PRODUCTS, features, visits
from etl.offers.training import cut_of
from models.learning.problem import problem
from models.products import catalogue
from tests.offers.conftest import as_of
from tests.tiers import every

# Facts of which the bank learns on the cut's day or later, of a customer who did nothing of the kind: {c} is the customer.
FUTURE = {
    "an event that happened before and was recorded after": """insert into lake.raw.life_event (customer_id, kind, happened_on,
        recorded_on) values ('{c}', 'house_purchase', date '{before}', date '{cut}')""",
    "an event to come": """insert into lake.raw.life_event (customer_id, kind, happened_on, recorded_on)
        values ('{c}', 'wedding', date '{after}', date '{after}')""",
    "a product taken": """insert into lake.raw.product_change (customer_id, product_code, product_group, kind, changed_on)
        values ('{c}', '{lacks}', 'loan', 'opened', date '{cut}')""",
    "a product given up": """insert into lake.raw.product_change (customer_id, product_code, product_group, kind, changed_on)
        values ('{c}', '{holds}', 'deposit', 'closed', date '{after}')""",
    "a balance": """insert into lake.raw.account_balance (customer_id, product_code, balance_date, balance_avg, balance_eop,
        days_past_due) values ('{c}', 'demand', date '{cut}', 9e6, 9e6, 99)""",
    "use of channels": """insert into lake.raw.channel_activity (customer_id, activity_date, mobile_logins, mobile_payments,
        quick_pay_count) values ('{c}', date '{cut}', 999, 999, 999)""",
    "a visit": """insert into lake.mart.fct_visit (visit_id, customer_id, visit_date, started_at, result)
        values ('X1', '{c}', date '{cut}', timestamp '{cut} 00:00:01', 'deposit_promised')""",
}  # fmt: skip
PAST = {
    "an event": FUTURE["an event to come"].replace("{after}", "{before}"),
    "a product taken": FUTURE["a product taken"].replace("{cut}", "{before}"),
    "a visit": FUTURE["a visit"].replace("{cut}", "{before}"),
}


def planted(con: duckdb.DuckDBPyConnection, cut: date, fact: str) -> None:
    """Write the fact down, of the first customer who never changed a product."""
    row = con.execute("""select h.customer_id, min(h.product_code) from lake.raw.holding as h
        anti join lake.raw.product_change as p using (customer_id) group by 1 order by 1 limit 1""").fetchone()
    assert row is not None
    held = {
        code
        for (code,) in con.execute(
            "select product_code from lake.raw.holding where customer_id = ?", [row[0]]
        ).fetchall()
    }
    lacks = next(code for code in PRODUCTS if code not in held)
    days = {"before": cut - timedelta(days=9), "cut": cut, "after": cut + timedelta(days=9)}
    con.execute(fact.format(c=row[0], holds=row[1], lacks=lacks, **days))
    visits(con, date(2024, 1, 1))


@pytest.mark.parametrize("fact", every(4, FUTURE))
def test_a_fact_of_the_future_changes_no_feature(bench: duckdb.DuckDBPyConnection, made: Plan, fact: str):
    before = features(bench, made.test)
    planted(bench, made.test, FUTURE[fact])
    assert before.equals(features(bench, made.test))


@pytest.mark.parametrize("fact", every(3, PAST))
def test_the_same_fact_of_the_past_does(bench: duckdb.DuckDBPyConnection, made: Plan, fact: str):
    before = features(bench, made.test)
    planted(bench, made.test, PAST[fact])
    assert not before.equals(features(bench, made.test))


def test_no_day_of_outcomes_is_a_day_of_features_learned_from(bench: duckdb.DuckDBPyConnection, made: Plan):
    ends = [cut + timedelta(days=AHEAD) for cut in made.cuts]
    assert (
        list(made.cuts) == sorted(made.cuts)
        and max(ends[:-2]) <= made.test
        and ends[-1] <= as_of(bench) + timedelta(days=1)
    )


def test_features_are_those_of_the_problem(bench: duckdb.DuckDBPyConnection, made: Plan):
    frame, of = features(bench, made.test), problem("next_product")
    assert (
        set(of.names) <= set(frame.columns)
        and frame["customer_id"].is_unique
        and frame["customer_id"].is_monotonic_increasing
    )
    assert not {"sex", "county_kind", "is_opted_out"} & set(of.names)
    assert len(frame) == len(of.matrix(frame))


@pytest.mark.slow
def test_holdings_at_a_cut_are_those_recounted(bench: duckdb.DuckDBPyConnection, made: Plan):
    """From the register of today, undoing one change after the other."""
    held = set(bench.execute("select customer_id, product_code from lake.raw.holding").fetchall())
    changes = bench.execute(
        """select customer_id, product_code, kind from lake.raw.product_change
        where changed_on >= ? order by changed_on desc, kind""",
        [made.test],
    ).fetchall()
    for customer, product, kind in changes:
        (held.discard if kind == "opened" else held.add)((customer, product))
    frame = features(bench, made.test)
    found = {
        (customer, code)
        for code in PRODUCTS
        for customer in frame["customer_id"][frame[f"has_{code}"].fillna(False).astype(bool)]
    }
    assert found == {one for one in held if one[0] in set(frame["customer_id"])}


def test_labels_are_those_recounted(bench: duckdb.DuckDBPyConnection, made: Plan):
    cut, codes = cut_of(bench, made.test), tuple(catalogue().products)
    changes = bench.execute(
        "select customer_id, product_code, kind, changed_on from lake.raw.product_change"
    ).fetchall()
    last = made.test + timedelta(days=AHEAD)
    taken = {(c, p) for c, p, kind, day in changes if kind == "opened" and made.test <= day < last}
    customers = cut.frame["customer_id"].tolist()
    found = {(customers[n], codes[p]) for p, n in zip(*np.nonzero(cut.hit[: len(codes)]), strict=True)}
    assert found == {one for one in taken if one[1] in codes} and found
    gone = {c for c, p, kind, day in changes if kind == "closed" and p in labels.DEPOSITS and made.test <= day < last}
    leaves = {customers[n] for n in np.flatnonzero(cut.hit[len(codes)])}
    assert gone & set(customers) <= leaves
