"""The performance pages on the tiny province: every role, both languages; what the screen says is what the API says."""

from __future__ import annotations

import json
import re

import pytest

from components.export import Question, exported, workbook
from components.performance_alike import county_kinds
from components.performance_choice import Choice
from components.performance_filters import SIZES
from data.errors import Forbidden
from data.i18n import speaking
from data.listing import listing
from data.performance.indicators import indicators
from data.performance.library import scheme
from data.query import ask
from data.query.stock import stock_days
from data.scope import Node, acting
from data.scores import by_version_of
from pages._performance_seen import Seen
from tests.screen.test_pages import sheet
from tests.screen.walk import asker_of, ids, texts, walk

METRICS = ["score", "score_deposit", "score_loan", "score_online", "score_offline"]
HAN = re.compile("[\u4e00-\u9fff]")
RARE = {
    "npl_ratio",
    "first_loans",
    "recovered_amount",
    "complaints",
    "incidents",
}  # a small entity may have none in a month


@pytest.fixture
def layout(app):
    import dash

    app.server.test_client().get("/login")

    def draw(page: str, name: str, language: str = "zh", **query: str):
        made = dash.page_registry[f"pages.{page}"]["layout"]
        with app.server.test_request_context("/"), speaking(language), acting(asker_of(name)):
            return filled(made(**query), query) if page == "performance" else made(**query)

    return draw


def filled(page, query):
    """The page with what it asks for once it is there."""
    from pages import performance

    fill = {"performance-body": performance.fill_body, "performance-side": performance.fill_side,
            "performance-behind": performance.fill_behind, "performance-head": performance.fill_head}  # fmt: skip
    asked_later = ("performance-head", "performance-behind")
    late = any(getattr(part, "id", None) == "performance-late" for part in walk(page))
    for part in walk(page):
        name = getattr(part, "id", None)
        if name in fill and (late or name != "performance-head"):
            part.children = fill[name](*([True] if name in asked_later else []), query)
    return page


def unit(level: str, name: str = "executive", **where: str) -> str:
    """The weakest unit of a level inside the scope."""
    with acting(asker_of(name)):
        return str(ask("score", by=level, where=where, order="score", limit=1).frame.iloc[0][level])


def drawn_rows(page) -> list[dict]:
    box = next(part for part in walk(page) if getattr(part, "id", None) == "performance-ranking")
    return json.loads(box.to_plotly_json()["props"]["data-rows"])["rows"]


