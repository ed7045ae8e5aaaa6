"""Where scores will land, as it is published: of each unit what the rule says, of a month that is over nothing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import duckdb
import pytest

from data.performance.forecast import Whole, landing
from etl import score_landing, score_tables

JULY, TODAY = date(2026, 7, 1), date(2026, 7, 20)
POINTS = {"S1": (80, 82, 81, 85, 84, 86), "S2": (70, 72, 60, 75, 71, 90), "S3": (50, 51)}  # from January on


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """Scores of half a year and of the month that runs; of S1 what stood on the same days too, of S3 too little."""
    made = duckdb.connect()
    made.execute("attach ':memory:' as lake")
    score_tables.create(made)
    for unit, points in POINTS.items():
        for month, earned in enumerate(points, start=7 - len(points)):
            last = (date(2026, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            _total(made, unit, last, earned)
            if unit == "S1":
                _kept(made, unit, last.replace(day=19), earned - 10 - month)
        _total(made, unit, TODAY, 60)
    return made


def _total(con: duckdb.DuckDBPyConnection, unit: str, as_of: date, points: int) -> None:
    con.execute(
        "insert into lake.score.total (month, as_of, level, unit_id, points, withheld, balance) values (?, ?, 'staff', ?, ?, 1, 0.5)",
        [as_of.replace(day=1), as_of, unit, points],
    )


def _kept(con: duckdb.DuckDBPyConnection, unit: str, day: date, points: int) -> None:
    con.execute("insert into lake.score.progress values (?, ?, 'staff', ?, ?)", [day.replace(day=1), day, unit, points])


def _published(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[Decimal, ...]]:
    score_landing.leave(con)
    rows = con.execute("select unit_id, expected_low, expected, expected_high, month from score_landing").fetchall()
    assert {row[4] for row in rows} <= {JULY}
    return {row[0]: row[1:4] for row in rows}


def test_each_unit_gets_what_the_rule_says_and_who_has_too_few_months_nothing(con) -> None:
    found = _published(con)
    assert found.keys() == {"S1", "S2"}
    for unit, got in found.items():
        rows = con.execute(
            "select month, as_of, points - withheld, balance from lake.score.total where unit_id = ?", [unit]
        )
        months = [Whole(*row) for row in rows.fetchall()]
        kept = con.execute("select month, as_of, total from lake.score.progress where unit_id = ?", [unit]).fetchall()
        wanted = landing(months, kept, JULY)
        assert wanted and got == (wanted.low, wanted.expected, wanted.high)
        assert wanted.method == ("same_days" if unit == "S1" else "months")


def test_a_month_that_is_over_lands_nowhere(con) -> None:
    con.execute("update lake.score.total set as_of = date '2026-07-31' where month = date '2026-07-01'")
    assert _published(con) == {}
