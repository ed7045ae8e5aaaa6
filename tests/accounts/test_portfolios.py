"""However customers are shared, claimed, handed over and left alone: indicators equal a recount, and parts are the whole."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.performance.indicators import indicators
from tests.accounts import models
from tests.accounts.recount import Bank, Row, counted
from tests.accounts.test_recount import LEVELS, parts
from tests.conftest import tiny_settings

START, END = date(2025, 12, 1), date(2026, 2, 28)
AS_OF = (date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 17))
OPEN = date(9999, 12, 31)
BRANCHES = {"B1": "E1", "B2": "E1", "B3": "E2"}
PEOPLE = ("S1", "S2", "S3", "S4")
CUSTOMERS = {"C1": "B1", "C2": "B1", "C3": "B2", "C4": "B3"}
PRODUCTS = {"demand": "deposit", "time_deposit": "deposit", "e_loan": "loan"}
SOME = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(SOME, max_examples=30)

days = st.dates(date(2025, 11, 20), END)
cents = st.integers(0, 10_000_019).map(lambda n: Decimal(n) / 100)
people = st.sampled_from(PEOPLE)
# of a stretch of time: nobody, one, two or three people, the whole or a part
sharing = st.sampled_from(
    [(), ("1",), ("1",), ("0.6", "0.4"), ("0.3333", "0.3333", "0.3334"), ("0.5",), ("0.0001", "0.9999")]
)


@st.composite
def portfolios(draw: st.DrawFn) -> list[Row]:
    """Spells of all customers: stretches of time, for all business and for a group of its own."""
    rows: list[Row] = []
    for customer in CUSTOMERS:
        for group in ("all", *draw(st.sets(st.sampled_from(["deposit", "loan", "online"]), max_size=2))):
            edges = sorted({date(2024, 1, 1), *draw(st.lists(days, max_size=3)), OPEN})
            for begin, close in pairwise(edges):
                shares = draw(sharing) if group == "all" or draw(st.booleans()) else ()
                held = draw(st.permutations(PEOPLE))
                rows += [
                    {"customer_id": customer, "product_group": group, "staff_id": staff, "share": Decimal(share),
                     "kind": "assigned", "valid_from": begin, "valid_to": close}
                    for staff, share in zip(held, shares, strict=False)
                ]  # fmt: skip
    return rows


@st.composite
def posts(draw: st.DrawFn) -> list[Row]:
    """Where people are: some move to another branch or post within the months, some after a gap, some leave."""
    rows: list[Row] = []
    for staff in PEOPLE:
        begin, kinds = date(2024, 1, 1), ("manager", "teller")
        for move in sorted(draw(st.sets(days, max_size=2))):
            if move <= begin:  # after a gap: no post begins and ends on the same day, and none begins twice
                continue
            rows.append({"staff_id": staff, "branch_id": draw(st.sampled_from(sorted(BRANCHES))),
                         "post_code": draw(st.sampled_from(kinds)), "valid_from": begin, "valid_to": move})  # fmt: skip
            begin = move + timedelta(days=draw(st.sampled_from([0, 0, 3])))
        close = draw(st.sampled_from([OPEN, OPEN, END]))
        if close > begin:
            rows.append({"staff_id": staff, "branch_id": draw(st.sampled_from(sorted(BRANCHES))),
                         "post_code": draw(st.sampled_from(kinds)), "valid_from": begin, "valid_to": close})  # fmt: skip
    return rows


@st.composite
def enrolments(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """The register of mobile banking at the end, and how it came about: taken and given up in turn."""
    held: list[Row] = []
    changes: list[Row] = []
    for customer in CUSTOMERS:
        of = {"customer_id": customer, "product_code": "mobile_bank", "product_group": "online"}
        since = draw(st.sampled_from([None, date(2025, 12, 20)]))
        for day in sorted(draw(st.sets(days.filter(lambda day: day > date(2025, 12, 20)), max_size=4))):
            changes.append(of | {"kind": "closed" if since else "opened", "changed_on": day})
            since = None if since else day
        held += [of | {"opened_date": since}] if since else []
    return held, changes


@st.composite
def banks(draw: st.DrawFn) -> Bank:
    """A bank of four customers and four people, over two months and a half."""
    accounts = [(c, p) for c in CUSTOMERS for p in ("demand", "time_deposit", "e_loan") if draw(st.integers(0, 3))]
    delivered = [(account, day) for account in accounts for day in AS_OF if draw(st.integers(0, 5))]
    moments = st.builds(lambda day, hour: datetime.combine(day, time(hour)), days, st.integers(0, 23))
    balances = [
        {"customer_id": c, "product_code": p, "balance_date": day, "balance_avg": draw(cents), "balance_eop": draw(cents),
         "days_past_due": draw(st.sampled_from([0, 0, 5])) if p == "e_loan" else 0,
         "loan_class": draw(st.sampled_from(["normal", "loss"])) if p == "e_loan" else None}
        for (c, p), day in delivered
    ]  # fmt: skip
    enrolled, changes = draw(enrolments())
    feeds: dict[str, list[Row]] = {
        "entity": [{"entity_id": e, "name": e, "short_name": e, "kind": "county_union"} for e in ("E1", "E2")],
        "branch": [{"branch_id": b, "entity_id": e, "name": b} for b, e in BRANCHES.items()],
        "household": [{"household_id": f"H{c}", "branch_id": b} for c, b in CUSTOMERS.items()],
        "customer": [{"customer_id": c, "household_id": f"H{c}", "name": c} for c in CUSTOMERS],
        "holding": [
            {"customer_id": c, "product_code": p, "product_group": g, "opened_date": date(2025, 12, 20)}
            for c in CUSTOMERS for p, g in PRODUCTS.items()
        ] + enrolled,
        "product_change": changes,
        "staff_post": draw(posts()),
        "portfolio": draw(portfolios()),
        "account_balance": balances,
        "correction": [
            {"correction_id": f"K{n}", "customer_id": c, "product_code": p, "balance_date": day, "field": "balance_avg",
             "amount": Decimal("-0.07"), "recorded_at": datetime(2026, 3, 1)}
            for n, ((c, p), day) in enumerate(delivered[::4])
        ],
        "channel_activity": [
            {"customer_id": c, "activity_date": day, "mobile_logins": draw(st.integers(0, 2)), "mobile_payments": 7,
             "quick_pay_count": 0, "merchant_count": 1, "merchant_amount": draw(cents)}
            for c in CUSTOMERS for day in AS_OF if draw(st.booleans())
        ],
        "sale": _events(draw, moments, "sale_id", "sold_at", draw(st.integers(0, 6)),
                        {"product_code": ("insurance", "social_card", "wealth")}, "fee_income"),
        "lending": _events(draw, moments, "lending_id", "happened_at", draw(st.integers(0, 8)),
                           {"kind": ("line_granted", "drawdown", "recovered"), "product_code": ("e_loan",),
                            "is_first_loan": (True, False)}),
        "conduct": [
            {"incident_id": f"I{n}", "staff_id": draw(people), "kind": draw(st.sampled_from(["complaint", "audit_finding"])),
             "points": Decimal("1.5"), "happened_at": draw(moments)}
            for n in range(draw(st.integers(0, 3)))
        ],
    }  # fmt: skip
    feeds["visit"] = [
        {"visit_id": f"V{n}", "staff_id": draw(people), "household_id": f"H{draw(st.sampled_from(sorted(CUSTOMERS)))}", "started_at": at,
         "satisfaction": draw(st.sampled_from([None, 3, 4, 5]))}
        for n, at in enumerate([datetime(2025, 12, 2, 9), *draw(st.lists(moments.filter(lambda at: at.date() >= START), max_size=12))])
    ]  # fmt: skip
    reviewed = draw(st.lists(st.sampled_from([visit["visit_id"] for visit in feeds["visit"]]), unique=True, max_size=6))
    feeds["case"] = [
        {"case_id": f"C{visit}", "visit_id": visit, "outcome": draw(st.sampled_from(["took_place", "did_not_take_place"])),
         "closed_at": draw(moments) + timedelta(days=draw(st.integers(0, 60)))}
        for visit in reviewed
    ]  # fmt: skip
    return Bank(feeds, START)


def _events(draw: Any, moments: Any, key: str, at: str, number: int, choices: Any, *more: str) -> list[Row]:
    """Events of customers, and a reversal of the first."""
    rows = [
        {key: f"{key}{n}", "customer_id": draw(st.sampled_from(sorted(CUSTOMERS))), "staff_id": draw(people), at: draw(moments),
         "amount": Decimal(100 + n), "reversal_of": None, **{name: Decimal(n) for name in more},
         **{name: draw(st.sampled_from(values)) for name, values in choices.items()}}
        for n in range(number)
    ]  # fmt: skip
    taken = [
        row | {key: f"R{key}", "amount": -row["amount"], "reversal_of": row[key], at: draw(moments)} for row in rows[:1]
    ]
    return rows + [row | {name: -row[name] for name in more} for row in taken]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("models")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("data.settings._chosen", tiny_settings(made))
        yield made


def tables(bank: Bank, home: Path, seed: int = 0) -> duckdb.DuckDBPyConnection:
    """Our tables from the bank's rows, delivered in an order that ``seed`` says."""
    dice = random.Random(seed)
    feeds = {feed: dice.sample(rows, len(rows)) for feed, rows in bank.feeds.items()}
    return models.built(feeds, home, START, END)


