"""One commit for all who send at the same moment: nobody's work is lost, mixed up or refused for another's sake."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext

import pytest
from sqlalchemy import func, select

from data.ops.engine import reading
from data.ops.schema import visits
from data.ops.together import Together
from tests.ingest.conftest import visit


class Slow:
    """Work that waits at the first call until ``go``; ``groups`` are the sizes it was done in."""

    def __init__(self) -> None:
        self.go, self.begun, self.groups = threading.Event(), threading.Event(), list[int]()

    def __call__(self, _opened: None, items: Sequence[int]) -> list[int]:
        self.groups.append(len(items))
        self.begun.set()
        self.go.wait(20)
        if -1 in items:
            raise ValueError("a bad one")
        return [10 * item for item in items]


def crowd(work: Slow, items: Sequence[int]) -> list[int | str]:
    """The first item alone, the others while it is worked on; each one's result or error."""
    together = Together(nullcontext, work)

    def do(item: int) -> int | str:
        try:
            return together.do(item)
        except ValueError as error:
            return str(error)

    with ThreadPoolExecutor(len(items)) as pool:
        first = pool.submit(do, items[0])
        work.begun.wait(20)
        rest = [pool.submit(do, item) for item in items[1:]]
        while len(together._waiting) < len(rest):
            threading.Event().wait(0.01)
        work.go.set()
        return [first.result(20), *(one.result(20) for one in rest)]


def test_who_waits_is_done_in_one_go():
    work = Slow()
    assert crowd(work, [1, 2, 3, 4]) == [10, 20, 30, 40]
    assert work.groups == [1, 3]


def test_a_bad_one_fails_alone():
    work = Slow()
    assert crowd(work, [1, 2, -1, 4]) == [10, 20, "a bad one", 40]


def test_who_comes_before_the_turn_does_shares_it():
    turn, groups = threading.Lock(), list[int]()

    def work(_opened: bool, items: Sequence[int]) -> list[int]:
        groups.append(len(items))
        return list(items)

    together = Together(lambda: turn, work)
    with ThreadPoolExecutor(3) as pool:
        with turn:
            all_three = [pool.submit(together.do, item) for item in (1, 2, 3)]
            while len(together._waiting) < 3:
                threading.Event().wait(0.01)
        assert [one.result(20) for one in all_three] == [1, 2, 3]
    assert groups == [3]


def test_a_turn_that_never_comes_is_told_to_all_and_the_next_may_try():
    doors = iter([False, True])

    @contextmanager
    def turn() -> Iterator[None]:
        if not next(doors):
            raise TimeoutError("locked")
        yield

    together = Together(turn, lambda _opened, items: list(items))
    with pytest.raises(TimeoutError):
        together.do(1)
    assert together.do(2) == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_phones_of_one_moment_are_all_stored_once_and_hear_their_own_words(phones, language):
    client = phones.client.application.test_client
    headers = {"Authorization": f"Bearer {phones.tokens['gate']}"}
    same = visit()
    bodies = [visit(), visit(household_id="H9"), same, same, *(visit() for _ in range(20))]

    def post(number: int):
        asked = "en" if number % 2 else language
        return client().post(f"/api/v1/visits?lang={asked}", json=bodies[number], headers=headers)

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(post, range(len(bodies))))
    said = [answer.json["results"][0] for answer in answers]
    assert [one["status"] for one in said].count("stored") == len(bodies) - 2
    assert said[1]["status"] == "refused" and "no household H9" in said[1]["errors"][0]["message"]
    assert sorted((said[2]["status"], said[3]["status"])) == ["duplicate", "stored"]
    with reading() as connection:
        assert connection.execute(select(func.count(visits.c.visit_no.distinct()))).scalar_one() == len(bodies) - 2


def test_a_refused_row_does_not_shadow_anothers_uuid(phones):
    mine = visit()
    theirs = mine | {"staff_id": "S9"}
    client, headers = phones.client.application.test_client, {"Authorization": f"Bearer {phones.tokens['gate']}"}
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(lambda body: client().post("/api/v1/visits", json=body, headers=headers), [theirs, mine])
        )
    assert answers[1].json["results"][0]["status"] == "stored"
