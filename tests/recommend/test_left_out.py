"""Who is left out can be looked at: everybody, once, with the reason and until when; on screen and as a file; the own part alone."""

from __future__ import annotations

import pytest

from components.export_offers import Offers, offers_file
from components.recommend_choice import LEFT_OUT, PAGE, Choice
from components.recommend_data import left_out
from components.recommend_left_out import broken, reason, until
from data.i18n import speaking
from data.listing import records
from data.scope import acting
from models.products import catalogue
from pages._recommend_seen import Seen
from tests.screen.test_pages import sheet
from tests.screen.walk import asker_of, texts, walk


def hrefs(page) -> list[str]:
    return [str(part.href) for part in walk(page) if getattr(part, "href", None)]


def marked(page) -> list[str]:
    props = [part.to_plotly_json()["props"] for part in walk(page)]
    return [one["data-customer"] for one in props if "data-customer" in one]


@pytest.mark.parametrize("why", LEFT_OUT)
def test_everybody_left_out_is_on_one_of_the_pages(as_executive, why):
    words = {"product": "farm_credit", "left": why}
    total = Seen(Choice.parse(words)).left_out.get(why, 0)
    found = []
    for page in range(1, total // PAGE + 2):
        found += Seen(Choice.parse(words | {"page": str(page)})).away["customer_id"].tolist()
    kept = records("propensity", {"product": "farm_credit", "suppressed_by": why}, columns=("customer_id",))
    assert total and len(found) == len(set(found)) == total
    assert set(found) == {row["customer_id"] for row in kept}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("why", LEFT_OUT)
def test_each_has_a_reason_and_an_end_in_words(app, why, language):
    with app.server.test_request_context("/"), speaking(language), acting(asker_of("executive")):
        for product in ("farm_credit", "mobile_bank", "startup"):
            rows = left_out(Choice.parse({"product": product, "left": why}), 200).to_dict("records")
            for row in rows:
                assert reason(row) and until(row) not in ("", "—"), row
                if why == "contacted":
                    assert row["free_on"].date() > row["as_of"].date()


def test_the_rule_said_is_the_one_that_is_broken(as_executive):
    known = catalogue().products
    for product in ("startup", "bill_agency"):
        rule = known[product].eligible
        for row in left_out(Choice.parse({"product": product, "left": "not_eligible"}), 300).to_dict("records"):
            out_of_age = not rule.ages[0] <= row["age"] <= rule.ages[1]
            expected = out_of_age + (row["customer_group"] in rule.excluded)
            assert len(broken(row, known[product])) == max(expected, 1) and (expected or rule.needs)


def test_a_line_of_the_form_leads_to_them_and_back(layout):
    page = layout("recommend", "executive", "en", product="wealth")
    links = [one for one in hrefs(page) if "left=" in one]
    assert {one.split("left=")[1].split("&")[0] for one in links} == set(LEFT_OUT)
    away = layout("recommend", "executive", "en", product="wealth", left="opted_out")
    assert any("agrees again" in text for text in texts(away)) and marked(away)
    assert any(one == "/recommend?product=wealth" for one in hrefs(away)), "the way back"


def test_an_unknown_reason_is_told(layout):
    assert any("opted_out" in text for text in texts(layout("recommend", "executive", "en", left="lazy")))


def test_a_manager_sees_the_own_ones_alone_and_masked(app):
    asker = asker_of("manager")
    with app.server.test_request_context("/"), acting(asker):
        for why in LEFT_OUT:
            frame = left_out(Choice.parse({"product": "farm_credit", "left": why}), 1000)
            assert set(frame["staff_id"]) <= {asker.scope_id} and all("*" in name for name in frame["name"])


def test_the_file_holds_them_with_reasons(as_executive):
    words = {"product": "insurance", "left": "past_due"}
    words = words if Seen(Choice.parse(words)).left_out.get("past_due") else {"product": "e_loan", "left": "past_due"}
    rows = list(sheet(offers_file(Offers(words, title="x")).content, 0))
    start = next(n for n, row in enumerate(rows) if row[0] == "Customer id")
    assert len(rows) - start - 1 == Seen(Choice.parse(words)).left_out["past_due"]
    assert all("*" in row[1] and row[5] and row[6] for row in rows[start + 1 :])
