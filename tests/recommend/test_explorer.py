"""The explorer: every role sees its part, the list is what the forecasts say, the file is what the screen says."""

from __future__ import annotations

import pytest

from components.export_offers import Offers, offers_file
from components.recommend_choice import TRAITS, Choice, products
from components.recommend_data import offered
from components.recommend_marks import reasons
from data.errors import Forbidden
from data.i18n import speaking
from data.listing import listing, records
from data.query import ask
from data.scope import acting
from pages._recommend_seen import Seen
from tests.screen.test_pages import sheet
from tests.screen.walk import asker_of, ids, texts, walk
from tests.tiers import every

READERS = ("executive", "analyst", "entity", "branch", "manager")


@pytest.mark.parametrize("name", every(2, READERS))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_role_sees_its_part(layout, name, language):
    page = layout("recommend", name, language, product="insurance")
    found = ids(page)
    assert {"recommend-form-card", "recommend-list-card", "recommend-side"} <= set(found)
    assert len(found) == len(set(found)) and all(one.split("-")[0] in {"recommend", "page"} for one in found)


@pytest.mark.parametrize("name", ["entity", "branch", "manager"])
def test_the_list_holds_the_own_customers_only(app, name):
    with app.server.test_request_context("/"), acting(asker_of(name)):
        asker = asker_of(name)
        frame = offered(Choice.parse({"product": "insurance"}), 1000)
        assert len(frame) and set(frame[f"{asker.scope_level}_id"]) == {asker.scope_id}


def test_a_foreign_node_is_denied(layout):
    with acting(asker_of("executive")):
        foreign = ask("customers_described", by="entity").frame["entity"].tolist()
    own = asker_of("branch").scope_id
    nodes = [f"entity:{key}" for key in foreign]
    assert own and all("state denied" in str(layout("recommend", "branch", node=node)) for node in nodes)


def test_counts_are_those_of_the_rows(as_executive):
    choice = Choice.parse({"product": "insurance", "group": "grower,senior", "age": "45_59"})
    seen = Seen(choice)
    rows = records(
        "propensity",
        choice.where() | {"product": "insurance"},
        columns=("customer_id", "is_offered", "suppressed_by", "probability"),
    )
    open_ones = [row for row in rows if row["is_offered"]]
    assert seen.counts["offers"] == len(rows) and seen.counts["offers_open"] == len(open_ones)
    assert seen.counts["offers_probability"] == pytest.approx(
        sum(row["probability"] for row in open_ones) / len(open_ones), rel=1e-4
    )
    assert sum(seen.left_out.values()) == len(rows) - len(open_ones)


@pytest.mark.parametrize("word", TRAITS)
def test_a_facet_counts_each_code_whatever_is_chosen_of_it(as_executive, word):
    free = Seen(Choice.parse({"product": "insurance"})).facet(word)
    code = max(free, key=free.get)
    assert Seen(Choice.parse({"product": "insurance", word: code})).facet(word) == free
    assert Seen(Choice.parse({"product": "insurance", word: code})).counts["offers_open"] == free[code]


@pytest.mark.parametrize("order", ["probability", "expected"])
def test_the_list_is_the_best_first(as_executive, order):
    choice = Choice.parse({"product": "time_deposit", "order": order, "top": "100"})
    frame = offered(choice, choice.top)
    every = records("propensity", {"product": "time_deposit", "is_offered": True}, columns=(order,))
    assert frame[order].tolist() == sorted((row[order] for row in every), reverse=True)[:100]


def test_screen_and_file_are_the_same(layout, as_executive):
    page = layout("recommend", "executive", "en", product="insurance", group="grower", top="100")
    shown = [
        part.to_plotly_json()["props"]["data-offer"]
        for part in walk(page)
        if "data-offer" in part.to_plotly_json()["props"]
    ]
    rows = list(
        sheet(offers_file(Offers({"product": "insurance", "group": "grower", "top": "100"}, title="x")).content, 0)
    )
    start = next(n for n, row in enumerate(rows) if row[0] == "Customer id")
    keys = [row[0] for row in rows[start + 1 :]]
    assert shown == keys[: len(shown)] and len(shown) == 50 and len(keys) == 100
    assert all("*" in row[1] for row in rows[start + 1 :])


def test_reasons_are_sentences_not_features(as_executive):
    frame = offered(Choice.parse({"product": "business"}), 100)
    said = [words for row in frame.to_dict("records") for words, _points in reasons(row, row)]
    assert said and all(words[0].isupper() and " " in words and "_" not in words and "{" not in words for words in said)


def test_nobody_left_out_is_listed(as_executive):
    for product in products():
        frame = offered(Choice.parse({"product": product}), 1000)
        assert frame["suppressed_by"].isna().all() and frame["is_offered"].all()


