"""``ask``: which source answers, what it says about what it cannot understand, and what it keeps."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from data.clock import now
from data.errors import BadRequest, Forbidden, NotSignedIn, Unavailable
from data.i18n import speaking
from data.query import ask, compare, ranking, spark
from data.query.plan import make_plan
from data.query.question import understand
from data.query.ranking import _crowded, _still
from data.query.sql import sql_of
from data.scope import acting
from data.serving import reading, store
from data.settings import use
from tests.conftest import tiny_settings
from tests.query.conftest import PROVINCE
from tests.query.sample import RawVisit
from tests.query.test_recount import ENTITY

LAST = date(2026, 3, 31)


def visit(number: int, staff: str, household: str, at: str, **more) -> RawVisit:
    return RawVisit(f"v{number}", staff, household, datetime.fromisoformat(at), **more)


VISITS = [
    visit(1, "S1", "H0", "2026-03-31T09:00", satisfaction=5),
    visit(2, "S1", "H0", "2026-03-31T15:00", satisfaction=3),
    visit(3, "S1", "H1", "2026-03-24T10:00"),
    visit(4, "S1", "H1", "2026-03-24T16:00"),
    visit(5, "S3", "H2", "2026-03-09T10:00"),
    visit(6, "S3", "H2", "2026-03-11T10:00"),
    visit(7, "S4", "H3", "2026-02-27T10:00"),
]


def sources(metrics: list[str], by: list[str], asker=PROVINCE, **more) -> list[tuple[str, str | None]]:
    """(source, level) of the plan's parts."""
    question = understand(metrics, by, more.get("where"), None, None, more.get("as_of", LAST))
    with reading() as state:
        plan, _params = make_plan(question, asker, state)
        sql_of(plan)
    return [(part.source, part.level) for part in plan.parts]


def test_the_cheapest_source_that_is_exact(serve):
    serve(VISITS)
    assert sources(["households_mtd"], ["entity"]) == [("visit_level_day", "entity")]
    assert sources(["households_mtd"], ["entity"], as_of="2026-03-31T14:00") == [("fct_visit", None)]
    assert sources(["households_ytd"], ["county"], ENTITY) == [("fct_visit", None)]
    assert sources(["households_ytd"], ["branch"], ENTITY) == [("visit_level_day", "branch")]
    assert sources(["households"], [], where={"day": {"from": "2026-03-02", "to": "2026-03-31"}}) == [
        ("fct_visit", None)
    ]
    assert sources(["visits"], ["month"], where={"entity": ["E1", "E2"]}) == [("visit_level_day", "entity")]
    assert sources(["households"], ["month"], where={"entity": ["E1", "E2"]}) == [("fct_visit", None)]
    assert sources(["managers"], ["county"]) == [("post", None)]


def test_transfer_counts_where_the_manager_was_that_day(serve):
    serve(VISITS)
    with acting(PROVINCE):
        frame = ask(["households_mtd"], by=["entity"], where={"staff": "S3"}, as_of=LAST).frame
    assert dict(zip(frame["entity"], frame["households_mtd"], strict=True)) == {"E1": 1, "E2": 1}
    with acting(PROVINCE):
        assert ask(["households_mtd"], where={"staff": "S3"}, as_of=LAST).value("households_mtd") == 1


def test_until_a_moment(serve):
    serve(VISITS)
    with acting(PROVINCE):
        assert ask(["visits_today"], as_of="2026-03-31T14:36").value("visits_today") == 1
        assert ask(["visits_today"], as_of=LAST).value("visits_today") == 2
        assert ask(["visits_mtd"], as_of=datetime(2026, 3, 31, 14, 36)).value("visits_mtd") == 5


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"metrics": "households_tody"}, "households_today"),
        ({"metrics": "visits", "by": "entty"}, "entity"),
        ({"metrics": "visits", "where": {"entity": "E9"}}, "E1"),
        ({"metrics": "visits", "where": {"month": "2026-13"}}, "2026-10"),
        ({"metrics": "visits", "where": {"purpose": {"from": 1}}}, "purpose takes a value"),
        ({"metrics": "visits", "order": "nothing"}, "visits"),
        ({"metrics": "visits", "limit": 0}, "allowed are 1"),
        ({"metrics": "households_total", "by": "month"}, "entity"),
        ({"metrics": "managers", "by": "purpose"}, "county"),
        ({"metrics": "visits", "as_of": "yesterday"}, "2026-10-15"),
        ({"metrics": "managers_out_now", "as_of": "2026-03-01"}, "known only for now"),
        ({"metrics": []}, "at least one metric"),
        ({"metrics": ["visits", "visits"]}, "twice"),
    ],
)
def test_refusals_say_what_is_allowed(serve, asked: dict, words: str):
    serve(VISITS)
    with acting(PROVINCE), pytest.raises(BadRequest) as refused:
        ask(**asked)
    assert words in str(refused.value)


