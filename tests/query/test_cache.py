"""The cache of answers computes each question once, and cannot lock itself up."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from data.query.cache import AnswerCache


def test_an_answer_may_need_another_of_the_same_cache():
    cache, done = AnswerCache(), []

    def whole(number: int) -> str:
        return cache.get(f"part {number}", lambda: str(number), len)

    def ask_many() -> None:
        with ThreadPoolExecutor(8) as pool:
            done.extend(pool.map(lambda n: cache.get(f"whole {n}", lambda: whole(n), len), range(400)))

    asking = threading.Thread(target=ask_many, daemon=True)
    asking.start()
    asking.join(20)
    assert len(done) == 400, "threads wait for one another"


def test_the_same_question_at_once_is_computed_once():
    cache, computed = AnswerCache(), []

    def compute() -> str:
        computed.append(1)
        time.sleep(0.05)
        return "answer"

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: cache.get("key", compute, len), range(8))) == {"answer"}
    assert len(computed) == 1 and not cache._underway


def test_a_failed_computation_leaves_no_lock():
    cache = AnswerCache()
    for _ in range(2):
        try:
            cache.get("key", lambda: 1 / 0, len)
        except ZeroDivisionError:
            continue
    assert cache.get("key", lambda: "fine", len) == "fine" and not cache._underway
