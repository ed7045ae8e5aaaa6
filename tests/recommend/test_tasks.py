"""A task says what to offer, why and until when; what has no expected value gets into no campaign by itself."""

from __future__ import annotations

import pytest

from components.recommend_choice import Choice
from components.recommend_data import offered
from components.recommend_marks import reasons
from components.recommend_plan import free
from components.recommend_small import chance_text, is_worth_asking, value_text
from components.recommend_tasks import progress
from data import campaigns
from data.i18n import speaking
from data.i18n.numbers import day_text
from data.scope import acting
from pages import _recommend_tasks as views
from tests.recommend.made import WORDS, made, mine, tap
from tests.screen.walk import asker_of, texts, walk


def buttons(page) -> list[dict]:
    props = (part.to_plotly_json()["props"] for part in walk(page))
    return [one for one in props if "data-answer" in one]


@pytest.mark.parametrize("name", ["recommend_tasks", "me"])
def test_a_card_says_why_and_until_when(one, layout, name):
    task = mine()
    said = texts(layout(name, "manager", "en"))
    with acting(asker_of("manager")), speaking("en"):
        row = views.explained([task])[0]
        why = reasons(row, views.people.whom([task["customer_id"]])[task["customer_id"]])
        assert why and {words for words, _points in why[:2]} <= set(said)
        assert "Autumn" in said and f"until {day_text(task['ends_on'], weekday=False)}" in said


@pytest.mark.parametrize("word", ["accepted", "later", "declined"])
def test_every_answer_counts_as_answered_and_is_pressed(one, layout, word):
    task = mine()
    tap(task, word)
    page = layout("recommend_tasks", "manager", "en")
    with acting(asker_of("manager")), speaking("en"):
        rows = campaigns.tasks(asker_of("manager").scope_id)
        assert texts(progress(rows)) == [f"1 of {len(rows)} answered"] and campaigns.one(one)["answers"] == {word: 1}
    pressed = [button["data-answer"] for button in buttons(page) if button["aria-pressed"] == "true"]
    assert pressed == [word] and len(buttons(page)) == 3 * len(rows)


def test_small_forecasts_are_said_as_small():
    with speaking("en"):
        assert (chance_text(0.0004), chance_text(0.0005), chance_text(0.032)) == ("below 0.1%", "0.1%", "3.2%")
        assert (value_text(0.5), value_text(0.51), value_text(46)) == ("", "¥1", "¥46")


def test_no_table_of_a_campaign_shows_a_zero():
    from components.export_campaign import columns

    with speaking("en"):
        cell = {one.name: one.cell for one in columns()}
        assert (cell["probability"](0.0002, {}), cell["expected"](0.2, {})) == ("below 0.1%", "")
        assert (cell["probability"](0.0802, {}), cell["expected"](12.4, {})) == ("8.02%", "¥12")


def worthless(product: str) -> list[str]:
    frame = offered(Choice.parse({"product": product}), 1000)
    return frame[~is_worth_asking(frame)]["customer_id"].tolist()


def test_who_has_no_expected_value_takes_part_only_when_chosen_by_hand(app, own_ops, as_executive):
    for product in ("mobile_bank", "quick_pay", "bill_pay", "insurance", "wealth"):
        if lost := worthless(product):
            break
    choice = Choice.parse({"product": product, "top": "1000"})
    found = free(choice)
    assert lost and found.worthless == len(lost) and not set(found.rows["customer_id"]) & set(lost)
    by_hand = free(choice, lost[:3])
    assert sorted(by_hand.rows["customer_id"]) == sorted(lost[:3]) and by_hand.worthless == 3


def test_who_fits_but_is_in_another_campaign_is_counted(one):
    choice = Choice.parse({"product": "insurance", "group": "grower"})
    there = {row["customer_id"] for row in campaigns.members(one)}
    fits = offered(Choice.parse(WORDS | {"group": "grower"}), 1000)
    held = campaigns.held_out("insurance")
    assert 0 < len(set(fits["customer_id"]) & there) <= free(choice).busy <= len(there)
    assert free(choice).busy - len(set(fits["customer_id"]) & there) <= len(held)
    picked = sorted(there)[:2]
    assert free(Choice.parse(WORDS), picked).busy == 2 and free(Choice.parse(WORDS), picked).rows.empty


def test_managers_find_their_tasks_first(layout):
    first = lambda name: next(  # noqa: E731
        part
        for part in walk(layout("recommend_campaigns", name, "en"))
        if getattr(part, "className", "") == "offer-tabs-list"
    ).children[0]
    assert first("manager").children == "Tasks" and first("analyst").children == "Product → customers"


def test_a_campaign_leaves_the_worthless_out(one):
    assert all(row["probability"] >= 0.0005 and row["expected"] > 0.5 for row in campaigns.members(one))
    assert made({"product": "wealth", "top": "100"})
