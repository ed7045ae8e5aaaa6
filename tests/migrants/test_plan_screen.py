"""The planning tab: what may be asked, what is said, who sees what, and that the file equals the screen."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest

from components.migrant_plan import all_names, answer, plan_tab, policy_name
from components.migrant_plan_asked import Asked
from components.migrant_plan_data import OFFERED, ample, planned, policies, sited, usual
from components.migrant_plan_export import workbook
from components.migrant_plan_figures import against_even, by_centre
from components.migrant_plan_form import EXPORTS
from components.migrant_plan_sites import markers
from components.migrant_plan_words import finding, without_days
from data.errors import BadRequest, Forbidden
from data.i18n import speaking
from data.i18n.numbers import human, percent
from data.query import ask
from data.scope import Asker, Node, acting
from models.migrant_plan_settings import parameters
from tests.screen.walk import ids, texts, walk

EVERYBODY = Asker.of("u1", "Executive", "executive", "province", None)


@pytest.fixture
def everybody(province):
    """The executive of the tiny province."""
    with acting(EVERYBODY):
        yield EVERYBODY


def asked(**more) -> Asked:
    """A question about the first policy."""
    return Asked(**{"policy": policies()[0]["policy_id"], "amount": 30_000} | more)


def entity_with_output() -> str:
    frame = ask("policy_uncovered", by="entity", order="-policy_uncovered").frame
    return str(frame["entity"].iloc[0])


@pytest.mark.parametrize("amount", ["", None, "many", "-5", "0", "1.5", "1e12", "nan"])
@pytest.mark.parametrize("mode", ["budget", "days"])
def test_a_wrong_amount_is_told_in_words(everybody, amount, mode):
    with pytest.raises(BadRequest):
        Asked.parse({"policy": "P01", "mode": mode, "amount": amount})
    shown, where, kept = answer({"policy": "P01", "mode": mode, "amount": amount})
    assert shown[0].role == "alert" and where is None and kept is None


@pytest.mark.parametrize("amount", ["30000", "30,000", "30，000", 30000])
def test_a_sum_may_be_written_as_people_write_it(everybody, amount):
    assert Asked.parse({"policy": "P01", "amount": amount}).amount == 30_000


def test_what_was_asked_survives_the_address(everybody):
    one = asked(mode="days", amount=40, sites=2, counties=("520324", "520325"), centres=("C01",))
    assert Asked.parse(one.as_json()) == one


def test_an_unknown_policy_is_told(everybody):
    assert answer({"policy": "none such", "amount": "500"})[0][0].role == "alert"


def test_the_answer_holds_plan_sites_and_what_was_asked(everybody):
    shown, where, kept = answer({"policy": policies()[0]["policy_id"], "amount": "30000", "sites": "2"})
    found = ids(shown) + ids(where)
    assert {"migrants-plan-bars", "migrants-plan-map", *(f"migrants-plan-export-{card}" for card in EXPORTS)} <= set(
        found
    )
    assert kept["amount"] == 30_000 and kept["sites"] == 2


def test_only_counties_with_output_are_planned_and_the_budget_is_kept(everybody):
    found = planned(asked())
    held = ask("policy_uncovered", by=["county", "centre"], where={"policy": asked().policy}).frame
    pairs = set(zip(held["county"], held["centre"], strict=True))
    assert len(found.frame) and set(zip(found.frame["county"], found.frame["centre"], strict=True)) <= pairs
    assert found.cost <= 30_000 and found.gain >= max(found.greedy, found.even)
    both = found.frame.merge(held, on=["county", "centre"])
    assert (both["uncovered"] == both["policy_uncovered"]).all() and (both["gain"] <= both["uncovered"]).all()


def test_an_entity_plans_its_own_counties(everybody):
    unit = entity_with_output()
    own = set(ask("migrant_workers", by="county", where={"entity": unit}).frame["county"])
    with acting(Asker.of("u2", "Head", "entity_head", "entity", unit)):
        found = planned(asked(node=Node.parse(f"entity:{unit}")))
        assert sited(asked()) is not None
    assert set(found.frame["county"]) <= own


def test_a_scope_holds_whatever_node_is_asked(everybody):
    """The plan of the province, asked by an entity, is the plan of what it may see."""
    unit = entity_with_output()
    own = planned(asked(node=Node.parse(f"entity:{unit}")))
    with acting(Asker.of("u2", "Head", "entity_head", "entity", unit)):
        pd.testing.assert_frame_equal(planned(asked()).frame, own.frame)
        with pytest.raises(Forbidden):
            planned(asked(node=Node("entity", "no such")))


def test_a_centre_plans_its_own_place_and_no_other(everybody):
    with acting(Asker.of("u3", "Centre", "centre_head", "centre", "C02")):
        found = planned(asked(node=Node.parse("centre:C02")))
        assert set(found.frame["centre"]) == {"C02"} and sited(asked()) is None
        assert answer({"policy": asked().policy, "amount": "9000", "node": "centre:C02"})[1] is None


def test_an_outlet_has_no_planning(everybody):
    branch = str(ask("managers", by="branch").frame["branch"].iloc[0])
    with acting(Asker.of("u4", "Head", "branch_head", "branch", branch)):
        tab = plan_tab(SimpleNamespace(node=Node.parse(f"branch:{branch}"), policy=None))
    assert "migrants-plan-run" not in ids(tab)


def test_a_county_asked_for_gets_a_day(everybody):
    counties = sorted(set(ask("policy_uncovered", by="county").frame["county"].astype(str)))
    found = planned(asked(counties=tuple(counties)))
    assert set(found.frame.loc[found.frame["days"] > 0, "county"]) == set(counties)
    shown, _where, _kept = answer({"policy": asked().policy, "amount": "300", "counties": counties})
    assert shown[0].role == "alert"


def test_the_tab_shows_every_assumption(everybody):
    tab = plan_tab(SimpleNamespace(node=Node.parse(None), policy=None), {"amount": "77", "mode": "days"})
    said = texts(tab)
    assert all(one.label.text() in said and one.note.text() in said for one in parameters().values())
    amount = next(part for part in walk(tab) if getattr(part, "id", None) == "migrants-plan-amount")
    assert amount.value == "77"
    first = next(part for part in walk(tab) if getattr(part, "id", None) == "migrants-plan-usual")
    assert first.data == usual(policies()[0]["policy_id"], Node("province"))  # there before anybody chooses


def test_nonsense_in_the_address_opens_the_usual(everybody):
    chosen = SimpleNamespace(node=Node.parse(None), policy=None)
    amounts = [
        next(
            part.value for part in walk(plan_tab(chosen, query)) if getattr(part, "id", None) == "migrants-plan-amount"
        )
        for query in ({}, {"amount": "much", "sites": "x"})
    ]
    assert amounts[0] == amounts[1] == str(usual(policies()[0]["policy_id"], Node("province"))["budget"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_amount_offered_first_is_a_quarter_of_all_that_is_worth_planning_and_follows_who_is_not_reached(
    everybody, language
):
    policy, unit = policies()[0]["policy_id"], entity_with_output()
    for node in (Node("province"), Node.parse(f"entity:{unit}")):
        cost, days = ample(policy, node)
        all_of_it = planned(Asked(policy, round(cost + 1), node=node))
        assert (all_of_it.days, all_of_it.cost) == (days, pytest.approx(cost))
        assert planned(Asked(policy, round(cost * 2), node=node)).days == days  # more cannot be used
        assert usual(policy, node)["budget"] == pytest.approx(cost / 4, rel=0.06)
        assert usual(policy, node)["days"] == pytest.approx(days / 4, rel=0.06, abs=1)
    assert ample(policy, Node("province"))[1] > ample(policy, Node.parse(f"entity:{unit}"))[1]
    with speaking(language):
        said = texts(answer({"policy": policy, "amount": "30000"})[0])
        assert any(
            human(ample(policy, Node("province"))[1]) in text and percent(OFFERED, decimals=0) in text for text in said
        )


def test_the_even_split_shows_its_own_cost(everybody):
    found = planned(asked())
    with speaking("zh"):
        said = " ".join(texts(answer({"policy": asked().policy, "amount": "30000"})[0]))
        assert f"平均分配：{human(found.frame['even_days'].sum())} 个服务日，{human(found.even_cost)} 元" in said
    assert 0 < found.even_cost <= 30_000 and found.even_cost == pytest.approx(by_centre(found.frame)["even_cost"].sum())


@pytest.mark.parametrize(
    ("value", "said"), [(0, "0"), (0.2, "<1"), (0.5, "<1"), (0.51, "1"), (1.4, "1"), (123456, "12.3 万")]
)
def test_less_than_half_a_person_is_not_nobody(value, said):
    with speaking("zh"):
        assert human(value, format="expected") == said


def test_what_a_further_centre_costs_is_said_not_to_be_known(everybody):
    for language, words in (("zh", "费用未知"), ("en", "is not known")):
        with speaking(language):
            _shown, where, _kept = answer({"policy": asked().policy, "amount": "30000"})
            assert any(words in text for text in texts(where))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_finding_says_what_the_plan_adds(everybody, language):
    with speaking(language):
        found = planned(asked())
        said = finding(found, asked(), policy_name(asked()), all_names())
        assert str(round(found.gain)) in said and str(round(found.gain) - round(found.even)) in said
        assert policy_name(asked()) in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_cannot_be_spent_is_not_said_to_be_spent(everybody, language):
    with speaking(language):
        much = asked(amount=99_999_999)
        found = planned(much)
        said = finding(found, much, policy_name(much), all_names())
        assert said.startswith(human(found.cost)) or said.startswith(f"将 {human(found.cost)}")
        assert human(much.amount - found.cost) in said
        assert finding(planned(asked()), asked(), "", all_names()).count(human(asked().amount)) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_centre_that_gets_nothing_is_named_with_the_reason(language):
    cells = pd.DataFrame({"centre": ["C1", "C1", "C2"], "days": [0, 3, 0], "even_days": [1, 1, 1]})
    names = {"centre": {"C1": "Hangzhou", "C2": "Wenzhou"}}
    with speaking(language):
        (said,) = without_days(SimpleNamespace(frame=cells), names)
        assert "Wenzhou" in said and "Hangzhou" not in said
        assert without_days(SimpleNamespace(frame=cells[:2]), names) == []


def test_bars_are_the_sums_of_the_table(everybody):
    found = planned(asked())
    sums = by_centre(found.frame).assign(centre_name="x")
    bars = against_even(sums).data
    assert sum(bars[0].x) == pytest.approx(found.gain) and sum(bars[1].x) == pytest.approx(found.even)


def test_the_file_equals_the_screen(everybody):
    one = asked(centres=("C01",))
    found, names = planned(one), all_names()
    book = openpyxl.load_workbook(BytesIO(workbook(found, one, policy_name(one), names, sited(one))))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    head = {row[0]: row[1] for row in rows[1:13]}
    shown = found.frame[found.frame["days"] > 0]
    body = rows[-len(shown) :]
    assert policy_name(one) in head.values() and names["centre"]["C01"] in head.values()
    assert [row[2] for row in body] == shown["days"].tolist()
    assert [row[5] for row in body] == pytest.approx(shown["gain"].tolist())
    assert human(found.even_cost, "元", compact=False) in head.values() and any(
        "<1" in str(said) for said in head.values()
    )
    cell = book.worksheets[0].cell(len(rows), 6)
    assert (cell.value, cell.number_format) == (pytest.approx(shown["gain"].iloc[-1]), '[=0]0;[<=0.5]"<1";#,##0')
    sums = list(book.worksheets[1].iter_rows(values_only=True))[-len(by_centre(found.frame)) :]
    assert sum(row[5] for row in sums) == pytest.approx(found.even_cost)
    cities = [row[0] for row in book.worksheets[2].iter_rows(values_only=True)]
    sites, _centres = sited(one)
    wanted = [names["city"][str(city)] for city in [*sites.chosen["city"], *sites.others["city"]]]
    assert cities[-len(wanted) :] == wanted
    assert len(list(book.worksheets[3].iter_rows())) >= len(parameters())


def test_markers_are_the_chosen_cities(everybody):
    found, _centres = sited(asked(sites=2))
    told = markers(found, all_names())
    assert [one["lon"] for one in told] == found.chosen["lon"].tolist() and len(told) == 2
