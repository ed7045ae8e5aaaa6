"""Only what people confirmed touches scores: on the tiny province a visit confirmed as not having taken place does not count, a
confirmation after the month was closed is a balance, and all is what plain Python says."""

from __future__ import annotations

import shutil
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data import settings as module
from data.ops.engine import engine
from data.performance.library import in_force
from data.serving import snapshot
from data.settings import use
from etl.run import run_pass
from tests.conftest import tiny_settings
from tests.etl.served import published
from tests.performance import reference
from tests.performance.test_province import rows
from tests.review import made

pytestmark = pytest.mark.slow
Key = tuple[Any, ...]


@pytest.fixture(scope="module")
def judged(province: Path, tmp_path_factory: pytest.TempPathFactory):
    """A province in which all cases of one outlet's manager and one old one were closed; (connection, before, refuted visits)."""
    home, before = tmp_path_factory.mktemp("judged") / "home", module._chosen
    shutil.copytree(province, home)
    chosen = tiny_settings(home)
    use(chosen)
    try:
        refuted = _confirmed()
        run_pass(chosen)
        with duckdb.connect(str(published(home)), read_only=True) as con:
            con.execute(f"attach '{published(province)}' as earlier (read_only)")
            yield con, refuted
    finally:
        engine(chosen).dispose()
        module._chosen = before


def _confirmed() -> list[str]:
    """Confirm visits of the month that runs, of a month closed since, and one that did take place; the refuted ones.

    Each the only one at its household in its time, so that leaving it out is to be seen in the count.
    """
    as_of = snapshot().as_of_date
    month = as_of.replace(day=1)
    closed_month = (month - timedelta(days=40)).replace(day=1)
    alone = "qualify count(*) over (partition by household_id) = 1"
    recent = made.visits(f"visit_date between date '{month}' and date '{as_of}' {alone}", 6)
    old = made.visits(
        f"visit_date between date '{closed_month}' and date '{closed_month + timedelta(days=20)}' {alone}", 6
    )
    assert len(recent) == len(old) == 6
    keys = made.opened(recent + old)
    for key in keys[:-1]:
        made.put(key, state="closed", outcome="did_not_take_place", closed_at=datetime.now())
    made.put(keys[-1], state="closed", outcome="took_place", closed_at=datetime.now())
    return [one["visit_id"] for one in (recent + old)[:-1]]


def households(con: duckdb.DuckDBPyConnection, month: date, without: list[str]) -> dict[Key, int]:
    """Distinct households by level and unit, counted one visit at a time."""
    end = con.execute("select max(as_of) from performance_unit where month = ?", [month]).fetchone()[0]
    found: dict[Key, set[str]] = defaultdict(set)
    sql = (
        "select visit_id, staff_id, branch_id, entity_id, household_id from fct_visit where visit_date between ? and ?"
    )
    for visit, staff, branch, entity, household in con.execute(sql, [month, end]).fetchall():
        if visit not in without:
            for key in (("staff", staff), ("branch", branch), ("entity", entity)):
                found[key].add(household)
    return {key: len(homes) for key, homes in found.items()}


def published_households(con: duckdb.DuckDBPyConnection, month: date) -> dict[Key, int]:
    sql = "select level, unit_id, sum(numerator) from indicator_value where month = ? and indicator = 'visit_households' group by all"
    return {(level, unit): int(value) for level, unit, value in con.execute(sql, [month]).fetchall() if value}


def months(con: duckdb.DuckDBPyConnection) -> tuple[date, date]:
    """The month that runs, and the newest closed one that has a refuted visit."""
    running = con.execute("select max(month) from performance_unit").fetchone()[0]
    closed = con.execute(
        "select max(date_trunc('month', visit_date)::date) from integrity_case where visit_date < ?", [running]
    )
    return running, closed.fetchone()[0]


def test_a_confirmed_visit_does_not_count_in_the_month_that_runs(judged):
    con, refuted = judged
    running, _closed = months(con)
    assert published_households(con, running) == households(con, running, refuted) != households(con, running, [])


def test_a_closed_month_stays_and_the_difference_is_a_balance_of_the_one_that_runs(judged):
    con, refuted = judged
    running, closed = months(con)
    kept = "select level, unit_id, points, withheld from {}score_total where month = ? order by 1, 2"
    assert (
        con.execute(kept.format(""), [closed]).fetchall() == con.execute(kept.format("earlier."), [closed]).fetchall()
    )
    sql = f"select distinct staff_id from fct_visit where visit_id in {tuple(refuted)} and visit_date < ?"
    people = {row[0] for row in con.execute(sql, [running]).fetchall()}
    sql = "select unit_id from score_balance where month = ? and origin_month = ? and level = 'staff'"
    assert {row[0] for row in con.execute(sql, [running, closed]).fetchall()} & people


def test_the_scores_of_the_month_that_runs_are_what_plain_python_says(judged):
    con, _refuted = judged
    month, _closed = months(con)
    years = f"month in ('{month}', '{month.replace(year=month.year - 1)}')"
    values, units = (
        rows(con, f"select * from {table} where {years}") for table in ("indicator_value", "performance_unit")
    )
    targets = rows(con, "select * from performance_target")
    texts = [scheme.text for scheme in in_force(month).values()]
    wanted = reference.calculate(texts, month, values, targets, units=units)
    totals = con.execute(
        f"select month, level, unit_id, points - withheld from score_total where month = '{month}'"
    ).fetchall()
    assert {row[:3]: row[3] for row in totals} == wanted.totals


def test_what_was_recorded_stays_on_the_visits_pages(judged):
    con, _refuted = judged
    count = "select count(*), sum(households_new_month) from {}visit_level_day where level = 'province' and visit_date < current_date"
    assert con.execute(count.format("")).fetchone() == con.execute(count.format("earlier.")).fetchone()


def test_sums_of_cases_are_those_of_a_recount(judged):
    con, refuted = judged
    found = con.execute(
        "select count(*), count(*) filter (where is_confirmed), count(*) filter (where is_open) from integrity_case"
    )
    opened, confirmed, still_open = found.fetchone()
    assert confirmed == len(refuted) and opened - still_open == len(refuted) + 1
