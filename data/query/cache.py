"""Answers kept in the process: bounded, by question, scope, language, snapshot and live version. Safe for threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

MOST_ANSWERS = 512
MOST_CELLS = 200_000  # an answer larger than this is not kept
ALL_CELLS = 200_000  # of all answers together


class AnswerCache:
    """The least recently used answer goes first. The same question asked twice at once is computed once.

    A computation may ask for another key on the way (never, however far, for its own): each key has a lock of its own.
    """

    def __init__(self, most: int = MOST_ANSWERS, cells: int = ALL_CELLS) -> None:
        self._most, self._most_cells, self._kept = most, cells, OrderedDict[Hashable, tuple[Any, int]]()
        self._cells = 0
        self._lock, self._underway = threading.Lock(), dict[Hashable, tuple[threading.Lock, int]]()

    def get(self, key: Hashable, compute: Callable[[], Any], size: Callable[[Any], int]) -> Any:
        """The kept answer, or ``compute()``, kept when its size allows."""
        found = self._find(key)
        if found is not None:
            return found
        with self._alone(key):
            found = self._find(key)
            if found is None:
                found = compute()
                if (cells := size(found)) <= MOST_CELLS:
                    self._keep(key, found, cells)
        return found

    @contextmanager
    def _alone(self, key: Hashable) -> Iterator[None]:
        """One thread at a time for a key; its lock is forgotten with the last who wants it."""
        with self._lock:
            mine, wanted = self._underway.get(key, (threading.Lock(), 0))
            self._underway[key] = (mine, wanted + 1)
        try:
            with mine:
                yield
        finally:
            with self._lock:
                _, wanted = self._underway.pop(key)
                if wanted > 1:
                    self._underway[key] = (mine, wanted - 1)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._cells = 0

    def _find(self, key: Hashable) -> Any:
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def _keep(self, key: Hashable, value: Any, cells: int) -> None:
        with self._lock:
            self._kept[key] = (value, cells)
            self._cells += cells
            while len(self._kept) > self._most or self._cells > self._most_cells:
                _key, (_value, freed) = self._kept.popitem(last=False)
                self._cells -= freed
