"""Marts of the tiny province against a brute-force count over its raw rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data import lake
from data.settings import settings
from etl import score_tables
from etl.lineage import SCORES
from etl.shapes import SHAPES

pytestmark = pytest.mark.slow  # counts every visit of the province again, level by level
UNITS = {
    "province": [],
    "prefecture": ["prefecture_code"],
    "county": ["county_code"],
    "entity": ["entity_id"],
    "branch": ["branch_id"],
    "staff": ["staff_id"],
}


@pytest.fixture(scope="module")
def served(province: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file."""
    pointer = json.loads((province / "serving" / "current.json").read_text())
    with duckdb.connect(str(province / "serving" / pointer["file"]), read_only=True) as con:
        yield con


@pytest.fixture(scope="module")
def visits(province: Path) -> pd.DataFrame:
    """Raw visits with place and organisation looked up row by row, in plain pandas."""
    con = lake.connect(settings(), read_only=True)
    visit = con.execute(
        "select visit_id, staff_id, household_id, customer_id, started_at, ended_at, satisfaction from lake.raw.visit"
    ).df()
    post = con.execute("select staff_id, branch_id, valid_from, valid_to from lake.raw.staff_post").df()
    home = con.execute("select household_id, village_code from lake.raw.household").df()
    parent = dict(con.execute("select code, parent_code from lake.raw.region").fetchall())
    level = dict(con.execute("select code, level from lake.raw.region").fetchall())
    entity = dict(con.execute("select branch_id, entity_id from lake.raw.branch").fetchall())
    con.close()
    posts = {staff: rows.sort_values("valid_from") for staff, rows in post.groupby("staff_id")}
    visit["visit_date"] = visit["started_at"].dt.normalize()
    visit["branch_id"] = [_branch(posts[s], d) for s, d in zip(visit["staff_id"], visit["visit_date"], strict=True)]
    visit["entity_id"] = visit["branch_id"].map(entity)
    visit = visit.merge(home, on="household_id")
    for name in ("county", "prefecture"):
        codes = {v: _ancestor(v, name, parent, level) for v in visit["village_code"].unique()}
        visit[f"{name}_code"] = visit["village_code"].map(codes)
    return visit


def _branch(posts: pd.DataFrame, day: pd.Timestamp) -> str:
    began = posts[posts["valid_from"] <= day]
    return str((began.iloc[-1] if len(began) else posts.iloc[0])["branch_id"])


def _ancestor(code: str | None, wanted: str, parent: dict[str, str], level: dict[str, str]) -> str | None:
    while code and level.get(code) != wanted:
        code = parent.get(code)
    return code or None


def _marts(served: duckdb.DuckDBPyConnection, level: str, measure: str, period: str) -> dict[tuple[str, str], int]:
    rows = served.execute(
        f"select unit_id, strftime(visit_date, ?), sum({measure}) from visit_level_day where level = ? group by all",
        [period, level],
    ).fetchall()
    return {(unit, when): int(total) for unit, when, total in rows if total}


def _counted(visits: pd.DataFrame, level: str, what: str | None, period: str) -> dict[tuple[str, str], int]:
    frame = visits.assign(when=visits["visit_date"].dt.strftime(period), province="province")
    keys = [frame[(UNITS[level] or ["province"])[0]], frame["when"]]
    counted = frame.groupby(keys)[what].nunique() if what else frame.groupby(keys).size()
    return {(str(unit), str(when)): int(total) for (unit, when), total in counted.items() if total}


@pytest.mark.parametrize("level", UNITS)
def test_visits_are_those_delivered(served, visits, level) -> None:
    assert _marts(served, level, "visits", "%Y-%m-%d") == _counted(visits, level, None, "%Y-%m-%d")


@pytest.mark.parametrize("level", UNITS)
@pytest.mark.parametrize(
    ("measure", "what", "period"),
    [
        ("households_day", "household_id", "%Y-%m-%d"),
        ("households_new_month", "household_id", "%Y-%m"),
        ("households_new_year", "household_id", "%Y"),
        ("managers_day", "staff_id", "%Y-%m-%d"),
        ("managers_new_month", "staff_id", "%Y-%m"),
        ("managers_new_year", "staff_id", "%Y"),
        ("villages_new_year", "village_code", "%Y"),
    ],
)
def test_distinct_counts_are_sums_of_firsts(served, visits, level, measure, what, period) -> None:
    assert _marts(served, level, measure, period) == _counted(visits, level, what, period)