def test_nobody_and_nothing(serve, tmp_path):
    serve(VISITS)
    with pytest.raises(NotSignedIn):
        ask("visits")
    use(tiny_settings(tmp_path / "empty"))
    with acting(PROVINCE), pytest.raises(Unavailable):
        ask("visits")


def test_values_are_bound_never_written(serve):
    serve(VISITS)
    with acting(PROVINCE), pytest.raises(BadRequest):
        ask("visits", where={"entity": "E1' or '1'='1"})
    with acting(PROVINCE), pytest.raises(BadRequest):
        ask("visits; drop table x")


def test_ratios_divide_sum_by_sum(serve):
    serve(VISITS)
    with acting(PROVINCE):
        answer = ask(["satisfaction_mtd", "visits_per_manager_mtd", "out_rate_mtd"], as_of=LAST)
        empty = ask(["satisfaction_today"], as_of=date(2026, 3, 30))
    assert (answer.value("satisfaction_mtd"), answer.value("visits_per_manager_mtd")) == (50.0, 1.5)
    assert answer.value("out_rate_mtd") == 0.5 and empty.value("satisfaction_today") is None


def test_complete_answers_have_every_unit(serve):
    serve(VISITS)
    with acting(PROVINCE):
        frame = ask(["visits_today"], by=["staff"], as_of=LAST, complete=True).frame
    assert dict(zip(frame["staff"], frame["visits_today"], strict=True)) == {"S1": 2, "S2": 0, "S3": 0, "S4": 0}


def test_names_follow_the_reader(serve):
    serve(VISITS)
    with acting(PROVINCE):
        with speaking("zh"):
            zh = ask(["visits_ytd"], by=["entity"], as_of=LAST).frame["entity_name"][0]
        with speaking("en"):
            en = ask(["visits_ytd"], by=["entity"], as_of=LAST).frame["entity_name"][0]
    assert (zh, en) == ("贵阳农商行", "Guiyang RCB")


def test_a_frame_is_the_askers_own(serve):
    serve(VISITS)
    with acting(PROVINCE):
        ask(["visits_ytd"], as_of=LAST).frame["visits_ytd"] = -1
        assert ask(["visits_ytd"], as_of=LAST).value("visits_ytd") == 7


def test_compare_with_the_same_weekday_until_the_same_minute(serve):
    serve(VISITS)
    with acting(PROVINCE), speaking("en"):
        whole, part = compare("visits_today", as_of=LAST), compare("visits_today", as_of="2026-03-31T12:00")
        year = compare("visits_ytd", as_of=LAST)
    assert (whole.value, whole.base, part.value, part.base) == (2, 2, 1, 1)
    assert part.name == "last Tue, same time" and year.base is None and year.ratio is None


def test_compare_months_to_date_with_the_same_day(serve):
    early = [visit(20, "S1", "H5", "2026-01-02T10:00"), visit(21, "S1", "H5", "2026-02-28T10:00")]
    serve([*VISITS, *early])
    with acting(PROVINCE):
        found = compare(["visits_mtd", "managers"], as_of=LAST)
    assert (found["visits_mtd"].value, found["visits_mtd"].base, found["visits_mtd"].verdict) == (6, 2, "good")
    assert found["managers"].base == 4


def test_spark_has_no_holes(serve):
    serve(VISITS)
    with acting(PROVINCE):
        frame = spark("visits_today", days=8, as_of=LAST)
    assert frame["value"].tolist() == [2, 0, 0, 0, 0, 0, 0, 2]


