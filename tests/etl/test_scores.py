"""Closing of months: once, kept, replayed byte for byte; what comes later is a balance of the month it became known in."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import insert

from data import lake
from data.errors import NotFound
from data.ops.engine import engine, migrate, writing
from data.ops.schema import score_adjustments
from data.performance.exact import relation
from data.performance.indicators import indicators
from data.settings import Settings
from etl import score_inputs as inputs
from etl.__main__ import main
from etl.project import PROJECT
from etl.score_replay import closed_months, verify
from etl.scores import is_due, settle
from tests.conftest import tiny_settings

AUGUST, SEPTEMBER, OCTOBER = (date(2026, month, 1) for month in (8, 9, 10))
NOW = date(2026, 10, 20)
MONTHS = {AUGUST: date(2026, 8, 31), SEPTEMBER: date(2026, 9, 30), OCTOBER: NOW}
PEOPLE = {"S1": "B1", "S2": "B1", "S3": "B2", "S4": "B2"}
UNITS = [
    *(("staff", person, branch, "E1", "manager") for person, branch in PEOPLE.items()),
    ("branch", "B1", "B1", "E1", ""), ("branch", "B2", "B2", "E1", ""), ("entity", "E1", None, "E1", ""),
]  # fmt: skip
TABLES = {
    "mart.performance_unit": "month date, as_of date, level varchar, unit_id varchar, branch_id varchar, entity_id varchar, post_code varchar, days integer",
    "mart.indicator_value": "month date, level varchar, unit_id varchar, branch_id varchar, post_code varchar, indicator varchar, numerator decimal(24, 4), denominator decimal(24, 4)",
    "mart.performance_target": "level varchar, unit_id varchar, indicator varchar, year integer, target decimal(24, 4)",
    "core.account_month": "month date, customer_id varchar, product_code varchar, product_group varchar, staff_id varchar, branch_id varchar, entity_id varchar, post_code varchar, share decimal(9, 4), loan_class varchar, days_past_due integer",
    "core.visit_refuted": "month date, level varchar, staff_id varchar, branch_id varchar, entity_id varchar, post_code varchar, measure varchar, known_at timestamp, value decimal(24, 4)",
    "raw.correction": "correction_id varchar, customer_id varchar, product_code varchar, balance_date date, field varchar, amount decimal(18, 2), recorded_at timestamp",
}


class Home:
    """A home whose lake holds small marts."""

    def __init__(self, path: Path) -> None:
        self.settings: Settings = tiny_settings(path)
        lake.prepare(self.settings)
        migrate(engine(self.settings))
        self.con: duckdb.DuckDBPyConnection = lake.connect(self.settings)
        for table, columns in TABLES.items():
            self.con.execute(f"create schema if not exists lake.{table.split('.')[0]}")
            self.con.execute(f"create table lake.{table} ({columns})")
        self._fill()

    def _fill(self) -> None:
        units = [(m, as_of, *unit, as_of.day) for m, as_of in MONTHS.items() for unit in UNITS]
        values = [
            (month, level, unit, branch, post, name, 100 + 7 * i + 3 * j + month.month, 1 if one.additive else 1000)
            for month in MONTHS
            for i, (level, unit, branch, _, post) in enumerate(UNITS)
            for j, (name, one) in enumerate(indicators().items())
            if name not in {"incidents", "complaints"}
        ]
        targets = [(u[0], u[1], name, 2026, 150 + n) for n, u in enumerate(UNITS) for name in indicators()]
        holders = [
            (m, f"C{s}", "demand", "deposit", s, b, "E1", "manager", 1, None, 0)
            for m in MONTHS
            for s, b in PEOPLE.items()
        ]
        for table, rows in zip(TABLES, (units, values, targets, holders), strict=False):
            columns = dict(
                column.split(maxsplit=1)
                for column in TABLES[table].replace("(24, 4)", "(24,4)").replace("(9, 4)", "(9,4)").split(", ")
            )
            self.con.execute(f"insert into lake.{table} {relation(columns, rows)}")

    def settle(self, day: date = NOW) -> list[date]:
        return settle(self.con, engine(self.settings), day)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.con.execute(sql).fetchall()

    def correct(self, month: date, person: str, amount: int, at: str) -> None:
        row = (
            uuid.uuid4().hex,
            f"C{person}",
            "demand",
            MONTHS[month],
            "balance_avg",
            amount,
            datetime.fromisoformat(at),
        )
        self.con.execute("insert into lake.raw.correction values (?, ?, ?, ?, ?, ?, ?)", row)

    def refute(self, month: date, person: str, households: int, at: str) -> None:
        """A visit of the month found, at that moment, not to have taken place: that many households fewer."""
        units = (
            ("staff", person, PEOPLE[person], "manager"),
            ("branch", None, PEOPLE[person], ""),
            ("entity", None, None, ""),
        )
        for level, staff, branch, post in units:
            row = (month, level, staff, branch, "E1", post, "visit_households", datetime.fromisoformat(at), households)
            self.con.execute("insert into lake.core.visit_refuted values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def adjust(self, month: date, person: str, amount: int, at: str) -> None:
        moment = datetime.fromisoformat(at)
        row = {
            "adjustment_id": str(uuid.uuid4()),
            "month": month,
            "level": "staff",
            "unit_id": person,
            "indicator": "loan_avg",
        }
        row |= {
            "amount": amount * 10_000,
            "reason": "claim",
            "proposed_by": "U1",
            "proposed_at": moment,
            "approved_by": "U2",
            "approved_at": moment,
        }
        with writing(engine(self.settings)) as connection:
            connection.execute(insert(score_adjustments), [row])


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path / "home")
    yield made
    made.con.close()


def kept(home: Home) -> list[tuple[Any, ...]]:
    return home.rows("select * from lake.score.step where month < '2026-10-01' order by all") + home.rows(
        "select * from lake.score.total where month < '2026-10-01' order by all"
    )


def test_months_that_are_over_close_once_and_the_open_one_goes_on(home) -> None:
    assert home.settle() == [AUGUST, SEPTEMBER, OCTOBER]
    assert closed_months(home.con) == [AUGUST, SEPTEMBER]
    assert home.settle() == [] and not is_due(home.con, engine(home.settings))
    assert home.rows("select count(*), max(total) > 0 from lake.score.total where month = '2026-10-01'") == [(7, True)]


@pytest.mark.slow
def test_a_month_closes_when_the_fifth_of_the_next_is_whole(home) -> None:
    home.settle(date(2026, 10, 4))
    assert closed_months(home.con) == [AUGUST]
    home.settle(date(2026, 10, 5))
    assert closed_months(home.con) == [AUGUST, SEPTEMBER]


@pytest.mark.parametrize("month", [SEPTEMBER, date(2026, 12, 1), date(2028, 2, 1)])
def test_the_models_close_a_month_when_scores_do(month, monkeypatch) -> None:
    monkeypatch.syspath_prepend(str(PROJECT))
    from macros.closing import closes_at
    from sqlglot import parse_one

    sql = closes_at(None, parse_one(f"date '{month}'", dialect="duckdb"))
    assert duckdb.sql(f"select {sql}").fetchone() == (inputs.closes_at(month),)


def test_the_day_a_month_closes_is_written_once() -> None:
    written = re.compile(r"interval\s+'?5'?\s+day|timedelta\((days=)?5\)")
    files = [path for path in PROJECT.parent.rglob("*") if path.suffix in {".py", ".sql"}]
    assert [path.stem for path in files if written.search(path.read_text("utf-8"))] == ["closing_rule"]


@pytest.mark.slow
def test_a_closed_month_stays_and_replays_whatever_is_loaded_later(home) -> None:
    home.settle()
    before = kept(home)
    home.con.execute(
        "update lake.mart.indicator_value set numerator = numerator + 40 where month < '2026-10-01' and unit_id in ('S1', 'B1')"
    )
    home.con.execute("update lake.mart.performance_target set target = target * 2")
    assert home.settle() == [OCTOBER]
    assert kept(home) == before
    assert [verify(home.con, month).is_same for month in (AUGUST, SEPTEMBER)] == [True, True]


@pytest.mark.slow
def test_closed_and_balances_are_what_would_be_now(home) -> None:
    home.settle()
    home.con.execute(
        "update lake.mart.indicator_value set numerator = numerator + 10 where month = '2026-09-01' and unit_id in ('S1', 'S3')"
    )
    home.settle()
    home.con.execute(
        "update lake.mart.indicator_value set numerator = numerator - 3 where month = '2026-09-01' and unit_id = 'S1'"
    )
    home.settle()
    owed = home.rows(
        "select level, unit_id, origin_month, sum(amount) from lake.score.balance group by all order by all"
    )
    assert owed and {row[2] for row in owed} == {SEPTEMBER}
    now = Home(home.settings.home.parent / "other")
    now.con.execute(
        "update lake.mart.indicator_value set numerator = numerator + 7 where month = '2026-09-01' and unit_id = 'S1'"
    )
    now.con.execute(
        "update lake.mart.indicator_value set numerator = numerator + 10 where month = '2026-09-01' and unit_id = 'S3'"
    )
    now.settle()
    totals = "select level, unit_id, total from lake.score.total where month = '2026-09-01' order by 1, 2"
    together = {row[:2]: row[2] for row in home.rows(totals)}
    for level, unit, _, amount in owed:
        together[level, unit] += amount
    assert together == {row[:2]: row[2] for row in now.rows(totals)}
    now.con.close()


@pytest.mark.slow
def test_a_balance_is_part_of_the_total_it_is_given_in(home) -> None:
    home.settle()
    home.correct(SEPTEMBER, "S1", 60, "2026-10-12T09:00")
    home.settle()
    rows = home.rows(
        "select t.unit_id, t.total - (points - withheld), b.amount from lake.score.total as t join lake.score.balance as b "
        "using (month, level, unit_id) where month = '2026-10-01'"
    )
    assert "S1" in {row[0] for row in rows} and all(row[1] == row[2] != 0 for row in rows)


@pytest.mark.slow
def test_a_correction_counts_when_it_was_recorded_in_time_else_where_it_was_recorded(home) -> None:
    home.correct(AUGUST, "S1", 60, "2026-09-20T09:00")
    home.settle()
    found = home.rows("select distinct month, origin_month from lake.score.balance where unit_id = 'S1'")
    assert found == [(SEPTEMBER, AUGUST)]
    assert verify(home.con, SEPTEMBER).is_same and verify(home.con, AUGUST).is_same


@pytest.mark.slow
def test_a_visit_refuted_late_is_a_balance_of_the_month_in_which_that_was_found(home) -> None:
    home.settle()
    before = kept(home)
    home.refute(AUGUST, "S1", 220, "2026-09-20T09:00")
    home.refute(SEPTEMBER, "S3", 220, "2026-10-12T09:00")
    assert home.settle() == [OCTOBER] and kept(home) == before
    owed = home.rows(
        "select unit_id, origin_month, amount < 0 from lake.score.balance where level = 'staff' and month = '2026-10-01'"
    )
    assert ("S3", SEPTEMBER, True) in owed and "S1" not in {row[0] for row in owed}
    fresh = Home(home.settings.home.parent / "other")
    fresh.refute(AUGUST, "S1", 220, "2026-09-20T09:00")
    fresh.settle()
    found = fresh.rows("select distinct month, origin_month, amount < 0 from lake.score.balance where unit_id = 'S1'")
    assert found == [(SEPTEMBER, AUGUST, True)]
    fresh.con.close()


@pytest.mark.slow
def test_when_it_was_loaded_does_not_matter_for_what_was_recorded_in_a_month_then_open(home) -> None:
    home.settle(date(2026, 9, 25))
    home.correct(AUGUST, "S1", 60, "2026-09-20T09:00")
    home.settle(date(2026, 9, 26))
    home.settle()
    other = Home(home.settings.home.parent / "other")
    other.correct(AUGUST, "S1", 60, "2026-09-20T09:00")
    other.settle()
    prints = "select month, fingerprint from lake.score.closing order by 1"
    assert home.rows(prints) == other.rows(prints)
    other.con.close()


@pytest.mark.slow
def test_adjustments_count_before_the_closing_and_become_balances_after(home) -> None:
    home.adjust(AUGUST, "S2", 50, "2026-08-20T10:00")
    home.settle()
    step = "select adjustment, numerator from lake.score.step where month = '2026-08-01' and unit_id = 'S2' and indicator = 'loan_avg'"
    (adjustment, numerator), plain = (
        home.rows(step)[0],
        home.rows(
            "select numerator from lake.mart.indicator_value where month = '2026-08-01' and unit_id = 'S2' and indicator = 'loan_avg'"
        )[0][0],
    )
    assert (adjustment, numerator) == (Decimal(50), plain + 50)
    home.adjust(SEPTEMBER, "S2", -60, "2026-10-10T10:00")
    assert is_due(home.con, engine(home.settings))
    assert home.settle() == [OCTOBER]
    assert home.rows("select origin_month, amount < 0 from lake.score.balance where unit_id = 'S2'") == [
        (SEPTEMBER, True)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("table", ["step", "total"])
def test_a_changed_row_does_not_pass(home, table: str) -> None:
    home.settle()
    home.con.execute(
        f"update lake.score.{table} set points = points + 0.01 where month = '2026-09-01' and unit_id = 'S1'"
    )
    found = verify(home.con, SEPTEMBER)
    assert not found.is_same and found.again == found.closed and "staff S1" in found.differing
    with pytest.raises(NotFound):
        verify(home.con, OCTOBER)


@pytest.mark.slow
def test_the_command_says_whether_months_are_the_same(home, monkeypatch, capsys) -> None:
    home.settle()
    monkeypatch.setattr("data.settings._chosen", home.settings)
    assert main(["scores", "--verify", "all"]) == 0
    assert capsys.readouterr().out.count("identical") == 2
    home.con.execute("update lake.score.step set points = points + 0.01 where month = '2026-08-01' and unit_id = 'S1'")
    assert main(["scores", "--verify", "2026-08"]) == 1
    assert main(["scores", "--verify", "August"]) == 1
    assert "a month as 2026-10" in capsys.readouterr().err
