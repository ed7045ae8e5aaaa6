"""What is served of forecasts: everybody and every product not held, rules kept, reasons in words, campaigns by the feeds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from data.errors import Forbidden
from data.listing import listing
from data.offer_shapes import SHAPES
from data.query import ask
from data.scope import Asker, acting
from data.settings import settings
from etl.publish import pointer
from models.learning import artifact
from models.learning.uplift import effect_of
from models.newcomer import Newcomer
from models.products import catalogue
from models.reasons import sentence, sentences

PROVINCE = Asker.of("t0", "省", "executive", "province", None)


@pytest.fixture(scope="module")
def served(province: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    current = pointer(province)
    assert current is not None
    with duckdb.connect(str(province / "serving" / current["file"]), read_only=True) as con:
        yield con


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple]:
    return con.execute(sql).fetchall()


def test_every_customer_and_product_not_held_has_a_forecast(served: duckdb.DuckDBPyConnection):
    products = tuple(catalogue().products)
    held = rows(
        served, f"select count(*) from holding join dim_customer using (customer_id) where product_code in {products}"
    )[0][0]
    customers = rows(served, "select count(*) from dim_customer")[0][0]
    found = rows(served, "select count(*), count(distinct (customer_id, product_code)) from propensity")[0]
    assert found == (customers * len(products) - held,) * 2 and rows(
        served, "select count(*) from customer_portrait"
    ) == [(customers,)]
    assert not rows(served, "from propensity semi join holding using (customer_id, product_code)")


def test_numbers_keep_their_bounds(served: duckdb.DuckDBPyConnection):
    assert not rows(
        served,
        """select probability, low, high from propensity
        where not (0 <= low and low <= probability + 1e-6 and probability <= high + 1e-6 and high <= 1)""",
    )
    assert not rows(served, "from propensity where abs(expected - probability * value) > 0.02 + 0.0001 * value")
    low, high = rows(
        served, "select min(p), max(p) from (select avg(probability) as p from propensity group by product_code)"
    )[0]
    assert 0.001 < low < high < 0.06


def test_who_is_left_out_has_a_reason_and_no_place(served: duckdb.DuckDBPyConnection):
    assert not rows(served, "from propensity where is_offered <> (suppressed_by is null) or (rank > 0) <> is_offered")
    assert not rows(
        served,
        """from propensity semi join (from dim_customer where is_opted_out) using (customer_id)
        where suppressed_by is distinct from 'opted_out'""",
    )
    assert not rows(
        served,
        """from propensity as p join customer_portrait as c using (customer_id)
        where p.product_code = 'e_loan' and p.is_offered and (c.days_past_due > 0 or c.age < 18 or c.age > 65)""",
    )
    assert not rows(
        served,
        f"""from propensity as p join customer_portrait as c using (customer_id)
        where p.is_offered and c.visits_30d >= {catalogue().contact.most}""",
    )


def test_places_follow_the_expected_value(served: duckdb.DuckDBPyConnection):
    assert not rows(
        served,
        """select a.customer_id from propensity as a join propensity as b
        on a.customer_id = b.customer_id and a.rank = b.rank + 1 and b.rank > 0 and a.expected > b.expected + 0.01""",
    )
    assert not rows(
        served,
        f"""select staff_id from customer_portrait where is_task group by staff_id
        having count(*) > {catalogue().capacity} or count(*) <> count(distinct staff_place)""",
    )


def test_reasons_are_sentences_of_the_catalogue(served: duckdb.DuckDBPyConnection):
    codes = {
        code
        for (code,) in rows(
            served, "select distinct unnest([reason_1, reason_2, reason_3, reason_4, reason_5]) from propensity"
        )
        if code
    }
    assert len(codes) > 15 and all(sentence(code) for code in codes)
    assert not rows(
        served, "from propensity where (reason_1 is null) <> (effect_1 is null) or least(effect_1, effect_2) <= 0"
    )
    assert rows(served, "select count(*) from propensity where effect_3 < 0 or effect_4 < 0")[0][0] > 100
    texts = [text for sides in sentences().values() for text in (sides.high, sides.low, sides.less) if text]
    assert all(text.zh and text.en and "_" not in text.en.split("{")[0] for text in texts)


def test_the_first_reasons_tell_customers_of_a_list_apart(served: duckdb.DuckDBPyConnection):
    alike = rows(
        served,
        """select product_code, reason_1, reason_2, count(*) as n from (
            from propensity where is_offered qualify row_number() over (partition by product_code order by probability desc) <= 50
        ) group by all""",
    )
    shares = {product: max(n for one, _, _, n in alike if one == product) / 50 for product, *_ in alike}
    assert sorted(shares.values())[len(shares) // 2] < 0.6, shares


def test_who_was_contacted_knows_until_when(served: duckdb.DuckDBPyConnection):
    """The day from which the list has them again: fewer than the most visits lie within the days before it."""
    rule = catalogue().contact
    visits: dict[str, list[date]] = {}
    for customer, day in rows(
        served, "select customer_id, visit_date from fct_visit where result <> 'not_home' and customer_id is not null"
    ):
        visits.setdefault(customer, []).append(day)
    found = rows(served, "select customer_id, as_of, visits_30d, free_on from customer_portrait")
    assert {n >= rule.most for _, _, n, _ in found} == {True, False}
    for customer, as_of, seen, free_on in found:
        latest = sorted((day for day in visits.get(customer, []) if day <= as_of), reverse=True)
        assert (free_on is not None) == (seen >= rule.most)
        assert free_on is None or (free_on - latest[rule.most - 1]).days == rule.days + 1


def test_campaign_results_are_counted_from_the_feeds(served: duckdb.DuckDBPyConnection):
    found = rows(
        served,
        """select treated, treated_hits, control, control_hits, uplift, low, high from campaign_result
        where part = 'all' order by campaign_id""",
    )
    assert len(found) >= 8
    for *counts, uplift, low, high in found:
        again = effect_of(*counts)
        assert (uplift, low, high) == pytest.approx((again.uplift, again.low, again.high))
    assert not rows(
        served,
        """select campaign_id from campaign_result where part in ('all', 'group') group by campaign_id
        having sum(case when part = 'all' then treated + control else -(treated + control) end) <> 0""",
    )


def test_the_card_names_its_rivals_and_who_it_was_fair_to(served: duckdb.DuckDBPyConnection):
    parts = {
        part
        for (part,) in rows(served, "select distinct part from model_quality where measure in ('auc', 'fair_said')")
    }
    assert {"model", "popularity", "logistic", "sex:F", "sex:M"} <= parts and any(
        part.startswith("county:") for part in parts
    )
    version, tested, trained = rows(
        served, "select version, tested_on, trained_to from model_version where is_current"
    )[0]
    assert trained < tested and version == artifact.current(settings().home / "models", "next_product")


def test_before_the_accounts_the_tables_are_there_and_empty(served: duckdb.DuckDBPyConnection):
    for name, columns in SHAPES.items():
        with duckdb.connect() as con:
            con.execute(f"create table shape ({columns})")
            assert con.execute("describe shape").fetchall() == served.execute(f"describe {name}").fetchall(), name


def test_a_newcomer_is_advised_with_more_doubt(province: Path, served: duckdb.DuckDBPyConnection):
    newcomer = Newcomer.read(province / "models")
    assert newcomer is not None
    advice = newcomer.advise({"customer_group": "senior", "age": 70, "annual_income": 30_000})
    named = {one.product for one in advice}
    assert "time_deposit" in named and not named & {"e_loan", "farm_credit", "bill_agency", "startup"}
    assert all(one.low <= one.probability <= one.high for one in advice) and len(newcomer.advise({})) == len(
        catalogue().products
    )


@pytest.mark.parametrize("name", ["propensity", "customer_portrait", "customer_event", "product_change"])
def test_rows_are_those_of_the_own_part_and_masked(province: Path, name: str):
    with acting(PROVINCE):
        everything = listing(name, limit=500)
        staff = everything.frame["staff_id"].dropna().iloc[0]
    with acting(Asker.of("t3", "人", "manager", "staff", staff)):
        own = listing(name, limit=500)
        assert set(own.frame["staff_id"]) == {staff} and own.total < everything.total
        if "phone" in own.frame:
            assert own.frame["phone"].dropna().str.contains(r"\*").all()
    with acting(Asker.of("t5", "柜", "clerk", "staff", staff)), pytest.raises(Forbidden):
        listing(name)


def test_metrics_add_up_what_portraits_say(province: Path, served: duckdb.DuckDBPyConnection):
    names = ["customers_described", "customers_recommended", "expected_value", "deposit_leavers_expected"]
    with acting(PROVINCE):
        frame = ask(names, by=["entity"]).frame
    count, recommended, value = rows(
        served, "select count(*), count(next_product), sum(next_expected::decimal(18, 2)) from customer_portrait"
    )[0]
    assert frame["customers_described"].sum() == count and frame["customers_recommended"].sum() == recommended
    assert float(frame["expected_value"].astype(float).sum()) == pytest.approx(float(value))
    assert 0 < frame["deposit_leavers_expected"].astype(float).sum() < count


def test_forecasts_do_not_depend_on_the_day_they_are_read(served: duckdb.DuckDBPyConnection):
    days: set[date] = {
        day
        for (day,) in rows(served, "select distinct as_of from propensity union select as_of from customer_portrait")
    }
    assert days == {rows(served, "select as_of_date from publication")[0][0]}
