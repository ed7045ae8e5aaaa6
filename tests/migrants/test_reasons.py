"""Where to push: the reason in words, the mean it names, the step it leads to."""

from __future__ import annotations

import pandas as pd
import pytest

from components import migrant_gaps, migrant_plan, migrant_reasons
from components.migrant_choice import Choice
from data.i18n import speaking
from data.scope import Asker, acting
from tests.screen.walk import walk


def region(code: str, **facts) -> dict:
    usual = {
        "migrant_workers": 1000,
        "migrants_reached": 600,
        "migrant_accounts": 550,
        "migrant_loans": 100,
        "migrant_deposit_balance": 5_500_000,
        "migrant_signups_ytd": 200,
        "arrived": 50,
        "centres": 1,
        "policy_target": 400,
        "policy_reached": 360,
        "lagging": "",
    }
    return {"destination_province": code} | usual | facts


CASES = {
    "lag": ({"policy_reached": 100, "lagging": "Wenzhou"}, "Wenzhou behind schedule; 25.0% of the target"),
    "far": ({"migrants_reached": 100, "centres": 0, "policy_target": None, "policy_reached": None}, "no centre"),
    "fresh": ({"arrived": 400}, "400 came this month (40.0%"),
    "signed": ({"migrant_signups_ytd": 10}, "signed up by 1.0%"),
    "held": ({"migrant_accounts": 100, "migrant_deposit_balance": 1_000_000}, "10.0% have an account"),
    "saved": ({"migrant_deposit_balance": 550_000}, "1,000 yuan an account"),
    "lent": ({"migrant_loans": 5}, "0.5% have a loan"),
}


@pytest.mark.parametrize("fact", CASES)
def test_the_fact_that_stands_out_most_speaks(fact):
    facts, words = CASES[fact]
    frame = pd.DataFrame([region("330000", **facts), *(region(f"{n}0000") for n in range(11, 20))])
    for language in ("zh", "en"):
        with speaking(language):
            reason = migrant_reasons.reasons(frame, "destination_province")["330000"]
        assert reason.fact == fact and reason.step
    assert words in reason.text


def test_where_nothing_stands_out_the_reason_says_so(province):
    frame = pd.DataFrame([region("330000"), region("440000")])
    assert migrant_reasons.reasons(frame, "destination_province")["330000"].fact == ""


def test_the_mean_a_reason_names_is_sum_by_sum():
    small = [region(f"{n}0000", migrant_workers=100, migrants_reached=100) for n in range(11, 20)]
    frame = pd.DataFrame([region("330000", migrant_workers=100_000, migrants_reached=50_000), *small])
    with speaking("en"):
        text = migrant_reasons.reasons(frame, "destination_province")["330000"].text
    assert "50.4% on average" in text  # 50,900 of 100,900


GAPS = pd.DataFrame(
    [("330000", "Zhejiang", 0.4, 0.3, 10.0, 50)],
    columns=["destination_province", "destination_province_name", *migrant_gaps.METRICS],
)
WHY = {"330000": migrant_reasons.Reason("far", "Call", "far", "C1,C2")}


@pytest.mark.parametrize("href", ["/migrants?view=plan&centres=C1,C2", None])
def test_the_step_leads_to_the_plan_with_the_centres_that_serve_the_region(href):
    asked: list[str] = []
    with speaking("en"):
        drawn = migrant_gaps.gaps(
            GAPS, "destination_province", WHY, "province", lambda why: asked.append(why.served) or href
        )
    links = [part.href for part in walk(drawn) if type(part).__name__ == "A"]
    assert asked == ["C1,C2"] and links == ([href] if href else [])


def test_a_step_about_a_product_leads_to_a_policy_in_force_about_it(monkeypatch):
    monkeypatch.setattr(
        migrant_plan,
        "policies",
        lambda: [{"policy_id": "P1", "product": "loan"}, {"policy_id": "P2", "product": "payroll"}],
    )
    with acting(Asker.of("u1", "Executive", "executive", "province", None)):
        choice = Choice.parse({"policy": "P1"})
        assert "policy=P2" in migrant_plan.step_address(choice, "payroll", "REMOTE")
        assert "policy=P1" in migrant_plan.step_address(choice, "loan", "REMOTE")
        assert "policy=P1" in migrant_plan.step_address(choice, "", "REMOTE")
        assert migrant_plan.step_address(choice, "card", "REMOTE") is None  # none in force
