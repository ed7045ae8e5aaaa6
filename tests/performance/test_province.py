"""On the tiny province, built by the real ETL: what is published is what the plain-Python calculation says."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from data.performance.library import in_force
from tests.etl.served import published
from tests.performance import reference


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[reference.Row]:
    """Rows as dictionaries."""
    found = con.execute(sql)
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@pytest.fixture(scope="module")
def served(province: Path):
    """The publication, when it has balances."""
    file = published(province)
    assert file is not None
    with duckdb.connect(str(file), read_only=True) as con:
        yield con


def test_a_closed_month_is_what_plain_python_says(served) -> None:
    month = served.execute(
        "select max(month) from score_closing where month in (select month from score_step)"
    ).fetchone()[0]
    years = f"month in ('{month}', '{month.replace(year=month.year - 1)}')"
    units = rows(served, f"select * from performance_unit where {years}")
    values = rows(served, f"select * from indicator_value where {years}")
    targets = rows(served, "select * from performance_target")
    texts = [scheme.text for scheme in in_force(month).values()]
    wanted = reference.calculate(texts, month, values, targets, units=units)
    steps = served.execute(
        f"select month, level, unit_id, branch_id, post_code, item, value, target, completion, points from score_step where month = '{month}'"
    ).fetchall()
    assert len(steps) > 2_000
    assert {row[:6]: row[6:] for row in steps} == {
        key: (step.value, step.target, step.completion, step.points) for key, step in wanted.steps.items()
    }
    totals = served.execute(
        f"select month, level, unit_id, points - withheld from score_total where month = '{month}'"
    ).fetchall()
    assert {row[:3]: row[3] for row in totals} == wanted.totals


def test_every_total_is_its_groups_and_balances(served) -> None:
    off = served.execute(
        """select count(*) from (select *, coalesce(points_deposit, 0) + coalesce(points_loan, 0) + coalesce(points_online, 0)
            + coalesce(points_offline, 0) as groups from score_total)
        left join (select month, level, unit_id, sum(amount) as owed from score_balance group by all) using (month, level, unit_id)
        where points <> groups or balance <> coalesce(owed, 0) or total <> points - withheld + balance"""
    ).fetchone()
    assert off == (0,)
