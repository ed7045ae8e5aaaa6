"""The quality page and the verdict on screen: figures equal a recount over the feed, and each reader gets what is theirs."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from components import quality_checks as drawn
from components.visit_verdict import grade_mark, verdict
from data.i18n import speaking
from data.integrity import limits
from data.integrity.quality import Rate
from data.query import ask
from data.scope import Asker, acting
from etl.publish import pointer
from pages._quality_views import COUNTS, RATES
from tests.screen.walk import walk

PROVINCE = Asker.of("u1", "省", "executive", "province", None)


@pytest.fixture(scope="module")
def calls(province) -> pd.DataFrame:
    """The delivered rechecks of the random sample beside the verdicts."""
    files = sorted((province / "feeds").glob("*-accounts/visit_recheck*.csv"))
    heard = pd.concat([pd.read_csv(file, dtype=str) for file in files]).drop_duplicates("visit_id", keep="last")
    with duckdb.connect(str(province / "serving" / pointer(province)["file"]), read_only=True) as con:
        judged = con.execute("select visit_id, trust_grade, lon from fct_visit where trust_grade is not null").df()
    both = heard.merge(judged, on="visit_id")
    return both[both["sample"] == "random"]


def test_counts_of_rechecks_equal_a_recount_over_the_feed(calls):
    false, flagged, deaf = calls["outcome"] == "did_not", calls["trust_grade"] == "flagged", calls["lon"].isna()
    expected = (calls["visit_id"].notna(), false, false & flagged, flagged, ~false, ~false & flagged, ~false & deaf)
    with acting(PROVINCE):
        answer = ask(COUNTS)
    found = [answer.value(name) for name in COUNTS]
    assert found == [int(rows.sum()) for rows in (*expected, ~false & deaf & flagged)] and found[0] > 100


def test_kinds_add_up_to_what_was_found(calls):
    with acting(PROVINCE):
        frame = ask("rechecks_false", by="recheck_kind").frame
    found = frame[frame["rechecks_false"] > 0].set_index("recheck_kind")["rechecks_false"].to_dict()
    assert found == calls.loc[calls["outcome"] == "did_not", "kind"].value_counts().to_dict()


def test_reasons_of_flags_add_up_to_what_was_flagged(calls):
    with acting(PROVINCE):
        frame = ask(["rechecks_flagged", "rechecks_caught"], by="trust_reason").frame
    named = frame[frame["trust_reason"].notna()]
    flagged = calls[calls["trust_grade"] == "flagged"]
    assert set(named["trust_reason"]) <= set(limits().weights) | {"distance"} and len(named) > 2
    assert named["rechecks_flagged"].sum() == len(flagged)
    assert named["rechecks_caught"].sum() == (flagged["outcome"] == "did_not").sum()


@pytest.mark.parametrize(
    ("username", "status"), [("steward", 200), ("executive", 200), ("entity", 200), ("manager", 403)]
)
def test_who_may_see_how_right_the_checks_are(client_as, username, status):
    assert client_as(username).get("/quality").status_code == status


def test_only_what_is_promised_has_the_line_of_a_promise(app):
    told = [drawn.Told("mock", Rate(8, 10))]
    lines = lambda part: [one for one in walk(part) if getattr(one, "className", "") == "promise"]  # noqa: E731
    with speaking("en"), app.server.test_request_context("/"):
        assert len(lines(drawn.by_kind(told))) == 1 and lines(drawn.by_reason(told)) == []
        rates = {
            name: drawn.rate_card(name, Rate(8, 10), promised, end) for name, (_h, _o, promised, end) in RATES.items()
        }
    assert [name for name, one in rates.items() if not lines(one)] == ["trust_precision"]


def words(part) -> str:
    inside = getattr(part, "children", part)
    return " ".join(map(words, inside)) if isinstance(inside, list | tuple) else str(inside or "")


def test_a_verdict_on_screen_says_why_and_what_it_is():
    row = {
        "trust_grade": "flagged",
        "trust_score": 40,
        "trust_findings": '[["mock","odd",null,null,60]]',
        "distance_m": 20.0,
    }
    row |= {"lon": 106.7, "accuracy_m": 5.0, "entity_id": "E1"}
    with speaking("en"):
        said = words(verdict(row))
        assert (
            "For review" in said
            and "40 of 100" in said
            and "mock location app" in said
            and "20 m from the address" in said
        )
        assert "judged by a person" in said and "mock" in str(grade_mark(row).title)
        assert "judged by a person" not in words(verdict(row | {"trust_grade": "verified", "trust_findings": None}))
        assert "Not judged yet" in words(
            verdict(row | {"trust_grade": None, "trust_score": None, "trust_findings": None})
        )