def test_spark_of_the_year_so_far_only_grows(serve):
    serve(VISITS)
    with acting(PROVINCE):
        frame = spark("visits_ytd", as_of=LAST)
    assert frame["value"].tolist() == [1, 7] and frame["month"].tolist() == ["2026-02", "2026-03"]


def test_ranking_moves(serve):
    earlier = [
        visit(1, "S1", "H0", "2026-03-30T09:00"),
        visit(2, "S1", "H1", "2026-03-30T10:00"),
        visit(3, "S4", "H2", "2026-03-30T11:00"),
    ]
    today = [
        visit(4, "S1", "H0", "2026-03-31T09:00"),
        visit(5, "S4", "H1", "2026-03-31T09:00"),
        visit(6, "S4", "H2", "2026-03-31T10:00"),
    ]
    serve(earlier + today)
    with acting(PROVINCE):
        frame = ranking("visits_today", "staff", as_of=LAST).frame.set_index("staff")
    assert (frame["rank"]["S4"], frame["rank_change"]["S4"], frame["rank_change"]["S1"]) == (1, 1, -1)


def test_from_nothing_or_to_nothing_no_places_are_gained(serve):
    serve([visit(1, "S1", "H0", "2026-03-30T09:00"), visit(2, "S4", "H1", "2026-03-31T09:00")])
    with acting(PROVINCE):
        frame = ranking("visits_today", "staff", as_of=LAST).frame.set_index("staff")
    assert frame["rank_change"].isna().all()
    assert (frame["rank_still"]["S4"], frame["rank_still"]["S1"]) == ("before", "now")


def test_among_many_equals_no_places_are_gained():
    crowd = _crowded([3, 2, 2, 2, 2, 2, 2, 2])
    assert crowd == {2} and _crowded([3, 2, 2, 2, 2, 2, 2]) == set()
    assert _still([3, 2, 4], [2, 5, 1], crowd, {2}) == ["shared", "shared", ""]


def test_units_without_a_value_share_no_place():
    assert _crowded([None] * 8 + [2]) == set()


def test_live_rows_reach_a_warm_cache(serve):
    kept, source = serve(VISITS)
    with acting(PROVINCE):
        before = ask("visits_today").value("visits_today")
        source.send(visit(50, "S1", "H0", (now() - timedelta(seconds=1)).isoformat()))
        kept.tick()
        assert (before, ask("visits_today").value("visits_today")) == (0, 1)


def test_out_now(serve):
    kept, source = serve(VISITS)
    for staff, minutes in (("S1", 2), ("S3", 29), ("S4", 45)):
        at = now() - timedelta(minutes=minutes)
        source.put("positions", client_uuid=staff, staff_id=staff, at=at, lon=106.7, lat=26.5, received_at=at)
    source.send(visit(60, "S2", "H1", (now() - timedelta(minutes=12)).isoformat()))
    kept.tick()
    with acting(PROVINCE):
        assert ask("managers_out_now").value("managers_out_now") == 3
    with acting(ENTITY):
        assert ask("managers_out_now").value("managers_out_now") == 2
        with pytest.raises(Forbidden):
            ask("managers_out_now", where={"staff": "S4"})


def test_store_is_of_one_home(serve):
    first, _source = serve(VISITS)
    second, _source = serve(VISITS[:2])
    assert first is not second and store() is second
    with acting(PROVINCE):
        assert ask("visits_ytd", as_of=LAST).value("visits_ytd") == 2


@pytest.mark.parametrize(
    "asked",
    [
        {"as_of": "2999-01-01"},
        {"as_of": "1999-12-31"},
        {"where": {"month": "2999-01"}},
        {"where": {"day": {"to": "1999-12-31"}}},
        {"where": {"day": {"from": "2026-10-20", "to": "2026-10-10"}}},
    ],
)
def test_days_without_data_are_refused_with_the_days_there_are(province, asked):
    with acting(PROVINCE), pytest.raises(BadRequest) as refused:
        ask("visits_mtd" if "as_of" in asked else "visits", **asked)
    assert (
        refused.value.params["last"] == str(now().date())
        and refused.value.params["first"] < refused.value.params["last"]
    )