def known(banks_: st.SearchStrategy[Bank]) -> st.SearchStrategy[Bank]:
    """Banks in which everybody named has a post."""
    return banks_.filter(
        lambda bank: set(PEOPLE) == {row["staff_id"] for row in bank.feeds["staff_post"]} and bank.months
    )


def values_of(con: duckdb.DuckDBPyConnection, one: Any, level: str, month: date) -> dict[str, tuple[Decimal, Decimal]]:
    rows = con.execute(
        f"select unit_id, sum(numerator), {'sum' if one.denominator else 'max'}(denominator) "
        "from lake.mart.indicator_value where indicator = ? and level = ? and month = ? group by 1",
        [one.id, level, month],
    ).fetchall()
    return {unit: (above, below) for unit, above, below in rows if above or (one.denominator and below)}


def check(bank: Bank, home: Path, seed: int) -> None:
    con = tables(bank, home)
    assert models.failed_audits(con, home, START, END) == []
    for month in bank.months:
        again = counted(bank, month)
        for one in indicators().values():
            for level in LEVELS:
                assert values_of(con, one, level, month) == parts(one, again, level), (one.id, level, month)
    assert [row for row in left_over(con) if row[-1]] == []
    ordered = "from lake.mart.indicator_value order by all"
    assert con.execute(ordered).fetchall() == tables(bank, home, seed).execute(ordered).fetchall()


def left_over(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    """What people have and what nobody holds, less what the branch has, of each indicator of balances and customers."""
    for table in ("balance_measure", "customer_measure"):
        rows = con.execute(
            f"""with piece as (
                select month, branch_id, indicator, case level when 'branch' then -numerator else numerator end as amount
                from lake.mart.indicator_value where level in ('staff', 'branch')
                and indicator in (select measure from lake.core.{table})
                union all select month, branch_id, measure, value from lake.core.{table}
                where staff_id is null and list_contains(?, measure))
            select month, branch_id, indicator, sum(amount) from piece group by all""",
            [list(indicators())],
        ).fetchall()
        yield from rows


@pytest.mark.slow
@SOME
@given(bank=known(banks()), seed=st.integers(1, 9))
def test_any_portfolio_is_the_recount_and_conserves(home: Path, bank: Bank, seed: int) -> None:
    check(bank, home, seed)


@pytest.mark.slow
@MANY
@given(bank=known(banks()), seed=st.integers(1, 9))
def test_many_more_portfolios(home: Path, bank: Bank, seed: int) -> None:
    check(bank, home, seed)
