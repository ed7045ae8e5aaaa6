"""Who may do what in a case, and what a step makes of it: pure rules."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.clock import is_workday
from data.integrity.cases_rules import CLOSED, STATES, STEPS, Actor, after, due, may, verdict
from data.rights import rights_of

NOW = datetime(2026, 11, 26, 10)
HEAD = Actor("u1", "S9", rights_of("branch_head"), "branch")
ABOVE = Actor("u2", None, rights_of("entity_head"), "entity")
SELF = Actor("u3", "S1", rights_of("manager"), "staff")
LOOKING = [
    Actor(f"u{role}", None, rights_of(role), "province") for role in ("executive", "analyst", "steward", "admin")
]


def steps(
    actor: Actor, state: str, *, decided_by: str | None = "u1", has_head: bool = True, due_at: datetime | None = None
):
    case = {"staff_id": "S1", "state": state, "due_at": due_at}
    return may(case, actor, decided_by=decided_by, has_head=has_head, moment=NOW)


def test_the_head_of_the_outlet_decides_first():
    assert steps(HEAD, "open") == ("took_place", "did_not_take_place", "asked")
    assert steps(ABOVE, "open") == () and steps(SELF, "open") == ("explained",)


def test_while_the_manager_is_asked_nothing_is_decided_against():
    assert steps(HEAD, "asked") == ("took_place",) and steps(SELF, "asked") == ("explained",)


def test_an_appeal_is_settled_above_and_by_somebody_else():
    assert steps(ABOVE, "appealed") == ("overturned", "upheld")
    assert steps(ABOVE, "appealed", decided_by="u2") == () and steps(HEAD, "appealed") == ()


def test_without_a_head_who_can_the_entity_decides():
    assert steps(ABOVE, "open", has_head=False)[0] == "took_place"


def test_an_appeal_has_its_time():
    assert steps(SELF, "decided", due_at=datetime(2026, 11, 26, 23, 59)) == ("appealed",)
    assert steps(SELF, "decided", due_at=datetime(2026, 11, 25, 23, 59)) == ()


@pytest.mark.parametrize("role", ["branch_head", "entity_head", "officer"])
@pytest.mark.parametrize("state", STATES)
def test_nobody_decides_on_themselves(role, state):
    own = Actor("u9", "S1", rights_of(role), "branch" if role == "branch_head" else "entity")
    assert set(steps(own, state, has_head=False)) <= {"explained", "appealed"}


def test_who_only_looks_does_nothing():
    assert {steps(actor, state, has_head=False) for actor in LOOKING for state in STATES} == {()}


@given(st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.integers(1, 8))
def test_due_is_that_many_working_days_later(day, days):
    last = due(day, days)
    between = [date.fromordinal(n) for n in range(day.toordinal() + 1, last.toordinal() + 1)]
    assert sum(map(is_workday, between)) == days and is_workday(last.date())


@pytest.mark.parametrize("step", STEPS[1:])
def test_a_case_closes_with_the_outcome_of_its_last_verdict(step):
    made = after(step, NOW)
    assert (made["state"] == CLOSED) == ("outcome" in made) and (made.get("outcome") or verdict(step)) == verdict(step)