def test_the_file_needs_both_rights(client_as):
    body = {"offers": {"product": "insurance"}, "title": "x"}
    for name, wanted in (("analyst", 200), ("manager", 403), ("officer", 403)):
        client = client_as(name)
        headers = {"X-CSRFToken": client.get_cookie("_csrf_token").value, "Origin": "http://localhost"}
        assert client.post("/api/v1/export", json=body, headers=headers).status_code == wanted, name


def test_the_api_counts_what_the_screen_counts(client_as, as_executive):
    client = client_as("executive")
    headers = {"X-CSRFToken": client.get_cookie("_csrf_token").value, "Origin": "http://localhost"}
    question = {"metrics": ["offers_open"], "where": {"product_code": "insurance", "age_band": "30_44"}}
    answer = client.post("/api/v1/query", json=question, headers=headers).get_json()
    counted = Seen(Choice.parse({"product": "insurance", "age": "30_44"})).counts["offers_open"]
    assert (
        answer["rows"][0][0] == counted
        if isinstance(answer["rows"][0], list)
        else answer["rows"][0]["offers_open"] == counted
    )


@pytest.mark.parametrize("wrong", [{"product": "gold"}, {"age": "12"}, {"order": "x"}, {"top": "7"}])
def test_a_wrong_word_is_said(layout, wrong):
    assert any("is not understood" in text for text in texts(layout("recommend", "analyst", "en", **wrong)))


def test_an_english_page_holds_no_chinese_but_names(layout):
    import re

    page = layout("recommend", "executive", "en", product="insurance")
    names = {row for part in walk(page) for row in texts(part) if "*" in row}
    han = [text for text in texts(page) if re.search("[\u4e00-\u9fff]", text) and text not in names]
    assert all(len(text) == 1 for text in han), han[:5]


def test_a_customer_s_page_is_the_customer_s(layout, app):
    with app.server.test_request_context("/"), acting(asker_of("manager")):
        own = listing("customer_portrait", limit=1).frame.iloc[0]["customer_id"]
    page = layout("recommend_customer", "manager", customer_id=own)
    assert {"recommend-who-card", "recommend-next-card", "recommend-timeline-card", "recommend-unmask"} <= set(
        ids(page)
    )
    assert all("*" in text for text in texts(next(p for p in walk(page) if getattr(p, "id", "") == "recommend-name")))
    with acting(asker_of("executive")):
        foreign = listing("customer_portrait", order="customer_id", limit=400).frame
    other = foreign[foreign["staff_id"] != asker_of("manager").scope_id].iloc[0]["customer_id"]
    assert "state denied" in str(layout("recommend_customer", "manager", customer_id=other))
    assert "state denied" in str(layout("recommend_customer", "manager", customer_id="nobody"))
    assert "nobody" in " ".join(texts(layout("recommend_customer", "executive", "en", customer_id="nobody")))


def test_kinds_nobody_is_of_keep_the_form(layout):
    page = layout("recommend", "analyst", "en", age="under_30", group="senior")
    assert {"recommend-list-card"} <= set(ids(page)) and "No recommendations yet" not in " ".join(texts(page))


def test_a_name_is_shown_one_by_one_by_those_with_the_right_and_recorded(app, own_ops):
    from sqlalchemy import select

    from data.ops.engine import reading
    from data.ops.schema import audit
    from pages._recommend_profile import unmasked

    with app.server.test_request_context("/"), speaking("en"):
        with acting(asker_of("executive")):
            key = listing("customer_portrait", limit=1).frame.iloc[0]["customer_id"]
            assert "*" not in unmasked(key)
        with acting(asker_of("analyst")), pytest.raises(Forbidden):
            unmasked(key)
    with reading() as connection:
        actions = connection.execute(select(audit.c.action, audit.c.object_id)).all()
    assert actions.count(("personal.unmask", key)) == 1


@pytest.mark.parametrize("name", READERS)
def test_the_model_card_is_whole(layout, name):
    page = layout("recommend_model", name, "en")
    found = set(ids(page))
    assert {
        "recommend-gains-card",
        "recommend-calibration-card",
        "recommend-every-card",
        "recommend-fair-card",
        "recommend-versions-card",
        "recommend-results-card",
    } <= found
    assert any("popularity" in text for text in texts(page))


def test_advice_for_somebody_new_is_wide_and_sorted(as_executive):
    from pages._recommend_newcomer import model

    advice = model().advise({"customer_group": "grower", "age": 45, "annual_income": 40_000})
    assert [one.expected for one in advice] == sorted((one.expected for one in advice), reverse=True)
    assert all(one.low <= one.probability <= one.high for one in advice) and any(one.low < one.high for one in advice)
