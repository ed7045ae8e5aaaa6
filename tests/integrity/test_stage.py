"""The tiny province is judged as a whole: figures equal a recount over raw rows, and only what changed is judged again."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from data import lake
from data.integrity import limits, read_findings
from data.query import ask
from data.scope import Asker, acting
from data.settings import settings
from etl.publish import pointer
from etl.trust import stage

PROVINCE = Asker.of("u1", "省", "executive", "province", None)
GRADES = ("verified", "plausible", "unverifiable", "flagged")
NAMES = [f"visits_{grade}" for grade in GRADES]


@pytest.fixture(scope="module")
def visits(province) -> pd.DataFrame:
    file = province / "serving" / pointer(province)["file"]
    with duckdb.connect(str(file), read_only=True) as con:
        return con.execute("from fct_visit where trust_grade is not null").df()


def test_every_day_of_history_is_judged(visits):
    assert len(visits) > 10_000 and set(visits["trust_grade"]) == set(GRADES)
    plain = visits["trust_findings"].isna()
    assert set(visits.loc[plain, "trust_grade"]) == {"verified"} and set(visits.loc[plain, "trust_score"]) == {100}


@pytest.mark.parametrize("by", ["entity", "branch", "staff", "month"])
def test_grades_counted_by_the_query_path_equal_a_recount(visits, by):
    key = visits["visit_date"].dt.strftime("%Y-%m") if by == "month" else visits[f"{by}_id"]
    expected = pd.crosstab(key, visits["trust_grade"]).reindex(columns=GRADES, fill_value=0)
    with acting(PROVINCE):
        frame = ask(
            [f"visits_{grade}" for grade in GRADES],
            by=[by],
            where={"day": {"to": str(visits["visit_date"].max().date())}},
        ).frame
    assert (
        frame.set_index(by)[[f"visits_{grade}" for grade in GRADES]].sort_index().to_numpy().tolist()
        == expected.to_numpy().tolist()
    )


def test_who_has_no_position_is_unverifiable_unless_something_else_is_odd(visits):
    deaf = visits[visits["lon"].isna()]
    checks = [{one.check for one in read_findings(kept)} for kept in deaf["trust_findings"]]
    assert len(deaf) > 100 and all("distance" in found for found in checks)
    only = [found == {"distance"} for found in checks]
    assert set(deaf.loc[only, "trust_grade"]) == {"unverifiable"}


def test_checks_find_what_was_planted_and_leave_honest_people_alone(visits, province):
    fakes = pq.read_table(province / "world/truth/visit_fakes.parquet").to_pandas()
    false = visits["visit_id"].isin(fakes["visit_id"])
    flagged = visits["trust_grade"] == "flagged"
    assert flagged[false].mean() >= 0.9 and flagged[~false].mean() <= 0.005


def test_nothing_is_judged_twice_and_new_limits_judge_all_anew(province, monkeypatch):
    con = lake.connect(settings())
    try:
        assert stage._changed(con) == {} and not stage.is_due(con)
        monkeypatch.setattr(stage, "limits", lambda: replace(limits(), version="other"))
        assert len(stage._changed(con)) == con.execute("select count(*) from lake.trust.day").fetchone()[0]
    finally:
        con.close()
