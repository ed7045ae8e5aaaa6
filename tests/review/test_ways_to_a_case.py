"""From a visit to its case: rows of the manager's page, the drawer, and whose rating is whose."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import update

from components.visit_verdict import verdict
from data.clock import now
from data.i18n import speaking
from data.integrity import cases
from data.ops.engine import writing
from data.ops.schema import users
from data.scope import acting
from pages import _visits_manager_views as manager_page
from tests.review import made
from tests.review.test_pages import drawn  # noqa: F401
from tests.screen.walk import texts, walk


@pytest.fixture
def as_(app, own_ops):
    """``with as_("branch"):`` whatever is drawn is drawn for that demo login."""

    @contextmanager
    def inside(username: str):
        with app.server.test_request_context("/"), speaking("en"), acting(made.asker(username)):
            yield

    return inside


def props(tree, name: str) -> list[str]:
    """The values of a property wherever it stands."""
    found = (part.to_plotly_json()["props"].get(name) for part in walk(tree))
    return [one for one in found if one]


def test_a_row_opens_its_visit_for_who_may_see_tracks(as_):
    staff = made.account("manager")["staff_id"]
    for username, opens in (("branch", True), ("manager", True), ("executive", True), ("analyst", False)):
        with as_(username):
            rows = props(manager_page.visit_page(staff, 0)[0], "data-visit")
        assert bool(rows) == opens and all(one.startswith(f"{staff}@2") for one in rows)


@pytest.mark.parametrize("state", ["open", "closed"])
def test_the_drawer_leads_to_the_case_for_who_has_a_part_in_it_and_tells_nobody_else(as_, state):
    key = made.case_of_manager()
    made.put(key, state=state, closed_at=now() if state == "closed" else None, outcome="took_place")
    case = made.row(key)
    chosen = f"{case['staff_id']}@{case['visit_date']}@{case['visit_id']}"
    told = "Under review since" if state == "open" else "Looked at by a person"
    for username, leads in (("manager", True), ("branch", True), ("executive", False)):
        with as_(username):
            drawer = manager_page.drawer(chosen, case["staff_id"])
        assert (told in " ".join(texts(drawer))) == leads
        assert any(key in href for href in props(drawer, "href")) == leads


def test_before_there_is_a_case_the_drawer_says_when_there_will_be(as_):
    visit = {
        "trust_grade": "flagged",
        "trust_score": 40,
        "trust_findings": '[["mock","odd",null,null,60]]',
        "lon": None,
    }
    with as_("branch"):
        visit |= made.own_visits()[0] | {"started_at": now()}
        review = cases.of_visit(visit)
        said = " ".join(texts(verdict(visit | {"review": review})))
        assert cases.of_visit(visit | {"trust_grade": "plausible"}) is None
    with as_("executive"):
        assert cases.of_visit(visit) is None  # that one is to come is told to no more people
    assert review["state"] is None and "The next pass over the data opens a case" in said
    assert "Trust score 40 of 100" in said and "−60" in said


def test_the_two_ratings_are_told_apart(as_, drawn):  # noqa: F811
    key = made.case_of_manager()
    assert {"Rated by the manager", "Rated by the customer"} <= set(texts(drawn("branch", case=key)))
    assert "Rated by the customer" not in texts(drawn("manager", case=key))
    for username, seen in (("branch", True), ("manager", False)):
        with as_(username):
            head = texts(manager_page.visit_page(made.account("manager")["staff_id"], 0)[0])
        assert "Rated by the manager" in head and ("Rated by the customer" in head) == seen


def test_a_head_reads_no_votes_on_visits_of_their_own(as_, drawn):  # noqa: F811
    """In table, drawer and case alike; those of colleagues stay."""
    (visit,) = made.own_visits()
    key, staff = made.case_of_manager(), visit["staff_id"]
    chosen = f"{staff}@{visit['visit_date']}@{visit['visit_id']}"
    told = "Rated by the customer"

    def seen() -> list[bool]:
        with as_("branch"):
            ways = [manager_page.visit_page(staff, 0)[0], manager_page.drawer(chosen, staff)]
        return [told in texts(way) for way in [*ways, drawn("branch", case=key)]]

    assert seen() == [True, True, True]
    with writing() as connection:
        connection.execute(update(users).where(users.c.username == "branch").values(staff_id=staff))
    assert seen() == [False, False, False]


def test_the_next_case_is_offered_and_wraps_around():
    from pages._visits_review_views import _next

    rows = [{"case_id": key} for key in "abc"]
    assert [_next(rows, key) for key in ("a", "c", "gone")] == ["b", "a", "a"]
    assert _next(rows[:1], "a") is None and _next([], "a") is None
