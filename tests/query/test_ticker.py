"""The threads of a web process: the map goes on while cases wait for the operations DB, and both end together."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest

from data.live import ticker

PATIENT = 20


@pytest.fixture
def kept(monkeypatch):
    """A store that counts its ticks, looked after at a brisk pace."""
    monkeypatch.setattr(ticker, "EVERY_SECONDS", 0.01)
    monkeypatch.setattr(ticker, "FORWARD_SECONDS", 0.01)
    ticks = threading.Semaphore(0)
    store = SimpleNamespace(ticker=None, forwarder=None, ticks=ticks, tick=ticks.release)
    yield store
    ticker.stop(store)


def test_the_map_goes_on_while_cases_wait(kept, monkeypatch):
    waits, may_go = threading.Event(), threading.Event()

    def put_forward(_store):
        waits.set()
        may_go.wait(PATIENT)

    monkeypatch.setattr(ticker, "put_forward", put_forward)
    ticker.ensure(kept)
    assert waits.wait(PATIENT)
    while kept.ticks.acquire(blocking=False):  # those of before
        pass
    assert all(kept.ticks.acquire(timeout=PATIENT) for _time in range(3))
    may_go.set()


def test_what_fails_is_logged_as_itself_and_tried_again(kept, monkeypatch):
    said, again = [], threading.Semaphore(0)

    def put_forward(_store):
        again.release()
        raise OSError("database is locked")

    monkeypatch.setattr(ticker, "put_forward", put_forward)
    monkeypatch.setattr(ticker, "log", SimpleNamespace(warning=lambda words, **_more: said.append(words)))
    ticker.ensure(kept)
    assert all(again.acquire(timeout=PATIENT) for _time in range(3))
    assert set(said) == {"cases not put forward"}


def test_both_end(kept, monkeypatch):
    monkeypatch.setattr(ticker, "put_forward", lambda _store: 0)
    ticker.ensure(kept)
    threads = kept.ticker, kept.forwarder
    ticker.stop(kept)
    assert not any(thread.is_alive() for thread in threads) and kept.ticker is kept.forwarder is None
