"""A customer's months, what happened on them, and the household; what is typed about somebody new."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from components import recommend_course as course
from components.recommend_course import Mark
from components.recommend_family import Family, card, short
from components.recommend_known import LIMITS, known
from data.errors import Forbidden
from data.i18n import speaking
from data.i18n.numbers import month_short
from data.listing import listing, records
from data.scope import acting
from pages._recommend_newcomer import update_answer
from pages._recommend_person import portrait
from tests.screen.walk import asker_of, texts, walk


@pytest.fixture
def a_family(as_executive) -> tuple[str, str]:
    """Two customers of one household."""
    frame = listing("customer", limit=100_000).frame
    both = next(rows for _, rows in frame.groupby("household_id") if len(rows) > 1)
    return tuple(both["customer_id"].tolist()[:2])


def test_months_are_those_of_the_books(as_executive):
    key = records("customer_course", columns=("customer_id",))[0]["customer_id"]
    person = portrait(key)
    days = [row["as_of"] for row in person.months]
    assert days == sorted(set(days)) and 2 < len(days) <= 13
    assert len({(day.year, day.month) for day in days}) == len(days)
    held = [row for row in records("holding", {"customer": key}, columns=("product_group", "balance"))]
    deposits = sum(row["balance"] for row in held if row["product_group"] == "deposit")
    assert float(person.months[-1]["deposit_balance"]) == pytest.approx(float(deposits), abs=1)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_line_names_its_months_and_what_happened(language):
    days = [date(2025, 11, 30) + timedelta(days=30 * n) for n in range(13)]
    months = [
        {"as_of": day, "deposit_balance": 1000.0 * n, "loan_balance": 0, "merchant_amount": 0}
        | dict.fromkeys(course.USE, n)
        for n, day in enumerate(days)
    ]
    marks = [Mark(days[3] + timedelta(days=4), "wedding"), Mark(days[0] - timedelta(days=9), "long ago")]
    with speaking(language):
        drawn = course.course(months, marks)
        said = texts(drawn)
        classes = [getattr(part, "className", "") for part in walk(drawn)]
        assert classes.count("point") == 13 and classes.count("event") == 1
        assert "wedding" in said and "long ago" not in said and month_short(days[-1]) in said
        table = texts(course.table(months))
        assert all(month_short(day) in table for day in days)
        assert language == "en" or not any("月 20" in text for text in said + table)


def test_a_household_is_shown_with_what_it_holds(a_family):
    one, other = a_family
    person = portrait(one)
    assert person.family.members[0]["customer_id"] == one
    assert {row["customer_id"] for row in person.family.members} >= {one, other}
    assert person.family.persons >= len(person.family.members)
    assert all("*" in row["name"] for row in person.family.members)
    assert any(getattr(part, "href", "") == f"/recommend/customer/{other}" for part in walk(card(person.family)))
    assert str(person.family.persons) in short(person.family)


def test_a_foreign_household_is_refused(app):
    with app.server.test_request_context("/"), acting(asker_of("executive")):
        rows = listing("customer", limit=100_000).frame
    with app.server.test_request_context("/"), acting(asker_of("manager")):
        foreign = rows[rows["staff_id"] != asker_of("manager").scope_id]["customer_id"].iloc[0]
        with pytest.raises(Forbidden):
            portrait(foreign)
        own = listing("customer", limit=100_000).frame
        seen = {row["customer_id"] for key in own["customer_id"][:20] for row in portrait(key).family.members}
        assert seen and seen <= set(own["customer_id"])


def test_who_is_not_with_us_is_counted():
    with speaking("en"):
        family = Family(
            [{"customer_id": "a", "name": "x", "deposit_balance": 1, "loan_balance": 0, "product_count": 1}], 4
        )
        assert family.strangers == 3 and any("3 members" in text for text in texts(card(family)))
        assert short(Family()) == "" and texts(card(Family()))


@pytest.mark.parametrize(
    ("name", "value"),
    [("age", "-5"), ("age", "300"), ("age", "abc"), ("annual_income", "-1"), ("annual_income", "1e12")],
)
def test_what_cannot_be_is_said_and_left_out(as_executive, name, value):
    found = known({name: value, "customer_group": "grower"})
    assert dict(found.traits) == {"customer_group": "grower"} and value in found.told[name]
    allowed = LIMITS[name]
    assert "no number" in found.told[name] or f"{allowed[1]:,}" in found.told[name]
    answer, *told = update_answer(
        *({name: value}.get(one) for one in ("customer_group", "education", "occupation", *LIMITS))
    )
    assert dict(zip(LIMITS, told, strict=True))[name] and any("0 are known" in text for text in texts(answer))


def test_what_holds_is_taken_as_typed(as_executive):
    assert dict(known({"age": "３５", "annual_income": "40,000", "education": ""}).traits) == {
        "age": 35,
        "annual_income": 40_000,
    }
    assert known({"customer_group": "pirate"}).told and not known({}).told
