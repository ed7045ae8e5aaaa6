"""The way of a case through the real tables: opened by the checks, decided, appealed, settled; each step kept and audited."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.audit import verify
from data.clock import now
from data.errors import BadRequest, Conflict, Forbidden, NotFound
from data.integrity import cases, cases_step
from data.integrity.cases_open import lapse
from data.ops.engine import reading
from data.ops.schema import audit
from data.scope import acting
from tests.review import made

pytestmark = pytest.mark.usefixtures("own_ops")


def taken(username: str, step, key: str, *what) -> str:
    with acting(made.asker(username)):
        return step(key, *what)


def decided() -> str:
    key = made.case_of_manager()
    taken("branch", cases_step.review, key, "did_not_take_place", "nobody there knows of it")
    return key


def test_a_visit_has_one_case_however_often_it_is_put_forward():
    found = made.own_visits(3)
    assert made.opened(found) == made.opened(found + found[:1])[:3]
    with acting(made.asker("manager")):
        assert len(cases.cases()) == 3


def test_decided_appealed_overturned():
    key = decided()
    assert taken("manager", cases_step.answer, key, "appealed", "we met at the market", []) == "appealed"
    assert taken("entity", cases_step.settle, key, "overturned", "two neighbours confirm it") == "closed"
    assert made.row(key)["outcome"] == "took_place"
    with acting(made.asker("manager")):
        done = cases.steps(key)
    assert [one["step"] for one in done] == ["opened", "did_not_take_place", "appealed", "overturned"]
    assert [one["verdict"] for one in done] == [None, "did_not_take_place", None, "took_place"] and done[1]["by"]


def test_a_question_is_answered_and_comes_back():
    key = made.case_of_manager()
    assert taken("branch", cases_step.review, key, "asked", "where did you meet?") == "asked"
    assert made.row(key)["due_at"] > now()
    assert taken("manager", cases_step.answer, key, "explained", "at the market", []) == "open"
    assert taken("branch", cases_step.review, key, "took_place", "") == "closed"


def test_without_an_appeal_the_finding_stands_and_without_an_answer_it_goes_back():
    found = made.own_visits(2)
    late, silent = made.opened(found)
    taken("branch", cases_step.review, late, "did_not_take_place", "no")
    taken("branch", cases_step.review, silent, "asked", "where?")
    assert lapse() == 0
    for key in (late, silent):
        made.put(key, due_at=now() - timedelta(minutes=1))
    assert lapse() == 2 and lapse() == 0
    assert made.row(late)["outcome"] == "did_not_take_place" and made.row(silent)["state"] == "open"


def test_who_decided_does_not_settle_and_nobody_settles_their_own():
    key = made.opened(made.visits(f"branch_id <> '{made.account('branch')['scope_id']}' and entity_id = "
                                  f"'{made.account('entity')['scope_id']}'"))[0]  # fmt: skip
    taken("entity", cases_step.review, key, "did_not_take_place", "no")  # its outlet has no head with an account
    made.put(key, state="appealed")
    with pytest.raises(Forbidden):
        taken("entity", cases_step.settle, key, "upheld", "still no")
    other = made.second_entity_head()
    with acting(other):
        assert cases_step.settle(key, "upheld", "no") == "closed"


def test_what_is_not_one_s_turn_is_refused_in_words():
    key = decided()
    with pytest.raises(Conflict):
        taken("branch", cases_step.review, key, "took_place", "")
    with pytest.raises(Forbidden):
        taken("manager", cases_step.settle, key, "overturned", "please")
    with pytest.raises(BadRequest, match="Say why"):
        taken("manager", cases_step.answer, key, "appealed", " ", [])
    with pytest.raises(BadRequest, match="none of yours"):
        taken("manager", cases_step.answer, key, "appealed", "see", ["x"])


def test_another_outlet_s_case_is_not_there():
    foreign = made.opened(made.visits(f"branch_id <> '{made.account('branch')['scope_id']}'"))[0]
    for username in ("branch", "manager"):
        with pytest.raises(NotFound), acting(made.asker(username)):
            cases.one(foreign)
    with pytest.raises(Forbidden), acting(made.asker("analyst")):
        cases.one(foreign)


def test_of_two_who_act_at_once_one_is_told():
    key = made.case_of_manager()
    with acting(made.asker("branch")):
        seen = cases.one(key)
        cases_step.review(key, "asked", "where?")
        from data.ops.engine import writing

        with pytest.raises(Conflict), writing() as connection:
            cases_step.move(connection, seen, "took_place", actor="u1", at=now())


def test_every_step_is_audited_and_the_chain_holds():
    key = decided()
    with reading() as connection:
        lines = connection.execute(select(audit.c.action).where(audit.c.action.like("case.%"))).scalars().all()
    assert (
        lines == ["case.opened", "case.did_not_take_place"]
        and verify().is_whole
        and made.row(key)["state"] == "decided"
    )


def test_the_bell_tells_whose_turn_it_is():
    key = made.case_of_manager()
    with acting(made.asker("branch")):
        assert [one["case_id"] for one in cases.waiting()] == [key]
    with acting(made.asker("manager")):
        assert cases.waiting() == []
    taken("branch", cases_step.review, key, "asked", "where?")
    with acting(made.asker("manager")):
        assert [one["case_id"] for one in cases.waiting()] == [key]