def test_satisfaction_and_dwell_add_up(served, visits) -> None:
    total = served.execute(
        "select sum(satisfaction_sum), sum(satisfaction_count), sum(satisfied_count), sum(dwell_minutes) "
        "from visit_level_day where level = 'branch'"
    ).fetchone()
    rated = visits["satisfaction"].dropna()
    dwell = (visits["ended_at"] - visits["started_at"]).dt.total_seconds().sum() / 60
    assert total[:3] == (rated.sum(), len(rated), (rated >= 4).sum())
    assert total[3] == pytest.approx(dwell, abs=0.01)


def test_last_visit_of_a_customer_is_the_last_delivered(served, visits) -> None:
    last = dict(served.execute("select customer_id, last_visit_at from dim_customer").fetchall())
    assert {key: at for key, at in last.items() if at} == visits.groupby("customer_id")["started_at"].max().to_dict()


def test_reach_counts_every_village(served, visits) -> None:
    reach = served.execute("select village_code, year, households_visited, visits from village_reach").df()
    counted = visits.assign(year=visits["visit_date"].dt.year).groupby(["village_code", "year"])
    assert reach["visits"].sum() == len(visits)
    assert reach["households_visited"].sum() == counted["household_id"].nunique().sum()
    villages = served.execute("select count(*) from dim_region where level = 'village'").fetchone()[0]
    assert len(reach) == villages * reach["year"].nunique()


def test_households_are_counted_once_at_each_level(served) -> None:
    total = served.execute("select count(*) from dim_household").fetchone()[0]
    for level in ("province", "prefecture", "county", "entity", "branch"):
        counted = served.execute("select sum(households) from household_level where level = ?", [level]).fetchone()
        assert counted == (total,)


def test_managers_are_those_with_an_open_post_at_month_end(served) -> None:
    as_of = served.execute("select as_of_date from publication").fetchone()[0]
    counted = served.execute(
        "select branch_id, count(distinct staff_id) from dim_staff_post "
        "where is_manager and valid_from <= ? and valid_to > ? group by 1", [as_of, as_of]
    ).fetchall()  # fmt: skip
    marts = served.execute(
        "select unit_id, managers from managers_month where level = 'branch' and month = date_trunc('month', ?::date)",
        [as_of],
    ).fetchall()
    assert sorted(marts) == sorted(counted)


def test_every_served_column_knows_its_feed(served) -> None:
    known = set(served.execute("select mart, column_name from lineage").fetchall())
    own = {("publication",), ("lineage",)}
    columns = served.execute("select table_name, column_name from duckdb_columns() where not internal").fetchall()
    silent = {c for c in columns if c not in known and (c[0],) not in own and c[0] not in score_tables.SERVED}
    calculated = {(table, column) for table, names in SCORES.items() for column in names}
    assert calculated <= known and {f for m, f in served.execute("select mart, feed from lineage").fetchall() if m == "score_total"} > {
        "account_balance", "sale", "visit",
    }  # fmt: skip
    silent.discard(("customer_month", "product_group"))  # which of two selects a row is of
    assert {column for _, column in silent} <= {"level", "unit_id", "indicator", "measure", "kind"}


def test_publication_says_what_it_holds(served, province) -> None:
    row = served.execute("select as_of_date, demo, seed, scale, ops_bound from publication").fetchone()
    pointer = json.loads((province / "serving" / "current.json").read_text())
    assert row[:4] == (pd.Timestamp(pointer["as_of_date"]).date(), True, 7, "tiny")
    assert json.loads(row[4]) == pointer["ops_bound"]


@pytest.mark.parametrize("table", SHAPES)
def test_what_is_served_empty_has_the_shape_it_will_have(served, table) -> None:
    with duckdb.connect() as con:
        con.execute(f"create table empty ({SHAPES[table]})")
        assert served.execute(f"describe {table}").fetchall() == con.execute("describe empty").fetchall()
