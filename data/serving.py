"""The published snapshot, attached read-only, with the live rows on top: one ``State`` each, swapped as one.

One in-memory DuckDB per process (a connection shared by threads gives wrong rows, so each question takes a cursor).
The pointer ``<HOME>/serving/current.json`` is looked at once a second; a new snapshot is attached and its live tables
built beside the old ones, then the state is swapped; the old is detached when its last reader is done.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from itertools import count
from pathlib import Path

import duckdb
from flask import current_app, g, has_request_context

from data.errors import Unavailable
from data.live.source import OpsSource, Source
from data.log import logger
from data.settings import Settings, settings
from data.state import Snapshot, State

CHECK_SECONDS = 1.0
MEMORY = "128MB"  # buffers and work space; larger work spills into HOME/tmp
THREADS = 2
FRUGAL: dict[str, str | bool | int | float | list[str]] = {  # what is freed goes back to the system at once
    "threads": THREADS,
    "memory_limit": MEMORY,
    "allocator_background_threads": True,
    "allocator_flush_threshold": "16MB",
}
PINS = "qianhui_reading"  # the Flask extension key: set when requests release what they pinned

log = logger(__name__)
_numbers = count(1)  # of states: never the same twice in a process, whichever its store


class Store:
    """The snapshots of one HOME in this process. Readers ``acquire`` and ``release`` a state."""

    def __init__(self, home: Path, source: Source | None = None) -> None:
        self.home, self.source = home, source
        self._switching, self._counting = threading.Lock(), threading.Lock()
        self._state: State | None = None
        self._con: duckdb.DuckDBPyConnection | None = None
        self._checked = 0.0
        self.ticker: threading.Thread | None = None
        self.forwarder: threading.Timer | None = None

    def acquire(self) -> State:
        """The current state, counted as read. Raises Unavailable when nothing was published."""
        if self._state is None or (not self._is_tended() and time.monotonic() - self._checked > CHECK_SECONDS):
            self.refresh(wait=self._state is None)
        with self._counting:
            if self._state is None:
                raise Unavailable("Nothing has been published yet: the first load is still running")
            self._state.readers += 1
            return self._state

    def release(self, state: State) -> None:
        """The reader is done; the last one of a replaced state detaches it."""
        with self._counting:
            state.readers -= 1
            over = state.readers == 0 and state is not self._state
        if over:
            state.close()

    def refresh(self, *, wait: bool = True) -> None:
        """Follow the pointer and take in new live rows. Without ``wait``, leave it to whoever is at it already."""
        if not self._switching.acquire(blocking=wait):
            return
        try:
            if wait and self._state is not None and time.monotonic() - self._checked < CHECK_SECONDS / 2:
                return
            self._follow()
        except Exception as error:  # the snapshot that is there goes on
            if self._state is None:
                raise
            log.warning("new snapshot cannot be taken", error=f"{type(error).__name__}: {error}"[:300])
        finally:
            self._checked = time.monotonic()
            self._switching.release()

    def tick(self) -> None:
        """Follow the pointer and take in new live rows now (the ticker and tests)."""
        with self._switching:
            self._follow()
            self._checked = time.monotonic()

    def close(self) -> None:
        """Drop everything: a process or a test ends. No reader may be left."""
        with self._switching, self._counting:
            state, self._state = self._state, None
            if state is not None:
                state.close()
            if self._con is not None:
                self._con.close()
                self._con = None

    def _is_tended(self) -> bool:
        return self.ticker is not None and self.ticker.is_alive()

    def _follow(self) -> None:
        chosen = self._pointer()
        if chosen is None:
            return
        old = self._state
        if old is not None and old.snapshot.snapshot_id == chosen.snapshot_id:
            old.tick()
            return
        started = time.perf_counter()
        fresh = self._open(chosen, old)
        with self._counting:
            self._state = fresh
            over = old is not None and old.readers == 0
        if over and old is not None:
            old.close()
        log.info("snapshot", snapshot_id=chosen.snapshot_id, seconds=round(time.perf_counter() - started, 3))

    def _open(self, chosen: Snapshot, old: State | None) -> State:
        if self._con is None:
            spill = self.home / "tmp" / str(os.getpid())  # processes that shared one would overwrite each other's files
            spill.mkdir(parents=True, exist_ok=True)
            self._con = duckdb.connect(config=FRUGAL | {"temp_directory": str(spill)})
        state = State(self._con, next(_numbers), chosen, self._source())
        try:
            state.open(self.home / "serving" / chosen.file, after=old)
        except BaseException:
            state.close()
            raise
        return state

    def _source(self) -> Source:
        if self.source is None:
            self.source = OpsSource(settings())
        return self.source

    def _pointer(self) -> Snapshot | None:
        path = self.home / "serving" / "current.json"
        try:
            return Snapshot.from_pointer(json.loads(path.read_text("utf-8")))
        except FileNotFoundError:
            return None


_stores: dict[tuple[Path, int], Store] = {}
_making = threading.Lock()
_held: ContextVar[State | None] = ContextVar("held", default=None)


def store(chosen: Settings | None = None) -> Store:
    """This process's store of the chosen HOME; made at the first call, never shared across a fork."""
    key = ((chosen or settings()).home, os.getpid())
    with _making:
        if key not in _stores:
            _stores[key] = Store(key[0])
        return _stores[key]


@contextmanager
def reading(chosen: Store | None = None) -> Iterator[State]:
    """The state to read from; the same one for everything inside the block, and inside one request."""
    held = _held.get()
    if held is None and has_request_context():
        held = _pinned(chosen or store())
    if held is not None:
        yield held
        return
    where = chosen or store()
    state = where.acquire()
    token = _held.set(state)
    try:
        yield state
    finally:
        _held.reset(token)
        where.release(state)


def _pinned(where: Store) -> State | None:
    """The request's state, taken at its first question and released at its end (``api/query.py`` hooks that in)."""
    if PINS not in current_app.extensions:
        return None
    if "serving" not in g:
        g.serving = (where, where.acquire())
    return g.serving[1]


def release_request(_error: BaseException | None = None) -> None:
    """Release what the request pinned; a Flask teardown."""
    if "serving" in g:
        where, state = g.pop("serving")
        where.release(state)


def snapshot() -> Snapshot:
    """The snapshot on screen; ``live_at`` is when live rows were last taken in. Raises Unavailable before the first."""
    with reading() as state:
        return replace(state.snapshot, live_at=state.live_at)