@pytest.mark.parametrize("name", ["executive", "analyst", "entity", "branch", "officer"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_role_sees_its_part(layout, name, language):
    page = layout("performance", name, language)
    found = ids(page)
    assert {"performance-head-card", "performance-ranking"} <= set(found) and len(found) == len(set(found))
    assert all(one.split("-")[0] in {"performance", "page"} for one in found)


@pytest.mark.parametrize("view", ["ranking", "steps", "heat", "scheme"])
@pytest.mark.parametrize("compare", ["last_month", "last_quarter", "last_year", "target"])
def test_every_view_of_an_entity(layout, view, compare):
    page = layout("performance", "executive", node=f"entity:{unit('entity')}", view=view, compare=compare)
    assert "state failed" not in str(page) and "performance-head-card" in ids(page)


@pytest.mark.parametrize("compare", ["last_month", "last_quarter", "last_year"])
def test_every_change_is_told_by_indicator(layout, compare):
    with acting(asker_of("executive")):
        months = [f"{day:%Y-%m}" for day in stock_days("total_entity")]
    for month in months[-2:]:  # the month that runs and the last one closed
        page = layout("performance", "executive", node=f"entity:{unit('entity')}", month=month, compare=compare)
        assert "performance-change-card" in ids(page)


def test_a_peer_stands_in_the_place_of_an_earlier_month(layout):
    own = unit("branch")
    with acting(asker_of("executive")):
        entity = listing("branch", {"branch": own}).frame["entity_id"].iloc[0]
        peers = ask("score", by="branch", where={"entity": entity}, order="-score").frame
    best = peers.iloc[0]
    page = layout("performance", "executive", "en", node=f"branch:{own}", view="steps", peer=str(best["branch"]))
    said = texts(page)
    assert f"{float(best['score']):,.2f}" in {text.split()[-1] for text in said if text.split()}
    assert "performance-change-card" in ids(page) and any("What differs from" in text for text in said)


def test_by_its_own_version_a_unit_gets_its_own_score(app, layout):
    """The version compared with is calculated for real: the one in force gives the score that was published."""
    with app.server.test_request_context("/"), acting(asker_of("executive")):
        last = stock_days("total_entity")[-1].replace(day=1)
        rows = listing("score", {"month": f"{last:%Y-%m}"}, limit=100_000).frame.groupby(["scheme", "version"]).head(1)
        for row in rows.to_dict("records"):
            node = Node(str(row["level"]), str(row["unit_id"]))
            found = by_version_of(node, last, scheme(str(row["scheme"]), int(row["version"])))
            assert found is not None and found.total == float(row["points"]) - float(row["withheld"])


def test_the_version_before_is_compared_with(layout):
    page = layout("performance", "executive", "en", node=f"branch:{unit('branch')}", view="steps", compare="version")
    said = texts(page)
    assert "performance-late" in ids(page)
    assert "What differs from v1" in said and "v2" in said


def test_an_address_it_does_not_understand_is_told(layout):
    page = layout("performance", "executive", "en", month="2019-02", view="steps", node=f"entity:{unit('entity')}")
    said = " ".join(texts(page))
    assert "“month=2019-02” in the address is not understood" in said and "a month with scores, from 2025-" in said


def test_a_peer_outside_the_scope_is_refused(layout):
    own, foreign = asker_of("branch").scope_id, unit("branch")
    assert own != foreign
    assert "denied" in layout("performance", "branch", node=f"branch:{own}", view="steps", peer=foreign).className


def test_sizes_part_the_list(layout):
    whole = {row["node"] for row in drawn_rows(layout("performance", "executive", by="branch"))}
    parts = [drawn_rows(layout("performance", "executive", by="branch", size=size)) for size in SIZES]
    assert sum(map(len, parts)) == len(whole) and {row["node"] for part in parts for row in part} == whole


def test_a_kind_of_county_narrows_the_list(layout):
    with acting(asker_of("executive")):
        kinds = county_kinds("branch", stock_days("total_entity")[-1])
    shown = {
        row["node"].removeprefix("branch:")
        for row in drawn_rows(layout("performance", "executive", by="branch", kind="county"))
    }
    assert shown and {kinds[key] for key in shown} == {"county"} and len(shown) < len(kinds)


def test_english_holds_no_chinese_but_names(layout):
    page = layout("performance", "executive", "en", view="scheme", scheme="manager", version="2")
    document = {text for part in walk(page) if type(part).__name__ == "Pre" for text in texts(part)}
    assert [text for text in set(texts(page)) - document if HAN.search(text)] == []


def test_the_ranking_says_what_the_api_says(layout):
    rows = drawn_rows(layout("performance", "executive", by="branch"))
    with acting(asker_of("executive")):
        last = stock_days("total_entity")[-1]
        frame = ask(METRICS, by="branch", where={"month": f"{last:%Y-%m}"}).frame.set_index("branch")
    assert len(rows) == len(frame) > 3
    for row in rows:
        shown = [float(cell[0].replace(",", "")) for cell in row["cells"]]
        assert shown == pytest.approx(
            [float(frame.loc[row["node"].split(":")[1], name]) for name in METRICS], abs=0.005
        )


def test_the_export_is_what_the_ranking_shows(layout):
    page = layout("performance", "executive")
    carried = next(q for part in walk(page) if (q := part.to_plotly_json()["props"].get("data-question")))
    with speaking("zh"), acting(asker_of("executive")):
        lines = sheet(workbook(Question.parse(json.loads(carried))), 0)
    saved = {f"entity:{row[2]}": (f"{row[0]:.0f}", f"{row[3]:.2f}") for row in lines if isinstance(row[0], float | int)}
    assert {row["node"]: (row["rank"], row["cells"][0][0]) for row in drawn_rows(page)} == saved


def test_people_are_listed_by_post_with_their_outlet(layout):
    entity = f"entity:{unit('entity')}"
    with acting(asker_of("executive")):
        where = {"level": "staff", "month": f"{stock_days('total_entity')[-1]:%Y-%m}"}
        posts = listing("score", where, limit=10_000).frame.set_index("unit_id")["post_code"]
    managers = drawn_rows(layout("performance", "executive", by="staff", node=entity))
    everybody = drawn_rows(layout("performance", "executive", by="staff", node=entity, post="all"))
    assert {posts[row["node"][6:]] for row in managers} == {"manager"} and all(row["aside"] for row in managers)
    for post in posts.unique():
        inside = [row for row in everybody if posts[row["node"][6:]] == post]
        points = [float(row["cells"][0][0].replace(",", "")) for row in inside]
        assert points == sorted(points, reverse=True)
        assert [int(row["rank"]) for row in inside] == [1 + sum(one > own for one in points) for own in points]
    assert [row["rank"] for row in managers] == [
        row["rank"] for row in everybody if posts[row["node"][6:]] == "manager"
    ]


def test_the_file_of_people_says_who_they_are_and_what_was_chosen(layout):
    page = layout("performance", "executive", by="staff", size="large", kind="county")
    carried = next(q for part in walk(page) if (q := part.to_plotly_json()["props"].get("data-question")))
    with speaking("zh"), acting(asker_of("executive")):
        file = exported(Question.parse(json.loads(carried)))
        lines = list(sheet(file.content, 0))
    rows = [row for row in lines if isinstance(row[0], float | int)]
    assert any("县 · 大型" in str(row[1]) for row in lines) and len(file.name) < 60
    assert {f"staff:{row[2]}" for row in rows} == {row["node"] for row in drawn_rows(page)}
    assert {row[3] for row in rows} == {"客户经理"} and all(row[4] and row[5] for row in rows)


def test_a_wish_below_the_top_waits_in_the_address(layout):
    """Kind and size narrow the list of all; inside an entity they are neither offered nor lost."""
    entity = f"entity:{unit('entity')}"
    rows = drawn_rows(layout("performance", "executive", node=entity, kind="city", size="small"))
    assert [row["node"] for row in rows] == [
        row["node"] for row in drawn_rows(layout("performance", "executive", node=entity))
    ]
    assert all("kind=city" in row["href"] and "size=small" in row["href"] for row in rows)


def test_steps_of_a_person_add_up_to_the_score(layout, province):
    staff = unit("staff", post="manager")
    with acting(asker_of("executive")):
        month = f"{stock_days('total_entity')[-1]:%Y-%m}"
        rows = listing("score_item", {"staff": staff, "month": month}, limit=1000).frame
        own = listing("score", {"staff": staff, "month": month}).frame.iloc[0]
    if own["segments"] == 1:
        assert round(sum(rows["points"]), 2) == own["points"]
    assert own["points"] - own["withheld"] + own["balance"] == own["total"]


def test_an_indicator_shows_its_formula_and_its_accounts_masked(layout):
    page = layout("performance", "executive", node=f"staff:{unit('staff', post='manager')}", indicator="deposit_avg")
    said = texts(page)
    assert {"performance-item-card", "performance-accounts-card"} <= set(ids(page))
    assert any("÷" in text for text in said) and any(re.fullmatch(".\\*.?", text) for text in said)


@pytest.mark.parametrize("indicator", indicators())
def test_every_indicator_leads_to_what_lies_behind_it(app, indicator):
    from pages import _performance_accounts as accounts

    with app.server.test_request_context("/"), speaking("en"), acting(asker_of("executive")):
        seen = Seen(Choice.parse({"node": f"entity:{unit('entity')}", "indicator": indicator}))
        rows = accounts.found(seen, indicator, 0)
        _table, words, total = accounts.shown(seen, indicator, 0)
    assert rows is not None and (total == rows.total > 0 or indicator in RARE)
    assert not total or "1–" in words


def test_an_address_copied_to_another_role_shows_only_what_it_may_see(layout):
    foreign = unit("entity")
    with acting(asker_of("branch")):
        own = asker_of("branch").scope_id
    assert "denied" in layout("performance", "branch", node=f"entity:{foreign}").className
    assert "denied" in layout("performance", "branch", node="province").className
    assert own and "page-performance" in ids(layout("performance", "branch", node=f"branch:{own}"))


@pytest.mark.parametrize("name", ["clerk", "manager", "branch"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_everybody_has_a_page_of_their_own(layout, name, language):
    page = layout("me", name, language)
    found = ids(page)
    assert {"me-score-card", "me-levers", "me-what", "me-place-card"} <= set(found) and len(found) == len(set(found))


@pytest.mark.parametrize("name", ["clerk", "manager"])
def test_who_serves_at_a_counter_sees_nobody_else(layout, client_as, name):
    me = asker_of(name)
    with acting(me):
        assert set(ask("score", by="staff").frame["staff"]) <= {me.scope_id}
        assert set(listing("score", limit=1000).frame["unit_id"]) <= {me.scope_id}
        assert set(listing("score_item", limit=10_000).frame["unit_id"]) <= {me.scope_id}
        with pytest.raises(Forbidden):
            ask(
                "score",
                where={"staff": unit("staff", post="manager") if name == "clerk" else unit("staff", post="teller")},
            )
    assert client_as(name).get("/performance", headers={"Accept": "text/html"}).status_code == 403
    others = {str(value) for value in _names() if value}
    assert not others & set(texts(layout("me", name))) - {me.name}


def _names() -> set[str]:
    with acting(asker_of("executive")):
        return set(listing("staff", limit=10_000).frame["name"])


def test_an_account_without_a_post_is_told_so(layout):
    assert "me-score-card" not in ids(layout("me", "admin")) and "page-me" in ids(layout("me", "admin"))


def test_levers_promise_what_the_calculation_gives(app, layout):
    from pages import _me_views as views

    with app.server.test_request_context("/"), speaking("zh"), acting(asker_of("manager")):
        seen = views.seen_of({})
        assert seen is not None
        best, sliders = views.levers(seen)
        total, words = views.what_if(seen, {"deposit_avg": 0})
    assert best and sliders and f"{float(seen.own['total']):,.2f}" in texts(total) and words
